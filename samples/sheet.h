// A separator sheet as it lies in a pile: Pli's own sheet, printed.
#pragma once

#include <filesystem>

#include "pipeline/code.h"
#include "samples/typeset.h"
#include "templates/sheets.h"

namespace pli::samples {

/// What sheets are printed with: their words, and a folder in which a PDF may stand for a moment.
struct SheetPaper {
  SheetWords words;
  std::filesystem::path scratch;
};

/// One A4 side from stages/sheets.h. No text of it belongs to any document's truth.
PrintedPage print_sheet(const SheetCode&, const SheetPaper&, double dpi);

}  // namespace pli::samples
