#include <cstdio>

#include "tests/soak/soaks.h"
#include "tests/support/kills.h"

namespace pli::soak {

int kill_soak(int kills, std::uint32_t seed) {
  const test::KillCount count = test::kill_at_random(kills, seed, [&](const test::KillCount& so_far) {
    if (so_far.batches % 10 == 0) std::fprintf(stderr, "%d of %d kills in %d batches\n", so_far.all(), kills, so_far.batches);
  });
  std::printf("kills %d: %d workers, %d inbound parents, %d outbound; %d batches, %d runs over before their moment; %zu differences\n", count.all(), count.workers, count.inbound, count.outbound,
              count.batches, count.finished_first, count.differences.size());
  for (const std::string& difference : count.differences) std::printf("%s\n", difference.c_str());
  return count.differences.empty() && count.all() >= kills ? 0 : 1;
}

}  // namespace pli::soak
