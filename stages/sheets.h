// Sheets to print and lay between letters: a big title for people, the code four times for the machine.
#pragma once

#include <string>
#include <vector>

#include "pipeline/code.h"
#include "templates/sheets.h"

namespace pli {

struct SheetsOptions {
  bool duplex = false;          ///< print the same code on the back, so that either side up separates
  std::string date = "2000-01-01";  ///< of the PDF: sheets have no date of their own
};

/// A PDF/A-1b with one A4 page a sheet (two with duplex), as bytes. `words` are the titles and instructions of the sheets (templates/sheets.toml).
std::string sheets_pdf(const std::vector<SheetCode>&, const SheetWords& words, const SheetsOptions& = {});

}  // namespace pli
