// A set of scanned letters with its truth: one file a letter.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "samples/degrade.h"
#include "samples/letter.h"
#include "samples/typeset.h"

namespace pli::samples {

/// One printed and scanned document: its pages as images, and what is true about them.
struct ScannedDocument {
  std::vector<Image> pages;
  std::vector<Wear> wear;     ///< one a page
  std::string text;           ///< a form feed after each page
  std::string layout;
};

struct ScanChoices {
  double annex = 0.12;       ///< share of letters with an annex behind
  double stamp = 0.35;       ///< share with an arrival stamp (never on clean scans)
  double envelope = 0;       ///< share with the envelope's scan behind
  std::string received = "2026-11-23";  ///< the stamp's date
};

ScannedDocument scan_letter(const SampleLetter&, Level, const ScanChoices&, Random&);

/// Scans printed pages as one job: the same scanner and mode for all of them, each page lying as it happens to.
ScannedDocument scan_pages(const std::vector<PrintedPage>&, const Wear& first, Level, Random&);

/// The truth of one file as a line of JSON Lines (without the final newline): file, id, level, service, text, pages, letter.
std::string truth_line(const std::string& file, const SampleLetter&, Level, const ScannedDocument&);

struct ScanSet {
  std::uint64_t seed = 1;
  int count = 10;
  Level level = Level::clean;
  bool mixed = false;  ///< also PDF, JPEG and PNG; otherwise TIFF only
  ScanChoices choices;
};

/// Writes OUT/pages/ID-LEVEL.* and OUT/truth.jsonl (added to when it is there: one call a level gives a set of three levels).
void write_scans(const std::vector<SampleLetter>&, const ScanSet&, const std::filesystem::path& out);

/// The letters of a seed in the order in which they are taken, services in turn so that few letters still cover many services.
std::vector<const SampleLetter*> drawn_letters(const std::vector<SampleLetter>&, int count, Random);

}  // namespace pli::samples
