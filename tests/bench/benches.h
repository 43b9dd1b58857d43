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

/// Benches of what finds things on single pages: generated pages go through the reader of `pli in` one by one.
struct PagesBench {
  std::vector<std::filesystem::path> letters;
  std::filesystem::path out = "build/bench", templates = "templates";
  std::uint64_t seed = 1;
  int pages = 600;      ///< scans; a printed page is scanned at each of three levels
  int only = -1;        ///< one printed page again, by its number; -1: all
  bool keep = false;    ///< also scans that were no miss
};

/// Separator sheets found, other pages taken for one, letters parted as the sheets say.
bool bench_sheets(const PagesBench&);
/// Barcodes of each format read, and texts read that no page bears.
bool bench_barcodes(const PagesBench&);
/// Blank sides set aside (a third of the pages) and pages with the least content lost.
bool bench_blanks(const PagesBench&);
/// What cannot be read (handwriting, pictures, maps, another script) says so and is not classified; what only lay wrong is read.
bool bench_legibility(const PagesBench&);
/// Straight print, blank sides, photographs and maps are neither turned nor tilted.
bool bench_straight(const PagesBench&);

/// Filled-in forms of three levels: boxes right, sent to review, wrong and unflagged; figures in cells; how exactly the sheet was found; CPU.
bool bench_forms(const PagesBench&);
/// What the reader of boxes makes of foreign sheets of bubbles: a folder with OMRChecker's template.json beside pictures. Nothing is scored: there is no truth beside them.
void print_foreign_sheets(const std::filesystem::path& folder, const std::filesystem::path& out);

struct LettersBench {
  std::filesystem::path out = "build/bench", templates = "templates", weasyprint = "tests/bench/weasyprint_letters.py";
  std::string letter = "accuse-reception";
  int turns = 5, count = 1000, theirs = 12, many = 10'000;
};

/// One-page letters a second of CPU against WeasyPrint, as single files and as a print run; memory of a long run.
bool bench_letters(const LettersBench&);
/// The long run alone, in a process of its own: prints its peak memory in MiB.
void print_many(const LettersBench&);

struct QualityBench {
  std::vector<std::filesystem::path> letters;
  std::filesystem::path out = "build/bench";
  std::vector<std::string> authors; ///< whose letters are printed (names of the files without .jsonl); none: all. The others are learnt from all the same
  std::filesystem::path scans;      ///< a folder with truth.jsonl; empty: printed and scanned from the seed
  std::uint64_t seed = 1;
  int pages = 100;                  ///< letters a level
  int peer = -1;                    ///< scans a level that OCRmyPDF reads too; -1: all
  int jobs = 2;
};

/// `pli in` on scanned letters of three levels, each judged by a model that saw no letter of its author: text, turn and skew, service and kind, fields; OCRmyPDF beside it.
bool bench_quality(const QualityBench&);

struct SpeedBench {
  std::vector<std::filesystem::path> letters;
  std::filesystem::path out = "build/bench";
  std::uint64_t seed = 1;
  int pages = 24, turns = 3, many = 10'000;   ///< one-page letters, a third of each level; pages of the parent's memory
};

/// `pli in` against bare Tesseract on the straightened pages (CPU) and OCRmyPDF on the same stack (pages a minute), memory, start-up, sizes of what is written.
bool bench_speed(const SpeedBench&);
/// Runs a shell command: prints the peak memory of the largest process in it, in MiB.
void print_peak(const std::string& command);
/// One batch of `many` pages with a reader that reads nothing: prints the parent's peak memory in MiB.
void print_parent(const SpeedBench&);

}  // namespace pli::bench
