// The demo's batch: one morning's scans of an invented town, as its mailroom's machines would name and write them.
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "samples/letter.h"
#include "templates/sheets.h"

namespace pli::samples {

struct Morning {
  std::uint64_t seed = 20261123;
  std::string day = "2026-11-23";
  SheetWords words;  ///< of the separator sheets
};

/// Writes OUT/DAY/* (letters of most services, a stack with separator sheets, a zip, a file cut short, pages nobody can read) and OUT/truth.jsonl.
void write_morning(const std::vector<SampleLetter>&, const Morning&, const std::filesystem::path& out);

}  // namespace pli::samples
