// What comes back: sheets of ours that were written on, copied, stamped, shuffled and scanned; and pages that only look like ours. With their truth.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "samples/degrade.h"
#include "samples/printed.h"

namespace pli::samples {

/// A sheet's way from our printer back to our scanner.
struct ScannedSheet {
  Image scan;
  Wear wear;
  std::vector<std::string> done;  ///< copied 97 %, pen, pen over a code, stamp, stamp over a code, folded, bilevel...
  bool laid_again = false;        ///< as it lay first, no code was whole and clear on the scan
};

/// A pen or a stamp lies over one code at the most, and one code that nothing lies over is whole on the scan: a person lays a sheet whose codes are cut off on the glass again.
/// Without `lay_again` the sheet stays as it lies first.
ScannedSheet return_sheet(const PrintedSheet&, Level, Random&, bool lay_again = true);

struct ReturnedSet {
  std::uint64_t seed = 1;
  int count = 20;  ///< sheets, at least
  Level level = Level::worn;
};

/// OUT/returned/NNN-LEVEL.tif, a stack of two to five letters each, its sheets in any order; of some letters a page is missing or lies there twice.
/// OUT/returned.jsonl, a line a page: {file, page, letter, dossier, number, of, level, rotate, skew, mode, dpi, done}.
/// OUT/keys/ID.key: what verifies the codes. Dossiers are invented.
void write_returned(const PostOffice&, const ReturnedSet&, const std::filesystem::path& out);

/// The same from the letters of a finished run (`run`: its folder, with run.json): all of them in one stack, none missing.
void write_returned_run(const PostOffice&, const std::filesystem::path& run, const ReturnedSet&, const std::filesystem::path& out);

/// OUT/foreign/NNN-LEVEL.tif and OUT/foreign.jsonl: {file, kind, level, rotate, skew, mode, dpi, done}; no page may join anything.
void write_foreign(const PostOffice&, const ReturnedSet&, const std::filesystem::path& out);

}  // namespace pli::samples
