// Pages with barcodes as real mail carries them: tracking numbers, payment links, marks of a franking machine. And letters without any.
#pragma once

#include <string>
#include <vector>

#include "samples/degrade.h"
#include "samples/letter.h"

namespace pli::samples {

struct PrintedSymbol {
  std::string format, text;                   ///< as Barcode names them
  double module_mm = 0;
  double x = 0, y = 0, width = 0, height = 0; ///< mm, with its quiet zone
};

struct SymbolPage {
  Image image;                        ///< RGB, 300 dpi
  std::vector<PrintedSymbol> symbols;
};

/// Every fifth number gives a letter or an annex without a symbol, from which nothing may be read; the others one to three symbols under some lines of a letter.
/// Modules: QR 0.45 to 1 mm, DataMatrix 0.4 to 0.8 mm, Code 128 0.33 to 0.5 mm, set by a printer of 600 dpi. Letters may be empty: then the symbols stand alone.
SymbolPage print_symbols(const std::vector<SampleLetter>&, int number, Random&);

/// A scan on which every symbol is whole.
Wear draw_scan_of(const SymbolPage&, Level, Random&);

}  // namespace pli::samples
