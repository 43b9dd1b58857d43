#include "stages/engines/poppler.h"

#include <cstring>
#include <memory>

#include <poppler-document.h>
#include <poppler-global.h>
#include <poppler-page-renderer.h>
#include <poppler-page.h>

#include "pipeline/errors.h"

namespace pli {

Image render_pdf_page(const std::filesystem::path& file, int index, double dpi) {
  poppler::set_debug_error_function([](const std::string&, void*) {}, nullptr);
  const std::unique_ptr<poppler::document> document(poppler::document::load_from_file(file.string()));
  if (!document || document->is_locked()) throw ItemError("damaged-page", {{"detail", "the PDF can't be opened for drawing"}});
  const std::unique_ptr<poppler::page> page(document->create_page(index));
  if (!page) throw ItemError("damaged-page", {{"detail", "the PDF page can't be found for drawing"}});
  poppler::page_renderer renderer;
  renderer.set_image_format(poppler::image::format_rgb24);
  renderer.set_render_hint(poppler::page_renderer::antialiasing);
  renderer.set_render_hint(poppler::page_renderer::text_antialiasing);
  renderer.set_paper_color(0xffffffff);
  const poppler::image drawn = renderer.render_page(page.get(), dpi, dpi);
  if (!drawn.is_valid() || drawn.format() != poppler::image::format_rgb24) throw ItemError("damaged-page", {{"detail", "the PDF page can't be drawn"}});
  Image out(drawn.width(), drawn.height(), 3, dpi);
  const std::size_t length = static_cast<std::size_t>(out.width) * 3;
  for (int y = 0; y < out.height; ++y) std::memcpy(out.row(y), drawn.const_data() + static_cast<std::ptrdiff_t>(y) * drawn.bytes_per_row(), length);
  return out;
}

}  // namespace pli
