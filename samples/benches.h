// Sets for single detectors: pages with barcodes, and blank sides beside nearly blank ones.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "samples/degrade.h"
#include "samples/letter.h"

namespace pli::samples {

struct BenchSet {
  std::uint64_t seed = 1;
  int count = 20;  ///< pages
  Level level = Level::worn;
};

/// OUT/barcodes/NNN-LEVEL.tif and OUT/barcodes.jsonl: {file, level, rotate, skew, mode, barcodes: [{format, text, module_mm}]}.
/// Every fifth page has none and must give none. Letters may be empty: then the symbols stand alone.
void write_barcodes(const std::vector<SampleLetter>&, const BenchSet&, const std::filesystem::path& out);

/// OUT/blanks/NNN-LEVEL.tif and OUT/blanks.jsonl: {file, level, blank, what, paper, rotate, skew, mode}. Half of them are blank.
void write_blanks(const std::vector<SampleLetter>&, const BenchSet&, const std::filesystem::path& out);

}  // namespace pli::samples
