#include <CLI/CLI.hpp>

#include "tests/soak/soaks.h"
#include "tests/support/paths.h"

int main(int argc, char** argv) {
  using namespace pli::soak;
  CLI::App app("long trials with faults and hostile files");
  app.require_subcommand(1);
  int kills = 200;
  std::uint32_t seed = 1;
  CLI::App& kill = *app.add_subcommand("kill", "kills at random moments");
  kill.add_option("--kills", kills);
  kill.add_option("--seed", seed);
  MutateOptions options;
  options.samples = pli::test::source_folder() / "samples" / "demo";
  CLI::App& mutate = *app.add_subcommand("mutate", "altered files through pli in");
  mutate.add_option("--files", options.files);
  mutate.add_option("--batch", options.batch);
  mutate.add_option("--seed", options.seed);
  mutate.add_option("--samples", options.samples);
  mutate.add_option("--memory", options.memory_mib);
  bool by_hand = false, list = false;
  CLI::App& fortnight = *app.add_subcommand("fortnight", "ten nights of mail and the mornings after");
  fortnight.add_option("--seed", seed);
  fortnight.add_flag("--by-hand", by_hand, "the clerk corrects document by document");
  fortnight.add_flag("--list", list, "each command that was typed");
  CLI11_PARSE(app, argc, argv);
  if (fortnight.parsed()) return fortnight_soak(seed, by_hand, list);
  return kill.parsed() ? kill_soak(kills, seed) : mutate_soak(options);
}
