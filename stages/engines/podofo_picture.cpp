// Pictures as image objects: the stream's bytes untouched, its head checked against what the facts say of it.
#include <optional>

#include "pipeline/errors.h"
#include "stages/engines/podofo_parts.h"

namespace pli::podofo {

using namespace PoDoFo;

namespace {

struct JpegHead {
  int width = 0, height = 0, channels = 0, bits = 0;
};

/// The frame header of a baseline, extended or progressive JPEG (ITU T.81, B.2.2): the only ones that PDF knows.
std::optional<JpegHead> jpeg_head(std::string_view bytes) {
  const auto at = [&](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
  if (bytes.size() < 4 || at(0) != 0xff || at(1) != 0xd8) return std::nullopt;
  std::size_t i = 2;
  while (i + 4 <= bytes.size()) {
    if (at(i) != 0xff) return std::nullopt;
    const unsigned marker = at(i + 1);
    if (marker == 0xff) { ++i; continue; }
    const std::size_t length = at(i + 2) * 256u + at(i + 3);
    if (marker >= 0xc0 && marker <= 0xc2) {
      if (i + 10 > bytes.size()) return std::nullopt;
      return JpegHead{at(i + 7) * 256 + at(i + 8), at(i + 5) * 256 + at(i + 6), at(i + 9), at(i + 4)};
    }
    if (marker == 0xda || (marker >= 0xc3 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc)) return std::nullopt;
    i += 2 + length;
  }
  return std::nullopt;
}

bool fits(const Picture& picture, std::string_view bytes) {
  if (picture.width <= 0 || picture.height <= 0 || bytes.empty()) return false;
  if (picture.channels != 1 && picture.channels != 3) return false;
  if (picture.encoding == "g4") return picture.channels == 1;
  if (picture.encoding == "flate") return bytes.size() > 6 && (static_cast<unsigned char>(bytes[0]) & 0x0f) == 8;
  if (picture.encoding != "jpeg") return false;
  const auto head = jpeg_head(bytes);
  return head && head->bits == 8 && head->width == picture.width && head->height == picture.height && head->channels == picture.channels;
}

}  // namespace

PdfObject& add_picture(PdfDocument& document, const Picture& picture, std::string_view bytes) {
  if (!fits(picture, bytes)) throw ItemError("damaged-page", {{"detail", picture.encoding}});
  const auto integer = [](int value) { return PdfVariant(static_cast<pdf_int64>(value)); };
  PdfObject& image = add_stream(document, bytes, true);
  PdfDictionary& d = image.GetDictionary();
  d.AddKey("Type", PdfName("XObject"));
  d.AddKey("Subtype", PdfName("Image"));
  d.AddKey("Width", integer(picture.width));
  d.AddKey("Height", integer(picture.height));
  d.AddKey("BitsPerComponent", integer(picture.encoding == "g4" ? 1 : 8));
  d.AddKey("ColorSpace", PdfName(picture.channels == 3 ? "DeviceRGB" : "DeviceGray"));
  PdfDictionary parameters;
  if (picture.encoding == "jpeg") {
    d.AddKey("Filter", PdfName("DCTDecode"));
  } else if (picture.encoding == "g4") {
    d.AddKey("Filter", PdfName("CCITTFaxDecode"));
    parameters.AddKey("K", integer(-1));
    parameters.AddKey("Columns", integer(picture.width));
    parameters.AddKey("Rows", integer(picture.height));
    // The fax code calls 1 bits black: as colours they are black unless 0 bits are meant to be.
    if (!picture.white_is_zero) parameters.AddKey("BlackIs1", PdfVariant(true));
    d.AddKey("DecodeParms", parameters);
  } else {
    d.AddKey("Filter", PdfName("FlateDecode"));
    parameters.AddKey("Predictor", integer(15));
    parameters.AddKey("Colors", integer(picture.channels));
    parameters.AddKey("BitsPerComponent", integer(8));
    parameters.AddKey("Columns", integer(picture.width));
    d.AddKey("DecodeParms", parameters);
  }
  return image;
}

}  // namespace pli::podofo
