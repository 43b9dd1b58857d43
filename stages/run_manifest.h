// What a run says of itself: run.json for machines, run.csv for a spreadsheet or an inserter.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "pipeline/json.h"
#include "pipeline/registry.h"

namespace pli {

/// A file of the run beside its letters.
struct RunFile {
  std::string path, sha256;
};

/// CONTRACT.md, "What pli out leaves behind": pieces in printing order, each with its state. `due` is counted from posting; before that, from the run's date, and `due_estimated` says so.
Json run_json(const RunEntry&, const std::vector<LetterEntry>&, const std::vector<RunFile>&);
/// The pieces' keys of run.json as columns, in UTF-8 with a mark.
std::string run_csv(const std::vector<LetterEntry>&);

/// Writes both into the run's folder, run.json last, and gives its SHA-256. `print_sha256`: of print.pdf.
std::string write_manifest(const std::filesystem::path& folder, const RunEntry&, const std::vector<LetterEntry>&, const std::string& print_sha256);

}  // namespace pli
