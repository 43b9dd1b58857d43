#include "tests/support/raster.h"

#include <poppler-document.h>
#include <poppler-image.h>
#include <poppler-page-renderer.h>
#include <poppler-page.h>

#include <algorithm>
#include <memory>
#include <stdexcept>

namespace pli::testing {
namespace {

// Poppler reads from the caller's bytes for as long as the document lives.
std::unique_ptr<poppler::document> opened(const std::string& pdf) {
  std::unique_ptr<poppler::document> document(poppler::document::load_from_raw_data(pdf.data(), static_cast<int>(pdf.size())));
  if (!document) throw std::runtime_error("not a PDF");
  return document;
}

std::unique_ptr<poppler::page> page_of(const poppler::document& document, int index) {
  std::unique_ptr<poppler::page> page(document.create_page(index));
  if (!page) throw std::runtime_error("no such page");
  return page;
}

std::string utf8(const poppler::ustring& text) {
  const auto bytes = text.to_utf8();
  return {bytes.begin(), bytes.end()};
}

}  // namespace

Image rasterised(const std::string& pdf, int index, double dpi) {
  const auto document = opened(pdf);
  const auto page = page_of(*document, index);
  poppler::page_renderer renderer;
  renderer.set_render_hint(poppler::page_renderer::antialiasing);
  renderer.set_render_hint(poppler::page_renderer::text_antialiasing);
  renderer.set_image_format(poppler::image::format_gray8);
  poppler::image seen = renderer.render_page(page.get(), dpi, dpi);
  Image out(seen.width(), seen.height(), 1, dpi);
  for (int y = 0; y < out.height; ++y)
    std::copy_n(reinterpret_cast<const std::uint8_t*>(seen.const_data()) + static_cast<std::ptrdiff_t>(y) * seen.bytes_per_row(), out.width, out.row(y));
  return out;
}

int page_count(const std::string& pdf) { return opened(pdf)->pages(); }

std::pair<double, double> page_points(const std::string& pdf, int index) {
  const auto document = opened(pdf);
  const auto rect = page_of(*document, index)->page_rect();
  return {rect.width(), rect.height()};
}

std::string page_text(const std::string& pdf, int index) {
  const auto document = opened(pdf);
  return utf8(page_of(*document, index)->text());
}

std::vector<SeenWord> page_words(const std::string& pdf, int index, double dpi) {
  const auto document = opened(pdf);
  std::vector<SeenWord> out;
  for (const poppler::text_box& word : page_of(*document, index)->text_list()) {
    const auto box = word.bbox();
    const double scale = dpi / 72;
    out.push_back({utf8(word.text()), box.x() * scale, box.y() * scale, box.width() * scale, box.height() * scale});
  }
  return out;
}

std::string pdf_title(const std::string& pdf) { return utf8(opened(pdf)->get_title()); }

}  // namespace pli::testing
