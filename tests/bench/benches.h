// The benches of bin/bench. Each prints its table, writes JSON below `out` and says whether every bar was reached.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace pli::bench {

struct CodesBench {
  std::vector<std::filesystem::path> letters;
  std::filesystem::path out = "build/bench", templates = "templates";
  std::uint64_t seed = 1;
  int pages = 200, foreign = 300;   ///< sheets, each back once at each of three levels; foreign pages of all levels together
  int only = -1;                    ///< one sheet again, by its number; -1: all
  bool keep = false;                ///< also scans that were read
};

/// Pages of ours whose code is read, proven and leads to the right dossier; wrong joins among them and among foreign pages.
bool bench_codes(const CodesBench&);

struct LettersBench {
  std::filesystem::path out = "build/bench", templates = "templates", weasyprint = "tests/bench/weasyprint_letters.py";
  std::string letter = "accuse-reception";
  int turns = 5, count = 1000, theirs = 12, many = 10'000;
};

/// One-page letters a second of CPU against WeasyPrint, as single files and as a print run; memory of a long run.
bool bench_letters(const LettersBench&);
/// The long run alone, in a process of its own: prints its peak memory in MiB.
void print_many(const LettersBench&);

}  // namespace pli::bench
