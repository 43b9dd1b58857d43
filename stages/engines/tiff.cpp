#include "stages/engines/tiff.h"

#include <algorithm>

#include "pipeline/errors.h"
#include "stages/engines/tiff_file.h"

namespace pli {

struct TiffPage::State {
  TiffMessages messages;
  TiffHandle file;
  int photometric = 0, compression = 1, planar = PLANARCONFIG_CONTIG;
  bool tiled = false;
  int rows_per_strip = 0;

  [[noreturn]] void fail(const char* what) const {
    throw ItemError("damaged-page", {{"detail", messages.last.empty() ? what : messages.last}});
  }
  Image bilevel(const TiffFacts&);
  Image rows_of_8_or_16(const TiffFacts&, int channels);
  void flattened(const TiffFacts&, Image&);
  Image anything(const TiffFacts&);
  template <class Row>
  void each_row(const TiffFacts&, Row&&);
};

static double dots(TIFF* file, int tag, double unit) {
  float value = 0;
  return TIFFGetField(file, static_cast<std::uint32_t>(tag), &value) == 1 && value > 0 && value < 1e6f ? value * unit : 0;
}

static void take_device(TIFF* file, std::map<std::string, std::string>& device) {
  static constexpr std::pair<std::uint32_t, const char*> tags[] = {{TIFFTAG_MAKE, "make"},         {TIFFTAG_MODEL, "model"},     {TIFFTAG_SOFTWARE, "software"},
                                                                   {TIFFTAG_DATETIME, "scanned"}, {TIFFTAG_ARTIST, "operator"}, {TIFFTAG_HOSTCOMPUTER, "host"}};
  for (const auto& [tag, name] : tags) {
    const char* text = nullptr;
    if (TIFFGetField(file, tag, &text) == 1 && text) device[name] = std::string(text, ::strnlen(text, 400));
  }
}

TiffPage::TiffPage(const std::filesystem::path& path, std::uint64_t directory) : state_(std::make_unique<State>()) {
  TiffOptions options(state_->messages);
  // Without memory mapping: a file that shrinks while it is read must give an error, not a signal. "h": header only, the page is chosen next.
  state_->file.reset(TIFFOpenExt(path.c_str(), "rmh", options.options));
  TIFF* file = state_->file.get();
  if (!file) state_->fail("not a TIFF file");
  if (TIFFSetSubDirectory(file, directory) != 1) state_->fail("unreadable TIFF directory");
  std::uint32_t width = 0, height = 0, rows = 0;
  std::uint16_t bits = 1, samples = 1, photometric = 0xffff, compression = 1, planar = 1, orientation = 1, fill = 1, unit = RESUNIT_INCH;
  TIFFGetField(file, TIFFTAG_IMAGEWIDTH, &width);
  TIFFGetField(file, TIFFTAG_IMAGELENGTH, &height);
  TIFFGetFieldDefaulted(file, TIFFTAG_BITSPERSAMPLE, &bits);
  TIFFGetFieldDefaulted(file, TIFFTAG_SAMPLESPERPIXEL, &samples);
  TIFFGetFieldDefaulted(file, TIFFTAG_COMPRESSION, &compression);
  TIFFGetFieldDefaulted(file, TIFFTAG_PLANARCONFIG, &planar);
  TIFFGetFieldDefaulted(file, TIFFTAG_ORIENTATION, &orientation);
  TIFFGetFieldDefaulted(file, TIFFTAG_FILLORDER, &fill);
  TIFFGetFieldDefaulted(file, TIFFTAG_RESOLUTIONUNIT, &unit);
  TIFFGetFieldDefaulted(file, TIFFTAG_ROWSPERSTRIP, &rows);
  const bool fax = compression == COMPRESSION_CCITTFAX3 || compression == COMPRESSION_CCITTFAX4 || compression == COMPRESSION_CCITTRLE;
  if (TIFFGetField(file, TIFFTAG_PHOTOMETRIC, &photometric) != 1) photometric = fax || samples == 1 ? PHOTOMETRIC_MINISWHITE : PHOTOMETRIC_RGB;
  if (width == 0 || height == 0 || width > 1u << 30 || height > 1u << 30) state_->fail("TIFF without width or height");

  facts_.width = static_cast<int>(width);
  facts_.height = static_cast<int>(height);
  facts_.bits = bits;
  facts_.samples = samples;
  const double scale = unit == RESUNIT_CENTIMETER ? 2.54 : unit == RESUNIT_INCH ? 1 : 0;
  facts_.dpi_x = dots(file, TIFFTAG_XRESOLUTION, scale);
  facts_.dpi_y = dots(file, TIFFTAG_YRESOLUTION, scale);
  facts_.orientation = orientation >= 1 && orientation <= 8 ? orientation : 1;
  facts_.white_is_zero = photometric == PHOTOMETRIC_MINISWHITE;
  state_->tiled = TIFFIsTiled(file) != 0;
  facts_.bilevel = bits == 1 && samples == 1 && photometric <= PHOTOMETRIC_MINISBLACK && !state_->tiled;
  facts_.g4 = compression == COMPRESSION_CCITTFAX4;
  facts_.jpeg = compression == COMPRESSION_JPEG;
  facts_.one_strip = !state_->tiled && TIFFNumberOfStrips(file) == 1;
  facts_.normal_fill = fill == FILLORDER_MSB2LSB;
  facts_.grey = photometric == PHOTOMETRIC_MINISBLACK && samples == 1;
  facts_.rgb = photometric == PHOTOMETRIC_RGB && samples == 3;
  take_device(file, facts_.device);
  state_->photometric = photometric;
  state_->compression = compression;
  state_->planar = planar;
  state_->rows_per_strip = static_cast<int>(std::min(rows, height));
}

TiffPage::~TiffPage() = default;

bool TiffPage::complained() const { return state_->messages.errors + state_->messages.warnings > 0; }

// Decodes strip by strip and hands over each row; a strip that fails is an error.
template <class Row>
void TiffPage::State::each_row(const TiffFacts& facts, Row&& row) {
  TIFF* f = file.get();
  const tmsize_t line = TIFFScanlineSize(f), size = TIFFStripSize(f);
  if (line <= 0 || size <= 0 || line > (1 << 30) / 2 || rows_per_strip <= 0) fail("impossible strip size");
  std::vector<std::uint8_t> buffer(static_cast<std::size_t>(size));
  const int strips = (facts.height + rows_per_strip - 1) / rows_per_strip;
  for (int s = 0, y = 0; s < strips; ++s) {
    const int rows = std::min(rows_per_strip, facts.height - y);
    const tmsize_t wanted = line * rows;
    messages.last.clear();
    if (wanted > size || TIFFReadEncodedStrip(f, static_cast<std::uint32_t>(s), buffer.data(), wanted) != wanted) fail("a strip can't be decoded");
    for (int i = 0; i < rows; ++i, ++y) row(y, buffer.data() + static_cast<std::size_t>(line) * i);
  }
}

Image TiffPage::State::bilevel(const TiffFacts& facts) {
  Image out = Image::unset(facts.width, facts.height, 1, 0);  // a row that is not written is an error
  out.bilevel = true;
  std::uint8_t table[256][8];
  for (int byte = 0; byte < 256; ++byte)
    for (int bit = 0; bit < 8; ++bit) table[byte][bit] = ((byte >> (7 - bit) & 1) != 0) != facts.white_is_zero ? 255 : 0;
  each_row(facts, [&](int y, const std::uint8_t* from) {
    std::uint8_t* to = out.row(y);
    int x = 0;
    for (; x + 8 <= facts.width; x += 8) std::memcpy(to + x, table[from[x / 8]], 8);
    if (x < facts.width) std::memcpy(to + x, table[from[x / 8]], static_cast<std::size_t>(facts.width - x));
  });
  return out;
}

// One alpha sample behind the colours, laid on white paper.
void TiffPage::State::flattened(const TiffFacts& facts, Image& out) {
  std::uint16_t extra = 0, *kinds = nullptr;
  TIFFGetFieldDefaulted(file.get(), TIFFTAG_EXTRASAMPLES, &extra, &kinds);
  const bool straight = extra > 0 && kinds && kinds[0] == EXTRASAMPLE_UNASSALPHA;
  const int step = facts.bits / 8, colours = out.channels;
  const int flip = facts.white_is_zero ? 255 : 0;
  const auto sample = [&](const std::uint8_t* from) {
    if (step == 1) return static_cast<int>(*from);
    std::uint16_t value;
    std::memcpy(&value, from, 2);
    return value >> 8;
  };
  each_row(facts, [&](int y, const std::uint8_t* from) {
    std::uint8_t* to = out.row(y);
    for (int x = 0; x < facts.width; ++x, from += step * (colours + 1)) {
      const int alpha = sample(from + step * colours);
      for (int k = 0; k < colours; ++k) {
        const int light = sample(from + step * k) ^ flip;
        *to++ = static_cast<std::uint8_t>(straight ? (light * alpha + 255 * (255 - alpha) + 127) / 255 : std::min(255, light + 255 - alpha));
      }
    }
  });
}

// Grey or RGB samples side by side, perhaps with alpha behind them; of 16 bits the upper 8 count.
Image TiffPage::State::rows_of_8_or_16(const TiffFacts& facts, int channels) {
  Image out = Image::unset(facts.width, facts.height, channels, 0);
  if (channels < facts.samples) {
    flattened(facts, out);
    return out;
  }
  const std::size_t length = static_cast<std::size_t>(facts.width) * channels;
  const std::uint8_t flip = facts.white_is_zero ? 255 : 0;
  each_row(facts, [&](int y, const std::uint8_t* from) {
    std::uint8_t* to = out.row(y);
    if (facts.bits == 8) {
      for (std::size_t i = 0; i < length; ++i) to[i] = from[i] ^ flip;
    } else {
      for (std::size_t i = 0; i < length; ++i) {
        std::uint16_t value;
        std::memcpy(&value, from + 2 * i, 2);
        to[i] = static_cast<std::uint8_t>(value >> 8) ^ flip;
      }
    }
  });
  return out;
}

// Palettes, CMYK, tiles, planes, alpha: libtiff's own conversion, its premultiplied colours laid on white.
Image TiffPage::State::anything(const TiffFacts& facts) {
  char reason[1024] = "";
  if (!TIFFRGBAImageOK(file.get(), reason)) throw ItemError("unsupported-page", {{"detail", reason}});
  // libtiff mirrors pixels by the orientation tag; here they are wanted as they lie.
  TIFFSetField(file.get(), TIFFTAG_ORIENTATION, ORIENTATION_TOPLEFT);
  std::vector<std::uint32_t> raster(static_cast<std::size_t>(facts.width) * static_cast<std::size_t>(facts.height));
  messages.last.clear();
  const auto w = static_cast<std::uint32_t>(facts.width), h = static_cast<std::uint32_t>(facts.height);
  if (TIFFReadRGBAImageOriented(file.get(), w, h, raster.data(), ORIENTATION_TOPLEFT, 1) != 1) fail("pixels can't be decoded");
  Image out = Image::unset(facts.width, facts.height, 3, 0);
  std::uint8_t* to = out.pixels.data();
  for (const std::uint32_t p : raster) {
    const unsigned white = 255 - TIFFGetA(p);
    *to++ = static_cast<std::uint8_t>(std::min(255u, TIFFGetR(p) + white));
    *to++ = static_cast<std::uint8_t>(std::min(255u, TIFFGetG(p) + white));
    *to++ = static_cast<std::uint8_t>(std::min(255u, TIFFGetB(p) + white));
  }
  return out;
}

Image TiffPage::pixels() {
  if (facts_.bilevel) return state_->bilevel(facts_);
  if (facts_.jpeg) TIFFSetField(state_->file.get(), TIFFTAG_JPEGCOLORMODE, JPEGCOLORMODE_RGB);
  const int photometric = state_->photometric;
  const int channels = photometric <= PHOTOMETRIC_MINISBLACK ? 1 : photometric == PHOTOMETRIC_RGB || (facts_.jpeg && photometric == PHOTOMETRIC_YCBCR) ? 3 : 0;
  const bool known = channels > 0 && (facts_.samples == channels || (facts_.samples == channels + 1 && !facts_.jpeg));
  const bool depth = facts_.bits == 8 || (facts_.bits == 16 && !facts_.jpeg);
  std::uint16_t format = SAMPLEFORMAT_UINT;
  TIFFGetFieldDefaulted(state_->file.get(), TIFFTAG_SAMPLEFORMAT, &format);
  const bool plain = format == SAMPLEFORMAT_UINT && !state_->tiled && (state_->planar == PLANARCONFIG_CONTIG || facts_.samples == 1);
  if (plain && depth && known) return state_->rows_of_8_or_16(facts_, channels);
  return state_->anything(facts_);
}

std::vector<std::string> TiffPage::coded_strips() {
  TIFF* file = state_->file.get();
  if (state_->tiled || (state_->planar != PLANARCONFIG_CONTIG && facts_.samples > 1)) return {};
  std::vector<std::string> out;
  const std::uint32_t strips = TIFFNumberOfStrips(file);
  if (strips > 65536) return {};
  std::uint64_t total = 0;
  for (std::uint32_t s = 0; s < strips; ++s) {
    const std::uint64_t length = TIFFRawStripSize64(file, s);
    total += length;
    if (length == 0 || total > 256ull << 20) return {};
    std::string bytes(length, '\0');
    if (TIFFReadRawStrip(file, s, bytes.data(), static_cast<tmsize_t>(length)) != static_cast<tmsize_t>(length)) return {};
    out.push_back(std::move(bytes));
  }
  return out;
}

std::string TiffPage::jpeg_tables() {
  std::uint32_t length = 0;
  void* data = nullptr;
  if (TIFFGetField(state_->file.get(), TIFFTAG_JPEGTABLES, &length, &data) != 1 || !data) return {};
  return {static_cast<const char*>(data), length};
}

}  // namespace pli
