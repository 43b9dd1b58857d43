#include "stages/read_barcodes.h"

#include <algorithm>
#include <cmath>

#include "stages/engines/opencv_symbols.h"
#include "stages/engines/zxing.h"

namespace pli {
namespace {

constexpr double millimetres_per_inch = 25.4;
constexpr double least_bar_mm = 2.5, least_linear_mm = 10;  // lower or shorter "bars" are letters of a text
constexpr int most_linear_tries = 12;
constexpr long long most_symbol_pixels = 1'500'000;  // a sheet has as many at 130 dpi

int pixels(const ImageView& page, double mm) { return static_cast<int>(std::lround(mm * page.dpi / millimetres_per_inch)); }

Box scaled(const Box& box, int factor) { return {box.x * factor, box.y * factor, box.width * factor, box.height * factor}; }

Box widened(const Box& box, int by) { return {box.x - by, box.y - by, box.width + 2 * by, box.height + 2 * by}; }

bool overlap(const Box& a, const Box& b) { return a.x < b.right() && b.x < a.right() && a.y < b.bottom() && b.y < a.bottom(); }

/// Reads a page with one kind of reader after another; keeps each symbol once.
class Reading {
 public:
  Reading(ImageView page, const BarcodeOptions& options) : page_(page), options_(options) {}

  bool add(const Barcode& code) {
    const bool known = std::any_of(found_.begin(), found_.end(), [&](const Barcode& other) { return overlap(code.box, other.box) && code.format == other.format; });
    if (known || static_cast<int>(found_.size()) >= options_.most) return false;
    found_.push_back(code);
    return true;
  }

  void large_qr();
  void matrix_codes();
  void linear_codes();
  std::vector<Barcode> sorted();

 private:
  void linear_codes_of(ImageView view, int factor, Image& paper);
  bool is_bars(const Symbol&, const Box& bars, bool upright) const;
  void whole_picture();
  bool read_crop(const DenseBlock&);

  ImageView page_;
  BarcodeOptions options_;
  std::vector<Barcode> found_;
};

void Reading::large_qr() {
  const Image half = halved(page_);
  for (Symbol& symbol : read_qr(half, Threshold::local, options_.most)) {
    symbol.barcode.box = scaled(symbol.barcode.box, 2);
    add(symbol.barcode);
  }
}

/// One block of dense ink, stood upright: as it is, halved, then enlarged and cleaned; small and large modules each have their picture.
bool Reading::read_crop(const DenseBlock& block) {
  const Crop plain = crop_upright(page_, block, pixels(page_, 2.5));
  const bool square = block.aspect() <= 1.7;
  const auto take = [&](const std::vector<Symbol>& symbols, const Crop& crop) {
    for (const Symbol& symbol : symbols) {
      Barcode code = symbol.barcode;
      code.box = crop.on_page(code.box);
      add(code);
    }
    return !symbols.empty();
  };
  if (take(read_datamatrix(plain.image, Threshold::local), plain)) return true;
  if (square && take(read_qr(plain.image, Threshold::local, 1), plain)) return true;
  const Crop small = reduced(plain);  // large modules: their noise averages out
  if (take(read_datamatrix(small.image, Threshold::whole), small)) return true;
  const Crop large = enlarged(plain);
  return take(read_datamatrix(large.image, Threshold::half), large) || take(read_one_pdf417(plain.image), plain);
}

/// A picture of a symbol and little else: its modules would fall apart into blocks, and it may end where the symbol ends.
void Reading::whole_picture() {
  if (static_cast<long long>(page_.width) * page_.height > most_symbol_pixels) return;
  const DenseBlock all{page_.width / 2.0, page_.height / 2.0, static_cast<double>(page_.width), static_cast<double>(page_.height), 0};
  const Crop plain = crop_upright(page_, all, std::max(8.0, 0.05 * std::min(page_.width, page_.height)));
  for (const Symbol& symbol : read_datamatrix(plain.image, Threshold::local)) {
    Barcode code = symbol.barcode;
    code.box = plain.on_page(code.box);
    add(code);
  }
}

void Reading::matrix_codes() {
  large_qr();
  for (const Symbol& symbol : read_qr(page_, Threshold::whole, options_.most)) add(symbol.barcode);
  whole_picture();
  for (const DenseBlock& block : dense_blocks(page_)) {
    const double half = std::max(block.width, block.height) / 2;
    const Box box{static_cast<int>(block.x - half / 2), static_cast<int>(block.y - half / 2), static_cast<int>(half), static_cast<int>(half)};
    const bool known = std::any_of(found_.begin(), found_.end(), [&](const Barcode& other) { return overlap(box, other.box); });
    if (!known) read_crop(block);
  }
}

/// Phantom reads of text and frames: bars too low, too short, or without white before and after.
bool Reading::is_bars(const Symbol& symbol, const Box& bars, bool upright) const {
  if (static_cast<int>(symbol.barcode.text.size()) < options_.min_linear_length) return false;
  const int along = upright ? bars.height : bars.width, across = upright ? bars.width : bars.height;
  if (along < pixels(page_, least_bar_mm) || across < pixels(page_, least_linear_mm)) return false;
  return quiet_share(page_, bars, upright, pixels(page_, 1)) >= (symbol.doubted ? 0.9 : 0.7);
}

/// ZXing aborts the process when it meets one linear code twice: one symbol a call, what was read is painted over, then again.
/// `view` is the page `factor` times smaller; what is read is painted over on it and on `paper`, which has the page's size.
void Reading::linear_codes_of(ImageView view, int factor, Image& paper) {
  Image left = copied(view);
  for (int i = 0; i < most_linear_tries; ++i) {
    const auto symbols = read_one_linear(left, Threshold::local, 3);
    if (symbols.empty()) return;
    const Symbol& symbol = symbols.front();
    const bool upright = symbol.barcode.box.width >= symbol.barcode.box.height;
    const Box seen = grown_along_bars(view, symbol.barcode.box, upright), bars = scaled(seen, factor);
    if (is_bars(symbol, bars, upright)) {
      Barcode code = symbol.barcode;
      code.box = bars;
      add(code);
      paint_white(paper, widened(bars, pixels(page_, 0.8)));
    }
    paint_white(left, widened(seen, std::max(1, pixels(page_, 0.8) / factor)));
  }
}

/// As it is; then with the grain averaged along the bars; then halved, which mends bars that are torn.
void Reading::linear_codes() {
  Image paper = copied(page_);
  linear_codes_of(page_, 1, paper);
  const int rows = std::max(3, static_cast<int>(std::lround(page_.dpi * 9 / 300)));
  linear_codes_of(smeared_down(paper, rows), 1, paper);
  if (page_.dpi >= 250) linear_codes_of(halved(paper), 2, paper);
}

std::vector<Barcode> Reading::sorted() {
  std::stable_sort(found_.begin(), found_.end(), [](const Barcode& a, const Barcode& b) { return a.box.y != b.box.y ? a.box.y < b.box.y : a.box.x < b.box.x; });
  return std::move(found_);
}

}  // namespace

static bool too_small(ImageView page) { return page.empty() || page.channels != 1 || page.width < 40 || page.height < 40; }

std::vector<Barcode> read_large_qr(ImageView page, const BarcodeOptions& options) {
  if (too_small(page)) return {};
  Reading reading(page, options);
  reading.large_qr();
  return reading.sorted();
}

std::vector<Barcode> read_barcodes(ImageView page, const BarcodeOptions& options) {
  if (too_small(page)) return {};
  Reading reading(page, options);
  reading.matrix_codes();
  reading.linear_codes();
  return reading.sorted();
}

}  // namespace pli
