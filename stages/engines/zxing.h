// Barcodes read and made with ZXing-C++ 1.4.0. Debian builds it with assertions: it aborts the process when it finds one linear code twice.
// read_linear therefore asks for one symbol a call; read_qr and read_datamatrix use formats where that doesn't happen.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "pipeline/image.h"
#include "pipeline/page.h"

namespace pli {

std::string zxing_version();

/// How grey becomes black and white: against the surroundings, against the whole picture, or at half of the range.
enum class Threshold { local, whole, half };

/// A symbol found; `text` as Barcode wants it, `box` in pixels of the view.
struct Symbol {
  Barcode barcode;
  bool doubted = false; ///< a format without a check of its own (Code 39)
  int turn = 0;         ///< degrees clockwise that it lies turned by, -180..180
};

/// QR codes anywhere on a grey view, any turn.
std::vector<Symbol> read_qr(ImageView, Threshold, int most);
/// At most one Code 128 or Code 39 symbol, horizontal or vertical. A linear code's box is a thin line across its bars.
/// `lines`: scan lines that must agree.
std::vector<Symbol> read_one_linear(ImageView, Threshold, int lines);
/// At most one PDF417 symbol.
std::vector<Symbol> read_one_pdf417(ImageView);
/// The DataMatrix through the middle of a view: it is found nowhere else.
std::vector<Symbol> read_datamatrix(ImageView, Threshold);

/// Dark modules of a symbol, row by row, without margin.
struct Modules {
  int width = 0, height = 0;
  std::vector<bool> dark;
  bool at(int x, int y) const { return dark[static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x)]; }
};

/// Formats: "QR" (error correction H unless `correction` says L, M or Q), "DataMatrix", "Code128" (one row), "Code39" (one row), "PDF417".
/// Throws UsageError("code-invalid") when the text can't be written in that format.
Modules make_code(const std::string& format, const std::string& text, char correction = 'H');

}  // namespace pli
