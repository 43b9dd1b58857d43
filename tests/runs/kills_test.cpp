// Kills at random moments, in short; bin/soak kill does two hundred.
#include <doctest/doctest.h>

#include "tests/support/kills.h"

TEST_CASE("twenty processes killed at random moments, workers and parents, inbound and outbound, change no byte of what the next run leaves") {
  const pli::test::KillCount count = pli::test::kill_at_random(20, 2026);
  for (const std::string& difference : count.differences) FAIL_CHECK(difference);
  CHECK(count.all() >= 20);
  CHECK(count.inbound > 0);
  CHECK(count.outbound > 0);
}
