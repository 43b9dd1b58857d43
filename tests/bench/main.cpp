// pli-bench: the measurements of bin/bench.
#include <omp.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <opencv2/core.hpp>

#include "tests/bench/benches.h"

namespace {

/// The benches of single pages: name, what it measures, its function.
struct PagesCommand {
  const char *name, *what;
  bool (*run)(const pli::bench::PagesBench&);
  int pages = 600;
  CLI::App* sub = nullptr;
};

void add_pages_commands(CLI::App& app, std::vector<PagesCommand>& commands, pli::bench::PagesBench& pages) {
  for (PagesCommand& command : commands) {
    command.sub = app.add_subcommand(command.name, command.what);
    command.sub->add_option("--letters", pages.letters, "Letters (JSON Lines)")->required();
    command.sub->add_option("--out", pages.out)->capture_default_str();
    command.sub->add_option("--seed", pages.seed)->capture_default_str();
    command.sub->add_option("--pages", pages.pages, "Scans; " + std::to_string(command.pages) + " unless told");
    command.sub->add_option("--only", pages.only, "One printed page again, by its number");
    command.sub->add_flag("--keep", pages.keep, "Keep all scans, not misses alone");
  }
}

}  // namespace

int main(int argc, char** argv) {
  omp_set_max_active_levels(0);
  cv::setNumThreads(1);
  CLI::App app("Measures what Pli must reach.");
  app.require_subcommand(1);
  pli::bench::CodesBench codes;
  auto* code = app.add_subcommand("codes", "Own codes on returned pages, foreign pages that must join nothing");
  code->add_option("--letters", codes.letters, "Letters (JSON Lines)")->required();
  code->add_option("--out", codes.out)->capture_default_str();
  code->add_option("--seed", codes.seed)->capture_default_str();
  code->add_option("--pages", codes.pages, "Sheets; each comes back at three levels")->capture_default_str();
  code->add_option("--foreign", codes.foreign)->capture_default_str();
  code->add_option("--only", codes.only, "One sheet again, by its number");
  code->add_flag("--keep", codes.keep, "Keep all scans, not those alone that were not read");
  pli::bench::LettersBench letters;
  auto* letter = app.add_subcommand("letters", "One-page letters a second against WeasyPrint; memory of a long run");
  auto* many = app.add_subcommand("many", "The long run alone: its peak memory")->group("");
  for (auto* sub : {letter, many}) {
    sub->add_option("--out", letters.out)->capture_default_str();
    sub->add_option("--many", letters.many, "Letters of the long run")->capture_default_str();
  }
  letter->add_option("--letter", letters.letter, "Which of the shipped letters")->capture_default_str();
  letter->add_option("--turns", letters.turns)->capture_default_str();
  letter->add_option("--count", letters.count, "Our letters a turn")->capture_default_str();
  letter->add_option("--theirs", letters.theirs, "WeasyPrint's letters a turn")->capture_default_str();
  pli::bench::PagesBench pages;
  std::vector<PagesCommand> commands = {{"sheets", "Separator sheets found, other pages taken for one", pli::bench::bench_sheets},
                                        {"barcodes", "Barcodes read, format by format; phantoms", pli::bench::bench_barcodes},
                                        {"blanks", "Blank sides set aside, pages with little content kept", pli::bench::bench_blanks, 900},
                                        {"legibility", "What cannot be read says so", pli::bench::bench_legibility, 60},
                                        {"straight", "Pages with nothing to straighten are left as they lie", pli::bench::bench_straight, 240},
                                        {"forms", "Boxes and figures of filled-in forms", pli::bench::bench_forms, 1800}};
  add_pages_commands(app, commands, pages);
  std::filesystem::path foreign, foreign_out = "build/bench";
  auto* omr = app.add_subcommand("omr", "What the reader of boxes makes of foreign sheets of bubbles (OMRChecker's layouts)");
  omr->add_option("FOLDER", foreign, "Folder with template.json beside pictures")->required()->check(CLI::ExistingDirectory);
  omr->add_option("--out", foreign_out)->capture_default_str();
  pli::bench::QualityBench quality;
  auto* read = app.add_subcommand("quality", "Text, turns, verdicts and fields of scanned letters, beside OCRmyPDF");
  read->add_option("--letters", quality.letters, "Letters (JSON Lines)")->required();
  read->add_option("--out", quality.out)->capture_default_str();
  read->add_option("--authors", quality.authors, "Print only their letters (file names without .jsonl); the others are learnt from")->delimiter(',');
  read->add_option("--scans", quality.scans, "A folder with truth.jsonl instead of pages from the seed");
  read->add_option("--seed", quality.seed)->capture_default_str();
  read->add_option("--pages", quality.pages, "Letters a level")->capture_default_str();
  read->add_option("--peer", quality.peer, "Scans a level that OCRmyPDF reads too; -1: all")->capture_default_str();
  read->add_option("--jobs", quality.jobs)->capture_default_str();
  pli::bench::SpeedBench speed;
  auto* race = app.add_subcommand("speed", "CPU over bare Tesseract, pages a minute against OCRmyPDF, memory, sizes");
  race->add_option("--letters", speed.letters, "Letters (JSON Lines)")->required();
  race->add_option("--seed", speed.seed)->capture_default_str();
  race->add_option("--pages", speed.pages)->capture_default_str();
  race->add_option("--turns", speed.turns)->capture_default_str();
  std::string weighed;
  auto* peak = app.add_subcommand("peak", "The memory of a command alone")->group("");
  peak->add_option("--command", weighed)->required();
  auto* parent = app.add_subcommand("parent", "The parent's memory alone")->group("");
  for (auto* sub : {race, parent}) {
    sub->add_option("--out", speed.out)->capture_default_str();
    sub->add_option("--many", speed.many, "Pages of the long batch")->capture_default_str();
  }
  CLI11_PARSE(app, argc, argv);
  try {
    for (const PagesCommand& command : commands) {
      if (!command.sub->parsed()) continue;
      if (command.sub->count("--pages") == 0) pages.pages = command.pages;
      return command.run(pages) ? 0 : 3;
    }
    if (omr->parsed()) pli::bench::print_foreign_sheets(foreign, foreign_out);
    else if (many->parsed()) pli::bench::print_many(letters);
    else if (read->parsed()) return pli::bench::bench_quality(quality) ? 0 : 3;
    else if (peak->parsed()) pli::bench::print_peak(weighed);
    else if (parent->parsed()) pli::bench::print_parent(speed);
    else if (race->parsed()) return pli::bench::bench_speed(speed) ? 0 : 3;
    else return (code->parsed() ? pli::bench::bench_codes(codes) : pli::bench::bench_letters(letters)) ? 0 : 3;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "pli-bench: %s\n", error.what());
    return 1;
  }
  return 0;
}
