// Chosen letters of a run printed again, byte for byte the letters that were made: the sheets an inserter ate.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "pipeline/registry.h"

namespace pli {

struct Reprint {
  std::string run;
  std::filesystem::path file;   ///< reprint-NN.pdf in the run's folder
  int letters = 0, pages = 0;
};

/// One PDF of those letters in the run's order, padded to whole sheets with `duplex`; an event for each. Throws UsageError: "unknown-letter" {letter}, "reprint-several-runs",
/// "reprint-cancelled" {letter}; Fatal("letter-altered") {file} when a letter's file is not the one that was made.
Reprint reprint_letters(Registry&, const std::vector<std::string>& ids, bool duplex);

}  // namespace pli
