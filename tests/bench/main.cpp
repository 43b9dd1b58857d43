// pli-bench: the measurements of bin/bench.
#include <omp.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <opencv2/core.hpp>

#include "tests/bench/benches.h"

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
  CLI11_PARSE(app, argc, argv);
  try {
    if (many->parsed()) pli::bench::print_many(letters);
    else return (code->parsed() ? pli::bench::bench_codes(codes) : pli::bench::bench_letters(letters)) ? 0 : 3;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "pli-bench: %s\n", error.what());
    return 1;
  }
  return 0;
}
