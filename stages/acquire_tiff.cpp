#include "pipeline/errors.h"
#include "stages/acquire_page.h"
#include "stages/engines/jpeg.h"
#include "stages/engines/tiff.h"
#include "stages/picture.h"

namespace pli {

int tiff_pages(const std::filesystem::path& file, const Limits& limits) {
  const auto pages = tiff_directories(file, limits.input_pages);
  if (static_cast<int>(pages.size()) > limits.input_pages)
    throw ItemError("too-many-pages", {{"pages", std::to_string(pages.size()) + "+"}, {"limit", std::to_string(limits.input_pages)}});
  std::string detail = "no page in the TIFF";
  for (const TiffDirectory& page : pages) {
    try {
      TiffPage(file, page.offset);
      return static_cast<int>(pages.size());
    } catch (const ItemError& e) {
      if (!e.args().empty()) detail = e.args().front().second;
    }
  }
  throw ItemError("damaged-file", {{"detail", detail}});
}

// The coded stream as it lies in the file, where document.pdf can hold it so.
static void keep_stream(TiffPage& tiff, Decoded& page, const AcquireOptions& options) {
  const TiffFacts& f = tiff.facts();
  if (page.mirrored || tiff.complained()) return;
  if (f.bilevel && f.g4 && f.one_strip && f.normal_fill) {
    auto strips = tiff.coded_strips();
    if (strips.size() != 1) return;
    page.picture = {"g4", f.width, f.height, 1, f.white_is_zero, page.turn, "kept"};
    page.bytes = std::move(strips.front());
  } else if (f.jpeg && f.bits == 8 && (f.grey || (f.samples == 3 && page.image.channels == 3))) {
    const auto strips = tiff.coded_strips();
    std::size_t bytes = 0;
    for (const std::string& strip : strips) bytes += strip.size();
    if (f.samples == 3 && !keeps_colour(bytes, options)) return;
    auto joined = join_jpeg_strips(tiff.jpeg_tables(), strips, f.width, f.height, f.rgb);
    if (!joined) return;
    page.picture = {"jpeg", f.width, f.height, f.samples, false, page.turn, joined->single ? "kept" : "joined"};
    page.bytes = std::move(joined->bytes);
  }
}

Scan open_tiff_page(const std::filesystem::path& file, int index, const Limits& limits, const AcquireOptions& options) {
  const auto pages = tiff_directories(file, limits.input_pages);
  if (index < 0 || index >= static_cast<int>(pages.size()) || !pages[static_cast<std::size_t>(index)].readable)
    throw ItemError("damaged-page", {{"detail", "the TIFF's chain of pages breaks off here"}});
  TiffPage tiff(file, pages[static_cast<std::size_t>(index)].offset);
  const TiffFacts& f = tiff.facts();
  judge_size(f.width, f.height, limits);
  Decoded page;
  page.image = tiff.pixels();
  page.dpi_x = f.dpi_x;
  page.dpi_y = f.dpi_y;
  page.was_lossy = f.jpeg;
  page.device = f.device;
  set_orientation(page, f.orientation);
  keep_stream(tiff, page, options);
  return finished(std::move(page), limits, options);
}

}  // namespace pli
