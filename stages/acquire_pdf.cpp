// PDF pages: a scanner's page gives its image stream, every other one is drawn.
#include <algorithm>
#include <cmath>

#include "pipeline/errors.h"
#include "stages/acquire_page.h"
#include "stages/engines/jpeg.h"
#include "stages/engines/poppler.h"
#include "stages/engines/qpdf.h"
#include "stages/engines/tiff.h"
#include "stages/picture.h"
#include "stages/resample.h"

namespace pli {

static Image image_of_samples(const PdfImage& facts, const std::string& samples) {
  Image out(facts.width, facts.height, facts.channels, 0);
  const std::size_t length = static_cast<std::size_t>(facts.width) * facts.channels, line = facts.bits == 1 ? (length + 7) / 8 : length;
  const std::uint8_t flip = facts.inverted ? 255 : 0;
  out.bilevel = facts.bits == 1;
  for (int y = 0; y < facts.height; ++y) {
    const auto* from = reinterpret_cast<const std::uint8_t*>(samples.data()) + line * static_cast<std::size_t>(y);
    std::uint8_t* to = out.row(y);
    for (std::size_t x = 0; x < length; ++x)
      to[x] = (facts.bits == 1 ? (from[x >> 3] >> (7 - (x & 7)) & 1 ? 255 : 0) : from[x]) ^ flip;
  }
  return out;
}

// The page's image and, where document.pdf can hold it, its stream; false when the stream is not what the PDF says of it.
static bool take_image(const ForeignPdfPage& pdf, Decoded& page) {
  const PdfImage& facts = *pdf.image();
  std::string bytes = pdf.image_bytes();
  if (facts.coding == PdfImage::Coding::jpeg) {
    const JpegFacts jpeg = jpeg_facts(bytes);
    if (jpeg.width != facts.width || jpeg.height != facts.height || jpeg.channels != facts.channels) return false;
    page.image = decode_jpeg(bytes);
    page.was_lossy = true;
    if (jpeg.plain) {
      page.picture = {"jpeg", facts.width, facts.height, facts.channels, false, facts.turn, "kept"};
      page.bytes = std::move(bytes);
    }
  } else if (facts.coding == PdfImage::Coding::g4) {
    page.image = decode_g4(bytes, facts.width, facts.height, !facts.inverted);
    page.picture = {"g4", facts.width, facts.height, 1, !facts.inverted, facts.turn, "kept"};
    page.bytes = std::move(bytes);
  } else {
    page.image = image_of_samples(facts, bytes);
  }
  page.dpi_x = facts.dpi_x;
  page.dpi_y = facts.dpi_y;
  page.turn = facts.turn;
  return true;
}

// 300 dots an inch, or those of the page's one image, as far as the limits allow. Drawing takes up to 12 bytes a pixel at its worst moment.
static double drawing_dpi(const ForeignPdfPage& pdf, const Limits& limits) {
  double dpi = 300;
  if (pdf.image()) {
    const double own = std::max(pdf.image()->dpi_x, pdf.image()->dpi_y);
    if (own >= 100 && own <= 600) dpi = own;
  }
  const double inches = std::max(1e-6, pdf.width_inches() * pdf.height_inches());
  const double most = std::min(limits.page_megapixels * 1e6, static_cast<double>(limits.page_memory_mib) * (1 << 20) / 12);
  return std::min(dpi, std::floor(std::sqrt(most / inches)));
}

static Decoded drawn(const std::filesystem::path& file, int index, const ForeignPdfPage& pdf, const Limits& limits) {
  const double dpi = drawing_dpi(pdf, limits);
  constexpr double readable = 50;
  if (dpi < readable) judge_size(std::llround(pdf.width_inches() * 300), std::llround(pdf.height_inches() * 300), limits);
  Decoded page;
  page.image = render_pdf_page(file, index, dpi);
  page.dpi_x = page.dpi_y = dpi;
  page.drawn = true;
  return page;
}

Scan open_pdf_page(const std::filesystem::path& file, int index, const Limits& limits, const AcquireOptions& options) {
  const ForeignPdfPage pdf(file, index);
  Decoded page;
  const auto& image = pdf.image();
  const bool fits = image && static_cast<double>(image->width) * image->height <= limits.page_megapixels * 1e6;
  const bool taken = fits && image->coding != PdfImage::Coding::other && take_image(pdf, page);
  if (!taken) page = drawn(file, index, pdf, limits);
  return finished(std::move(page), limits, options);
}

}  // namespace pli
