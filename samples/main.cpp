// pli-samples: makes scans with their truth from a seed.
#include <omp.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <opencv2/core.hpp>

#include "pipeline/errors.h"
#include "samples/benches.h"
#include "samples/morning.h"
#include "samples/print_bench.h"
#include "samples/returned.h"
#include "samples/scans.h"
#include "samples/stack.h"
#include "samples/train_digits.h"

namespace {

struct Choices {
  std::vector<std::filesystem::path> letters;
  std::filesystem::path out;
  std::uint64_t seed = 1;
  int count = 10;
  std::string level = "worn";
  std::filesystem::path sheet_words = "templates/sheets.toml";
  std::filesystem::path templates = "templates", run;
  bool mixed = false, simplex = false;
  std::string letter = "accuse-reception";
  pli::samples::DigitTraining digits;
};

CLI::App* command(CLI::App& app, const char* name, const char* what, Choices& c, bool levels) {
  auto* sub = app.add_subcommand(name, what);
  sub->add_option("--letters", c.letters, "Letters (JSON Lines)")->required()->check(CLI::ExistingFile);
  sub->add_option("--out", c.out, "Folder to write into")->required();
  if (!levels) return sub;
  sub->add_option("--seed", c.seed, "The same seed makes the same files")->capture_default_str();
  sub->add_option("--count", c.count, "How many letters, documents or pages")->capture_default_str();
  sub->add_option("--level", c.level, "clean, worn or bad")->capture_default_str();
  return sub;
}

void write_post(const CLI::App& app, const Choices& c, std::vector<pli::samples::SampleLetter> letters) {
  namespace samples = pli::samples;
  const samples::PostOffice post(std::move(letters), c.templates, c.out);
  const samples::ReturnedSet set{c.seed, c.count, samples::level_named(c.level)};
  if (app.got_subcommand("foreign")) samples::write_foreign(post, set, c.out);
  else if (c.run.empty()) samples::write_returned(post, set, c.out);
  else samples::write_returned_run(post, c.run, set, c.out);
}

void run(const CLI::App& app, const Choices& c) {
  namespace samples = pli::samples;
  if (app.got_subcommand("print")) {
    samples::PrintSet set;
    set.count = c.count, set.letter = c.letter, set.templates = c.sheet_words.parent_path();
    samples::write_print_bench(set, c.out);
    return;
  }
  if (app.got_subcommand("digits")) {
    samples::train_digits(c.digits, c.out);
    return;
  }
  const auto letters = samples::read_letters(c.letters);
  const auto level = samples::level_named(c.level);
  if (app.got_subcommand("scans")) {
    samples::ScanSet set;
    set.seed = c.seed, set.count = c.count, set.level = level, set.mixed = c.mixed;
    samples::write_scans(letters, set, c.out);
  } else if (app.got_subcommand("stack")) {
    samples::StackSet set;
    set.seed = c.seed, set.count = c.count, set.level = level, set.duplex = !c.simplex, set.words = pli::load_sheet_words(c.sheet_words);
    samples::write_stack(letters, set, c.out);
  } else if (app.got_subcommand("barcodes")) {
    samples::write_barcodes(letters, {c.seed, c.count, level}, c.out);
  } else if (app.got_subcommand("blanks")) {
    samples::write_blanks(letters, {c.seed, c.count, level}, c.out);
  } else if (app.got_subcommand("returned") || app.got_subcommand("foreign")) {
    write_post(app, c, letters);
  } else {
    samples::Morning morning;
    morning.words = pli::load_sheet_words(c.sheet_words);
    samples::write_morning(letters, morning, c.out);
  }
}

}  // namespace

int main(int argc, char** argv) {
  omp_set_max_active_levels(0);
  cv::setNumThreads(1);
  CLI::App app("Makes sample scans with their truth from a seed.");
  app.require_subcommand(1);
  Choices c;
  command(app, "scans", "Letters printed and scanned, one file each, with truth.jsonl", c, true)->add_flag("--mixed", c.mixed, "Also PDF, JPEG and PNG files");
  auto* stack = command(app, "stack", "One stack with separator sheets, with stack-truth.jsonl", c, true);
  stack->add_flag("--simplex", c.simplex, "Fronts only");
  command(app, "barcodes", "Pages with barcodes of all formats, with barcodes.jsonl", c, true);
  command(app, "blanks", "Blank and nearly blank sides, with blanks.jsonl", c, true);
  auto* returned = command(app, "returned", "Letters of ours as they come back: stacks of scanned sheets, with returned.jsonl", c, true);
  returned->add_option("--run", c.run, "A finished run's folder: its letters come back, all of them");
  auto* foreign = command(app, "foreign", "Pages that look like letters of ours and must join nothing, with foreign.jsonl", c, true);
  for (auto* sub : {returned, foreign}) sub->add_option("--templates", c.templates, "The town's templates")->check(CLI::ExistingDirectory)->capture_default_str();
  auto* demo = command(app, "demo", "The demo's batch: a morning of a town's mail", c, false);
  auto* print = app.add_subcommand("print", "Letters to send, timed: single files, a print run, and the same text as HTML, with print.json");
  print->add_option("--letter", c.letter, "Which letter of templates/letters")->capture_default_str();
  print->add_option("--count", c.count, "How many")->capture_default_str();
  print->add_option("--out", c.out, "Folder to write into")->required();
  auto* digits = app.add_subcommand("digits", "Trains the model that tells figures in the cells of forms; says how it did");
  digits->add_option("--out", c.out, "Model to write: templates/model/digits.model")->required();
  digits->add_option("--seed", c.digits.seed)->capture_default_str();
  digits->add_option("--count", c.digits.figures, "Figures to learn from")->capture_default_str();
  digits->add_option("--units", c.digits.units)->capture_default_str();
  digits->add_option("--rounds", c.digits.rounds)->capture_default_str();
  digits->add_option("--real", c.digits.real, "Real figures to test on: 64 greys and the figure a line (digits.csv of python3-sklearn, unpacked)")->check(CLI::ExistingFile);
  for (auto* sub : {stack, demo, print}) sub->add_option("--sheets", c.sheet_words, "Words of the separator sheets")->check(CLI::ExistingFile)->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  try {
    run(app, c);
  } catch (const pli::UsageError& error) {
    std::fprintf(stderr, "pli-samples: %s\n", error.what());
    return 2;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "pli-samples: %s\n", error.what());
    return 1;
  }
  return 0;
}
