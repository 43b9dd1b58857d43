#include "stages/withhold.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <numeric>
#include <random>

using namespace pli;

namespace {

PageSummary page(const std::vector<std::string>& sheets = {}, int input = 0) {
  PageSummary out;
  out.input = input;
  for (const std::string& kind : sheets) out.sheets.push_back({kind, {}, 0, 0});
  return out;
}

std::vector<int> inputs_of(const std::vector<PageSummary>& stack) {
  std::vector<int> out;
  for (const PageSummary& one : stack) out.push_back(one.input);
  return out;
}

/// The pages withheld when they come in that order.
std::vector<int> withheld(const std::vector<PageSummary>& stack, const std::vector<int>& order, bool stream) {
  Withholding holding(inputs_of(stack), stream);
  std::vector<int> out;
  for (const int next : order)
    for (const int told : holding.add(next, stack[static_cast<std::size_t>(next)]))
      if (holding.withheld(told)) out.push_back(told);
  std::sort(out.begin(), out.end());
  return out;
}

std::vector<int> in_order(const std::vector<PageSummary>& stack) {
  std::vector<int> order(stack.size());
  std::iota(order.begin(), order.end(), 0);
  return order;
}

std::vector<PageSummary> random_stack(std::mt19937& random) {
  static const std::vector<std::vector<std::string>> shows = {{}, {}, {}, {"UNOPENED"}, {"DOCUMENT"}, {"ANNEX"}, {"ENVELOPE"}, {"BATCH"}, {"RETURNED"}, {"DOCUMENT", "UNOPENED"}};
  std::vector<PageSummary> stack;
  int input = 0;
  for (int i = 0; i < 14; ++i) {
    input += random() % 5 == 0 ? 1 : 0;
    stack.push_back(page(shows[random() % shows.size()], input));
    stack.back().blank = stack.back().sheets.empty() && random() % 4 == 0;
  }
  return stack;
}

}  // namespace

TEST_CASE("pages behind an unopened sheet are withheld until the next pli") {
  const std::vector<PageSummary> stack = {page(), page({"UNOPENED"}), page(), page(), page({"DOCUMENT"}), page()};
  CHECK(withheld(stack, in_order(stack), false) == std::vector<int>{2, 3});
}

TEST_CASE("an unopened sheet speaks for the next file only when the files are one stack") {
  const std::vector<PageSummary> stack = {page(), page({"UNOPENED"}), page({}, 1), page({}, 1)};
  CHECK(withheld(stack, in_order(stack), true) == std::vector<int>{2, 3});
  CHECK(withheld(stack, in_order(stack), false).empty());
}

TEST_CASE("a page is judged only when all before it were looked at") {
  const std::vector<PageSummary> stack = {page(), page(), page(), page({}, 1)};
  Withholding holding(inputs_of(stack), false);
  CHECK(holding.free(0));
  CHECK(holding.free(3));  // of another file
  CHECK_FALSE(holding.free(1));
  CHECK(holding.add(2, stack[2]).empty());
  CHECK(holding.add(1, stack[1]).empty());
  CHECK(holding.add(0, page({"UNOPENED"})) == std::vector<int>{0, 1, 2});
  CHECK(holding.withheld(2));
  CHECK(holding.add(3, stack[3]) == std::vector<int>{3});
  CHECK_FALSE(holding.withheld(3));
}

TEST_CASE("behind an unopened sheet no page is free to be read before it was looked at") {
  Withholding holding({0, 0, 0, 0}, false);
  holding.add(0, page({"UNOPENED"}));
  CHECK_FALSE(holding.free(1));
  holding.add(1, page());
  CHECK_FALSE(holding.free(2));
  holding.add(2, page({"DOCUMENT"}));
  CHECK(holding.free(3));
}

TEST_CASE("what is withheld is what the separated stack says is unopened, in whatever order its pages come") {
  std::mt19937 random(7);
  int some = 0;
  for (int round = 0; round < 400; ++round) {
    const auto stack = random_stack(random);
    const bool stream = round % 2 == 0;
    std::vector<int> expected;
    for (const PlannedDocument& document : separate(stack, {stream}).documents)
      if (std::find(document.flags.begin(), document.flags.end(), "unopened") != document.flags.end())
        for (const PlannedPage& one : document.pages)
          if (!one.blank) expected.push_back(one.page);
    std::sort(expected.begin(), expected.end());
    auto order = in_order(stack);
    std::shuffle(order.begin(), order.end(), random);
    auto got = withheld(stack, order, stream);
    std::erase_if(got, [&](int one) { return stack[static_cast<std::size_t>(one)].blank; });  // nothing is read of these anyway
    CHECK(got == expected);
    some += expected.empty() ? 0 : 1;
  }
  CHECK(some > 100);
}
