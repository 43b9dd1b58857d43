#include "stages/engines/zxing.h"

#define ZX_USE_UTF8 1
#include <BarcodeFormat.h>
#include <BitMatrix.h>
#include <MultiFormatWriter.h>
#include <ReadBarcode.h>
#include <ZXVersion.h>

#include <algorithm>
#include <exception>

#include "pipeline/errors.h"
#include "pipeline/text.h"

namespace pli {

std::string zxing_version() {
  return std::to_string(ZXING_VERSION_MAJOR) + '.' + std::to_string(ZXING_VERSION_MINOR) + '.' + std::to_string(ZXING_VERSION_PATCH);
}

namespace {

std::string format_name(ZXing::BarcodeFormat format) {
  switch (format) {
    case ZXing::BarcodeFormat::QRCode: return "QR";
    case ZXing::BarcodeFormat::DataMatrix: return "DataMatrix";
    case ZXing::BarcodeFormat::Code128: return "Code128";
    case ZXing::BarcodeFormat::Code39: return "Code39";
    case ZXing::BarcodeFormat::PDF417: return "PDF417";
    default: return "";
  }
}

ZXing::BarcodeFormat format_of(const std::string& name) {
  if (name == "QR") return ZXing::BarcodeFormat::QRCode;
  if (name == "DataMatrix") return ZXing::BarcodeFormat::DataMatrix;
  if (name == "Code128") return ZXing::BarcodeFormat::Code128;
  if (name == "Code39") return ZXing::BarcodeFormat::Code39;
  if (name == "PDF417") return ZXing::BarcodeFormat::PDF417;
  throw UsageError("code-invalid", {{"detail", name}});
}

/// UTF-8 without control characters, save the separators of 2D-Doc and the like. ZXing shows controls as <GS> or pictures
/// where it makes text, so bytes are looked at first.
std::string text_of(const ZXing::Result& result) {
  const ZXing::ByteArray& raw = result.bytes();
  std::string bytes(raw.begin(), raw.end());
  if (!valid_utf8(bytes)) bytes = result.text();
  std::u32string kept;
  for (char32_t c : code_points(bytes)) {
    const bool separator = c >= 0x1d && c <= 0x1f;
    const bool control = c < 0x20 || (c >= 0x7f && c < 0xa0);
    if (!control || separator) kept += c;
  }
  return utf8(kept);
}

Box box_of(const ZXing::Position& position, ImageView view) {
  int left = view.width, top = view.height, right = 0, bottom = 0;
  for (const ZXing::PointI& point : position) {
    left = std::min(left, point.x), right = std::max(right, point.x);
    top = std::min(top, point.y), bottom = std::max(bottom, point.y);
  }
  left = std::clamp(left, 0, view.width - 1), right = std::clamp(right, left, view.width - 1);
  top = std::clamp(top, 0, view.height - 1), bottom = std::clamp(bottom, top, view.height - 1);
  return {left, top, right - left + 1, bottom - top + 1};
}

ZXing::Binarizer binarizer(Threshold threshold) {
  if (threshold == Threshold::whole) return ZXing::Binarizer::GlobalHistogram;
  return threshold == Threshold::half ? ZXing::Binarizer::FixedThreshold : ZXing::Binarizer::LocalAverage;
}

std::vector<Symbol> read(ImageView view, ZXing::BarcodeFormats formats, Threshold threshold, int most, int lines = 2) {
  std::vector<Symbol> found;
  if (view.empty() || view.channels != 1) return found;
  // Downscaling inside ZXing finds a code a second time, which is what it aborts at.
  const auto hints = ZXing::DecodeHints()
                         .setFormats(formats)
                         .setTryHarder(true)
                         .setTryRotate(true)
                         .setTryDownscale(false)
                         .setBinarizer(binarizer(threshold))
                         .setMinLineCount(static_cast<std::uint8_t>(lines))
                         .setMaxNumberOfSymbols(static_cast<std::uint8_t>(std::clamp(most, 1, 255)));
  const ZXing::ImageView image(view.data, view.width, view.height, ZXing::ImageFormat::Lum, static_cast<int>(view.stride), 1);
  try {
    for (const ZXing::Result& result : ZXing::ReadBarcodes(image, hints)) {
      if (!result.isValid()) continue;
      Barcode code{format_name(result.format()), text_of(result), box_of(result.position(), view)};
      if (!code.format.empty() && !code.text.empty())
        found.push_back({std::move(code), result.format() == ZXing::BarcodeFormat::Code39, result.orientation()});
    }
  } catch (const std::exception&) {  // a symbol that can't be made sense of is no symbol
  }
  return found;
}

}  // namespace

std::vector<Symbol> read_qr(ImageView view, Threshold threshold, int most) { return read(view, ZXing::BarcodeFormat::QRCode, threshold, most); }

std::vector<Symbol> read_one_linear(ImageView view, Threshold threshold, int lines) {
  return read(view, ZXing::BarcodeFormat::Code128 | ZXing::BarcodeFormat::Code39, threshold, 1, lines);
}

std::vector<Symbol> read_one_pdf417(ImageView view) { return read(view, ZXing::BarcodeFormat::PDF417, Threshold::local, 1); }

std::vector<Symbol> read_datamatrix(ImageView view, Threshold threshold) {
  return read(view, ZXing::BarcodeFormat::DataMatrix, threshold, 1);
}

Modules make_code(const std::string& format, const std::string& text, char correction) {
  const auto kind = format_of(format);
  try {
    ZXing::MultiFormatWriter writer(kind);
    writer.setMargin(0);
    if (format == "QR") writer.setEccLevel(correction == 'L' ? 2 : correction == 'M' ? 4 : correction == 'Q' ? 6 : 8);
    const bool linear = format == "Code128" || format == "Code39";
    const ZXing::BitMatrix bits = writer.encode(text, 0, linear ? 1 : 0);
    Modules modules{bits.width(), bits.height(), {}};
    for (int y = 0; y < bits.height(); ++y)
      for (int x = 0; x < bits.width(); ++x) modules.dark.push_back(bits.get(x, y));
    return modules;
  } catch (const std::exception& error) {
    throw UsageError("code-invalid", {{"detail", error.what()}});
  }
}

}  // namespace pli
