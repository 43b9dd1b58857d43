// pli-samples: makes scans with their truth from a seed.
#include <omp.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <opencv2/core.hpp>

#include "pipeline/errors.h"
#include "samples/scans.h"

int main(int argc, char** argv) {
  omp_set_max_active_levels(0);
  cv::setNumThreads(1);
  CLI::App app("Makes sample scans with their truth from a seed.");
  app.require_subcommand(1);
  std::vector<std::filesystem::path> letters;
  std::filesystem::path out;
  std::uint64_t seed = 1;
  int count = 10;
  std::string level = "clean";
  bool mixed = false;

  auto* scans = app.add_subcommand("scans", "Letters printed and scanned, one file each, with truth.jsonl");
  scans->add_option("--letters", letters, "Letters (JSON Lines)")->required()->check(CLI::ExistingFile);
  scans->add_option("--level", level, "clean, worn or bad")->capture_default_str();
  scans->add_option("--count", count, "How many letters")->capture_default_str();
  scans->add_flag("--mixed", mixed, "Also PDF, JPEG and PNG files");
  for (auto* command : {scans}) {
    command->add_option("--seed", seed, "The same seed makes the same files")->capture_default_str();
    command->add_option("--out", out, "Folder to write into")->required();
  }
  CLI11_PARSE(app, argc, argv);
  try {
    if (*scans) {
      pli::samples::ScanSet set;
      set.seed = seed, set.count = count, set.mixed = mixed, set.level = pli::samples::level_named(level);
      pli::samples::write_scans(pli::samples::read_letters(letters), set, out);
    }
  } catch (const pli::UsageError& error) {
    std::fprintf(stderr, "pli-samples: %s\n", error.what());
    return 2;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "pli-samples: %s\n", error.what());
    return 1;
  }
  return 0;
}
