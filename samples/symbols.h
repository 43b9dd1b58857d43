// Barcodes as pictures to print: one pixel a module, a quiet zone around. The only file of samples/ that knows ZXing.
#pragma once

#include <string>

#include "pipeline/image.h"

namespace pli::samples {

enum class Symbol { qr, data_matrix, code128, code39, pdf417 };
inline constexpr int symbols = 5;
/// As records name the format: "QRCode", "DataMatrix", "Code128", "Code39", "PDF417".
const char* symbol_name(Symbol);

/// `text` is ASCII. Linear symbols come `height` modules high. Throws Fatal("barcode-not-drawn", {detail}) when the format can't hold the text.
Image draw_symbol(Symbol, const std::string& text, int height = 30);

/// How wide it is to be printed with modules of `module_mm`.
double symbol_width(ImageView symbol, double module_mm);

}  // namespace pli::samples
