#include "stages/unopened.h"

#include <doctest/doctest.h>

using namespace pli;

namespace {

Block block(int x, int y, const std::vector<std::vector<std::string>>& lines, bool stamp = false) {
  Block b{{x, y, 400, 100}, {}, stamp};
  for (const auto& words : lines) {
    Line line;
    for (const std::string& word : words) line.words.push_back({word, {}, 1});
    b.lines.push_back(line);
  }
  return b;
}

std::string kept(const std::vector<Block>& blocks) {
  PageFacts page;
  page.text.blocks = blocks;
  keep_address_only(page);
  return page.text.plain();
}

const Block sender = block(100, 100, {{"SENDER"}, {"59000", "LILLE"}});
const Block addressee = block(1200, 900, {{"MAIRIE"}, {"75011", "PARIS"}});

}  // namespace

TEST_CASE("of an unopened envelope the addressee is kept and nothing else") {
  CHECK(kept({sender, addressee, block(2000, 2000, {{"URGENT", "testament"}})}) == "MAIRIE\n75011 PARIS\n");
  CHECK(kept({addressee, sender}) == "MAIRIE\n75011 PARIS\n");
}

TEST_CASE("an arrival stamp with the town's postcode is not the address") {
  CHECK(kept({addressee, block(2000, 2000, {{"75011", "PARIS"}, {"ARRIVE"}}, true)}) == "MAIRIE\n75011 PARIS\n");
  CHECK(kept({block(2000, 2000, {{"75011", "PARIS"}}, true)}) == "");
}

TEST_CASE("where no address is read nothing is kept") {
  CHECK(kept({block(0, 0, {{"Lettre", "intime"}}), block(0, 0, {{"750", "PARIS"}}), block(0, 0, {{"75011"}}), block(0, 0, {{"7501A", "PARIS"}})}) == "");
  CHECK(kept({}) == "");
}
