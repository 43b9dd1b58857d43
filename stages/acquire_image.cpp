// Single images: JPEG and PNG.
#include "pipeline/errors.h"
#include "pipeline/files.h"
#include "stages/acquire_page.h"
#include "stages/engines/exif.h"
#include "stages/engines/jpeg.h"
#include "stages/engines/png.h"
#include "stages/picture.h"

namespace pli {

std::string image_file(const std::filesystem::path& file) {
  constexpr std::uintmax_t most = 256u << 20;
  std::error_code error;
  const auto size = std::filesystem::file_size(file, error);
  if (!error && size > most) throw ItemError("page-too-large", {{"megapixels", "?"}, {"limit", std::to_string(most >> 20) + " MiB"}});
  return read_file(file);
}

Scan open_jpeg(const std::filesystem::path& file, const Limits& limits, const AcquireOptions& options) {
  std::string bytes = image_file(file);
  const JpegFacts facts = jpeg_facts(bytes);
  judge_size(facts.width, facts.height, limits);
  Decoded page;
  page.image = decode_jpeg(bytes);
  page.dpi_x = facts.dpi_x;
  page.dpi_y = facts.dpi_y;
  if (page.dpi_x <= 0) {
    const ExifResolution said = exif_resolution(facts.exif);
    page.dpi_x = said.x;
    page.dpi_y = said.y;
  }
  page.was_lossy = true;
  page.device = exif_device(facts.exif);
  set_orientation(page, exif_orientation(facts.exif));
  if (!page.mirrored && facts.plain && facts.channels != 4) {
    page.picture = {"jpeg", facts.width, facts.height, facts.channels, false, page.turn, "kept"};
    page.bytes = std::move(bytes);
  }
  return finished(std::move(page), limits, options);
}

Scan open_png(const std::filesystem::path& file, const Limits& limits, const AcquireOptions& options) {
  const std::string bytes = image_file(file);
  const PngFacts facts = png_facts(bytes);
  judge_size(facts.width, facts.height, limits);
  Decoded page;
  page.image = decode_png(bytes);
  page.dpi_x = facts.dpi_x;
  page.dpi_y = facts.dpi_y;
  if (facts.plain) {
    page.picture = {"flate", facts.width, facts.height, page.image.channels, false, 0, "kept"};
    page.bytes = png_image_data(bytes);
  }
  return finished(std::move(page), limits, options);
}

}  // namespace pli
