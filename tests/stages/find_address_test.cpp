#include "stages/find_address.h"

#include <doctest/doctest.h>

using namespace pli;

namespace {

constexpr double dpi = 254;  // ten pixels a millimetre

/// Lines of print 4 mm high, 6 mm apart; `shift` moves each line to the right of the one above it. Millimetres.
Block block(int x, int y, int width, int lines, int shift = 0) {
  Block out;
  for (int i = 0; i < lines; ++i) {
    out.lines.push_back({{10 * (x + i * shift), 10 * (y + 6 * i), 10 * width, 40}, 0, {}});
    out.box = united(out.box, out.lines.back().box);
  }
  return out;
}

std::optional<Box> found(const std::vector<Block>& layout) { return find_address(layout, dpi); }

PageText read(const std::vector<std::vector<std::string>>& lines, bool stamp = false) {
  Block out{{}, {}, stamp};
  for (const auto& words : lines) {
    out.lines.emplace_back();
    for (const std::string& word : words) out.lines.back().words.push_back({word, {}, 1});
  }
  return {{out}};
}

const Block sender = block(15, 20, 50, 3), addressee = block(110, 60, 60, 4);

}  // namespace

TEST_CASE("of the blocks of an envelope the addressee is the one lowest and most to the right") {
  CHECK(found({sender, addressee}) == addressee.box);
  CHECK(found({addressee, sender}) == addressee.box);
  CHECK(found({sender}) == sender.box);
}

TEST_CASE("what is not shaped like an address is not taken for one, wherever it stands") {
  CHECK(found({addressee, block(20, 150, 160, 5)}) == addressee.box);      // the lines of a letter
  CHECK(found({addressee, block(120, 150, 60, 14)}) == addressee.box);     // a column of text
  CHECK(found({addressee, block(120, 150, 60, 1)}) == addressee.box);      // a notice
  CHECK(found({addressee, block(110, 150, 40, 4, 6)}) == addressee.box);   // a slanted stamp
  CHECK_FALSE(found({block(20, 60, 170, 20), block(20, 200, 170, 8)}));
  CHECK_FALSE(found({}));
}

TEST_CASE("an address has a line with a postcode, and an arrival stamp is none") {
  CHECK(is_address(read({{"MAIRIE"}, {"75011", "PARIS"}})));
  CHECK_FALSE(is_address(read({{"Lettre", "intime"}, {"750", "PARIS"}, {"75011"}, {"7501A", "PARIS"}})));
  CHECK_FALSE(is_address(read({{"75011", "PARIS"}}, true)));
  CHECK_FALSE(is_address({}));
}
