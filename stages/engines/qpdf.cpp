#include "stages/engines/qpdf.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <vector>

#include "pipeline/errors.h"
#include "stages/engines/qpdf_content.h"

#include <qpdf/Pipeline.hh>
#include <qpdf/QPDFExc.hh>
#include <qpdf/QPDFPageObjectHelper.hh>

namespace pli {

static void open_quietly(QPDF& pdf, const std::filesystem::path& file) {
  pdf.setSuppressWarnings(true);
  pdf.processFile(file.c_str(), "");
}

// Pages that the tree announces; 0 when it says nothing.
static long long announced_pages(QPDF& pdf) {
  QPDFObjectHandle count = pdf.getRoot().getKey("/Pages").getKey("/Count");
  return count.isInteger() ? count.getIntValue() : 0;
}

int pdf_pages(const std::filesystem::path& file, int limit) {
  try {
    QPDF pdf;
    open_quietly(pdf, file);
    const long long announced = announced_pages(pdf);
    const std::size_t pages = pdf.getAllPages().size();
    if (pages > static_cast<std::size_t>(limit)) throw ItemError("too-many-pages", {{"pages", std::to_string(pages)}, {"limit", std::to_string(limit)}});
    if (pages == 0) throw ItemError("damaged-file", {{"detail", "the PDF has no pages"}});
    // Repair may succeed on a torn file with some of its pages missing: they must not be lost without a word.
    if (pdf.anyWarnings() && announced > static_cast<long long>(pages))
      throw ItemError("damaged-file", {{"detail", std::to_string(pages) + " of " + std::to_string(announced) + " pages can be reached"}});
    return static_cast<int>(pages);
  } catch (const QPDFExc& e) {
    const bool locked = e.getErrorCode() == qpdf_e_password || (e.getErrorCode() == qpdf_e_unsupported && e.getMessageDetail().find("ncrypt") != std::string::npos);
    throw ItemError(locked ? "password" : "damaged-file", {{"detail", e.getMessageDetail()}});
  } catch (const CodedError&) {
    throw;
  } catch (const std::exception& e) {
    throw ItemError("damaged-file", {{"detail", e.what()}});
  }
}

struct ForeignPdfPage::State {
  QPDF pdf;
  Rect box;
  double unit = 1.0 / 72;
  std::optional<PdfImage> image;
  QPDFObjectHandle stream;
};

static Rect rectangle(QPDFObjectHandle array, const Rect& otherwise) {
  if (!array.isArray() || array.getArrayNItems() != 4) return otherwise;
  double v[4];
  for (int i = 0; i < 4; ++i) {
    QPDFObjectHandle n = array.getArrayItem(i);
    if (!n.isNumber()) return otherwise;
    v[i] = n.getNumericValue();
  }
  return {std::min(v[0], v[2]), std::min(v[1], v[3]), std::max(v[0], v[2]), std::max(v[1], v[3])};
}

static Rect page_box(QPDFPageObjectHelper& page) {
  const Rect media = rectangle(page.getAttribute("/MediaBox", false), {0, 0, 612, 792});
  const Rect crop = rectangle(page.getAttribute("/CropBox", false), media);
  const Rect both{std::max(media.left, crop.left), std::max(media.bottom, crop.bottom), std::min(media.right, crop.right), std::min(media.top, crop.top)};
  return both.right - both.left > 1 && both.top - both.bottom > 1 ? both : media;
}

static int page_turn(QPDFPageObjectHelper& page) {
  QPDFObjectHandle rotate = page.getAttribute("/Rotate", false);
  const long long degrees = rotate.isInteger() ? rotate.getIntValue() % 360 : 0;
  return static_cast<int>((degrees + 360) % 360 / 90 * 90);
}

// The clockwise turn of a placed image; -1 when it is tilted or mirrored.
static int matrix_turn(const Matrix& m) {
  const double size = std::abs(m.a) + std::abs(m.b) + std::abs(m.c) + std::abs(m.d), small = size * 1e-3;
  if (std::abs(m.b) + std::abs(m.c) < small && m.a * m.d > 0) return m.a > 0 ? 0 : 180;
  if (std::abs(m.a) + std::abs(m.d) < small && m.b * m.c < 0) return m.b < 0 ? 90 : 270;
  return -1;
}

// A stream's filters or their parameters, first to last.
static std::vector<QPDFObjectHandle> items(QPDFObjectHandle value) {
  if (value.isNull()) return {};
  return value.isArray() ? value.getArrayAsVector() : std::vector<QPDFObjectHandle>{value};
}

// 1 or 3 channels; 0 for what is not plain grey or RGB.
static int channels_of(QPDFObjectHandle space) {
  std::string name = space.isName() ? space.getName() : "";
  if (space.isArray() && space.getArrayNItems() >= 1 && space.getArrayItem(0).isName()) {
    name = space.getArrayItem(0).getName();
    if (name == "/ICCBased" && space.getArrayNItems() >= 2 && space.getArrayItem(1).isStream()) {
      QPDFObjectHandle n = space.getArrayItem(1).getDict().getKey("/N");
      const long long channels = n.isInteger() ? n.getIntValue() : 0;
      return channels == 1 || channels == 3 ? static_cast<int>(channels) : 0;
    }
  }
  if (name == "/DeviceGray" || name == "/CalGray" || name == "/G") return 1;
  if (name == "/DeviceRGB" || name == "/CalRGB" || name == "/RGB") return 3;
  return 0;
}

static int integer(QPDFObjectHandle dict, const char* key, int otherwise) {
  QPDFObjectHandle v = dict.isDictionary() ? dict.getKey(key) : QPDFObjectHandle::newNull();
  return v.isInteger() ? static_cast<int>(std::clamp<long long>(v.getIntValue(), -1, 1 << 30)) : otherwise;
}

static bool truth(QPDFObjectHandle dict, const char* key) {
  QPDFObjectHandle v = dict.isDictionary() ? dict.getKey(key) : QPDFObjectHandle::newNull();
  return v.isBool() && v.getBoolValue();
}

// Whether the samples are taken as they are (0), inverted (1), or mapped some other way (2).
static int decode_mapping(QPDFObjectHandle decode, int channels) {
  if (!decode.isArray()) return 0;
  if (decode.getArrayNItems() != 2 * channels) return 2;
  bool straight = true, reversed = true;
  for (int i = 0; i < 2 * channels; ++i) {
    QPDFObjectHandle n = decode.getArrayItem(i);
    const double v = n.isNumber() ? n.getNumericValue() : -1;
    straight &= v == (i % 2 ? 1 : 0);
    reversed &= v == (i % 2 ? 0 : 1);
  }
  return straight ? 0 : reversed && channels == 1 ? 1 : 2;
}

static void take_coding(QPDFObjectHandle dict, PdfImage& image) {
  const bool stencil = truth(dict, "/ImageMask");
  image.channels = stencil ? 1 : channels_of(dict.getKey("/ColorSpace"));
  image.bits = stencil ? 1 : integer(dict, "/BitsPerComponent", 8);
  const int mapping = image.channels ? decode_mapping(dict.getKey("/Decode"), image.channels) : 2;
  if (mapping == 2) return;
  image.inverted = mapping == 1;
  const auto filters = items(dict.getKey("/Filter")), all_parms = items(dict.getKey("/DecodeParms"));
  QPDFObjectHandle parms = !filters.empty() && all_parms.size() == filters.size() ? all_parms.back() : QPDFObjectHandle::newNull();
  bool unpackable = true;  // all but the last filter
  for (std::size_t i = 0; i < filters.size(); ++i) {
    const std::string name = QPDFObjectHandle(filters[i]).isName() ? QPDFObjectHandle(filters[i]).getName() : "";
    static const std::set<std::string> lossless{"/FlateDecode", "/LZWDecode", "/RunLengthDecode", "/ASCII85Decode", "/ASCIIHexDecode"};
    if (i + 1 < filters.size() || lossless.count(name)) unpackable &= lossless.count(name) > 0;
  }
  const std::string name = !filters.empty() && QPDFObjectHandle(filters.back()).isName() ? QPDFObjectHandle(filters.back()).getName() : "";
  const bool samples = filters.empty() || (name != "/DCTDecode" && name != "/CCITTFaxDecode" && name != "/JBIG2Decode" && name != "/JPXDecode" && name != "/Crypt");
  if (!unpackable) return;
  if (name == "/DCTDecode" && image.bits == 8 && !image.inverted && (image.channels == 1 || !parms.isDictionary() || !parms.hasKey("/ColorTransform")))
    image.coding = PdfImage::Coding::jpeg;
  else if (name == "/CCITTFaxDecode" && image.channels == 1 && integer(parms, "/K", 0) < 0 && !truth(parms, "/EncodedByteAlign") &&
           integer(parms, "/Columns", 1728) == image.width && !truth(parms, "/EndOfLine")) {
    image.coding = PdfImage::Coding::g4;
    image.inverted = image.inverted != truth(parms, "/BlackIs1");
    image.bits = 1;
  } else if (samples && (image.bits == 8 || (image.bits == 1 && image.channels == 1))) {
    image.coding = PdfImage::Coding::samples;
  }
}

ForeignPdfPage::ForeignPdfPage(const std::filesystem::path& file, int index) : state_(std::make_unique<State>()) {
  State& s = *state_;
  try {
    open_quietly(s.pdf, file);
    const auto& pages = s.pdf.getAllPages();
    if (index < 0 || static_cast<std::size_t>(index) >= pages.size()) throw ItemError("damaged-page", {{"detail", "no such page in the PDF"}});
    QPDFPageObjectHelper page(pages[static_cast<std::size_t>(index)]);
    QPDFObjectHandle unit = page.getObjectHandle().getKey("/UserUnit");
    if (unit.isNumber() && unit.getNumericValue() > 0.01 && unit.getNumericValue() < 1000) s.unit = unit.getNumericValue() / 72;
    s.box = page_box(page);
    QPDFObjectHandle dict = page.getObjectHandle();
    dict.replaceKey("/Resources", page.getAttribute("/Resources", false));
    const auto painted = only_image(s.pdf, dict, s.box);
    if (!painted) return;
    const int turn = matrix_turn(painted->placed);
    if (turn < 0) return;
    s.stream = painted->image;
    QPDFObjectHandle facts = s.stream.getDict();
    PdfImage image;
    image.width = integer(facts, "/Width", 0);
    image.height = integer(facts, "/Height", 0);
    if (image.width <= 0 || image.height <= 0) return;
    const Matrix& m = painted->placed;
    image.dpi_x = image.width / (std::hypot(m.a, m.b) * s.unit);
    image.dpi_y = image.height / (std::hypot(m.c, m.d) * s.unit);
    image.turn = (turn + page_turn(page)) % 360;
    take_coding(facts, image);
    s.image = image;
  } catch (const CodedError&) {
    throw;
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const std::exception& e) {
    throw ItemError("damaged-page", {{"detail", e.what()}});
  }
}

ForeignPdfPage::~ForeignPdfPage() = default;
double ForeignPdfPage::width_inches() const { return (state_->box.right - state_->box.left) * state_->unit; }
double ForeignPdfPage::height_inches() const { return (state_->box.top - state_->box.bottom) * state_->unit; }
const std::optional<PdfImage>& ForeignPdfPage::image() const { return state_->image; }

namespace {

// Takes exactly the bytes an image needs, whatever its stream unpacks to.
class Samples : public Pipeline {
 public:
  explicit Samples(std::size_t wanted) : Pipeline("samples", nullptr), wanted_(wanted) {}
  void write(unsigned char const* data, std::size_t length) override {
    bytes.append(reinterpret_cast<char const*>(data), std::min(length, wanted_ - bytes.size()));
    if ((surplus_ += length) > wanted_ + (1u << 20)) throw std::runtime_error("more image data than pixels");
  }
  void finish() override {}
  std::string bytes;

 private:
  std::size_t wanted_, surplus_ = 0;
};

// The stream with all its filters but the last undone.
std::string coded(QPDF& pdf, QPDFObjectHandle stream) {
  const auto raw = stream.getRawStreamData();
  auto filters = items(stream.getDict().getKey("/Filter")), parms = items(stream.getDict().getKey("/DecodeParms"));
  if (filters.size() == 1) return {reinterpret_cast<const char*>(raw->getBuffer()), raw->getSize()};
  filters.pop_back();
  if (parms.size() > filters.size()) parms.pop_back();
  QPDFObjectHandle outer = QPDFObjectHandle::newStream(&pdf, raw);
  outer.getDict().replaceKey("/Filter", QPDFObjectHandle::newArray(filters));
  if (!parms.empty()) outer.getDict().replaceKey("/DecodeParms", QPDFObjectHandle::newArray(parms));
  Samples bytes(64u << 20);
  if (!outer.pipeStreamData(&bytes, 0, qpdf_dl_specialized, false, false)) throw ItemError("damaged-page", {{"detail", "packed image data of the PDF page"}});
  return std::move(bytes.bytes);
}

}  // namespace

std::string ForeignPdfPage::image_bytes() const {
  const PdfImage& image = state_->image.value();
  try {
    if (image.coding != PdfImage::Coding::samples) return coded(state_->pdf, state_->stream);
    const std::size_t line = (static_cast<std::size_t>(image.width) * image.channels * image.bits + 7) / 8;
    Samples samples(line * static_cast<std::size_t>(image.height));
    const bool done = state_->stream.pipeStreamData(&samples, 0, qpdf_dl_specialized, false, false);
    if (!done || samples.bytes.size() != line * static_cast<std::size_t>(image.height)) throw ItemError("damaged-page", {{"detail", "image data of the PDF page ends early"}});
    return std::move(samples.bytes);
  } catch (const CodedError&) {
    throw;
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const std::exception& e) {
    throw ItemError("damaged-page", {{"detail", e.what()}});
  }
}

}  // namespace pli
