#include "samples/symbols.h"

#include <ZXing/BitMatrix.h>
#include <ZXing/MultiFormatWriter.h>

#include "pipeline/errors.h"

namespace pli::samples {
namespace {

ZXing::BarcodeFormat format_of(Symbol symbol) {
  switch (symbol) {
    case Symbol::qr: return ZXing::BarcodeFormat::QRCode;
    case Symbol::data_matrix: return ZXing::BarcodeFormat::DataMatrix;
    case Symbol::code128: return ZXing::BarcodeFormat::Code128;
    case Symbol::code39: return ZXing::BarcodeFormat::Code39;
    case Symbol::pdf417: return ZXing::BarcodeFormat::PDF417;
  }
  return ZXing::BarcodeFormat::None;
}

}  // namespace

const char* symbol_name(Symbol symbol) {
  static constexpr const char* names[symbols] = {"QRCode", "DataMatrix", "Code128", "Code39", "PDF417"};
  return names[static_cast<int>(symbol)];
}

Image draw_symbol(Symbol symbol, const std::string& text, int height) {
  const bool linear = symbol == Symbol::code128 || symbol == Symbol::code39;
  const int quiet = linear ? 10 : symbol == Symbol::data_matrix ? 2 : 4;
  try {
    ZXing::MultiFormatWriter writer(format_of(symbol));
    writer.setMargin(quiet);
    const ZXing::BitMatrix bits = writer.encode(text, 0, linear ? height : 0);
    Image image(bits.width(), bits.height(), 1, 300);
    image.bilevel = true;
    for (int y = 0; y < image.height; ++y)
      for (int x = 0; x < image.width; ++x) image.row(y)[x] = bits.get(x, y) ? 0 : 255;
    return image;
  } catch (const std::exception& error) {
    throw Fatal("barcode-not-drawn", {{"detail", error.what()}});
  }
}

double symbol_width(ImageView symbol, double module_mm) { return symbol.width * module_mm; }

}  // namespace pli::samples
