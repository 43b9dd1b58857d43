#include "stages/raster.h"

#include <cstring>
#include <string>

#include "pipeline/errors.h"
#include "pipeline/file_block.h"
#include "pipeline/files.h"

namespace pli {
namespace {

struct Head {
  int width = 0, height = 0, channels = 0, bilevel = 0;
  double dpi = 0;
};

}  // namespace

void write_raster(const fs::path& file, ImageView page) {
  const Head head{page.width, page.height, page.channels, page.bilevel ? 1 : 0, page.dpi};
  const std::size_t row = static_cast<std::size_t>(page.width) * static_cast<std::size_t>(page.channels);
  std::string bytes(sizeof head + row * static_cast<std::size_t>(page.height), '\0');
  std::memcpy(bytes.data(), &head, sizeof head);
  for (int y = 0; y < page.height; ++y) std::memcpy(bytes.data() + sizeof head + row * static_cast<std::size_t>(y), page.row(y), row);
  write_unsynced(file, bytes);  // a run that was stopped makes it anew
}

fs::path stamp_beside(const fs::path& raster) { return fs::path(raster).replace_extension("stamp"); }

Image read_raster(const fs::path& file) {
  const std::string bytes = read_file(file);
  Head head;
  if (bytes.size() >= sizeof head) std::memcpy(&head, bytes.data(), sizeof head);
  const bool sound = head.width > 0 && head.height > 0 && (head.channels == 1 || head.channels == 3) &&
                     bytes.size() - sizeof head == static_cast<std::size_t>(head.width) * static_cast<std::size_t>(head.height) * static_cast<std::size_t>(head.channels);
  if (!sound) throw Fatal("work-folder-damaged", {{"file", file.string()}});
  Image page = Image::unset(head.width, head.height, head.channels, head.dpi);
  page.bilevel = head.bilevel != 0;
  std::memcpy(page.pixels.data(), bytes.data() + sizeof head, page.pixels.size());
  return page;
}

}  // namespace pli
