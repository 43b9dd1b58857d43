// Two nights and their mornings with all that goes wrong; bin/soak fortnight lives through ten.
#include <doctest/doctest.h>

#include "tests/support/fortnight.h"

using namespace pli::test;

TEST_CASE("mail that comes glued, torn, badly scanned and under a wrong sheet, a kill, a full disk and systems that take things away: every letter ends where it belongs, once") {
  FortnightPlan plan;
  plan.nights = 2, plan.letters = 12;
  plan.wrong = {1, 1, 1, 1};
  plan.killed = {1}, plan.killed_and_left = {};
  plan.full = 0, plan.disk = FullDisk::fault_hook;
  plan.judged_again = 1;
  const FortnightCount count = live_through(plan);
  for (const std::string& trouble : count.troubles) FAIL_CHECK(trouble);
  CHECK(count.letters == 24);
  CHECK(count.full_disks == 1);
  CHECK(count.superseded >= 6);  // two parted, four torn halves, two scanned anew, less what was taken for one
  CHECK(count.handed_over == count.documents);
  CHECK(count.typed.size() <= 16);
}
