#include "tests/support/fortnight.h"

#include <algorithm>
#include <cstdio>
#include <map>

#include "tests/soak/soaks.h"

namespace pli::soak {

int fortnight_soak(std::uint32_t seed, bool by_hand, bool list) {
  test::FortnightPlan plan;
  plan.seed = seed, plan.by_hand = by_hand;
  const test::FortnightCount count = test::live_through(plan, [](const std::string& day) { std::fprintf(stderr, "%s\n", day.c_str()); });
  std::printf("%d nights, seed %u: %d letters on %d sheet sides in %d files, %d batches, %d documents at the end\n", plan.nights, seed, count.letters, count.pages, count.files, count.batches, count.documents);
  std::printf("wrong on arrival: %d under another service's sheet, %d glued, %d torn, %d badly scanned; %d waited for a person\n", count.wrong.wrong_service, count.wrong.glued, count.wrong.torn, count.wrong.bad_scans, count.in_review);
  std::printf("nights killed %d, full disks %d; taken while a night ran %d, brought back to be mended %d\n", count.kills, count.full_disks, count.taken_at_night, count.brought_back);
  std::printf("documents in whose place others stand %d, handed over %d\n", count.superseded, count.handed_over);
  std::map<std::string, int> kinds;
  for (const std::string& line : count.typed) {
    const std::size_t end = line.find(' ', 4);
    const bool index = line.find("--csv") != std::string::npos;
    ++kinds[line.substr(4, end == std::string::npos ? end : end - 4) + (index ? " --csv" : "")];
    if (list) std::printf("  %s\n", line.c_str());
  }
  std::printf("commands a clerk typed: %zu, %.1f for 100 letters (", count.typed.size(), count.typed_for_100());
  const char* between = "";
  for (const auto& [kind, times] : kinds) std::printf("%s%s %d", between, kind.c_str(), times), between = ", ";
  std::printf(")\n");
  if (!count.note.empty()) std::printf("left out: %s\n", count.note.c_str());
  for (const std::string& trouble : count.troubles) std::printf("TROUBLE: %s\n", trouble.c_str());
  std::printf("%zu troubles\n", count.troubles.size());
  return count.troubles.empty() ? 0 : 1;
}

}  // namespace pli::soak
