#include "stages/find_stamp.h"

#include <doctest/doctest.h>

#include "pipeline/text.h"

using namespace pli;

namespace {

// Words of 20 pixels a letter; "   " between words is a wide gap.
Line line_at(int y, const std::string& text) {
  Line line{{}, y + 30, {}};
  int x = 100;
  for (const std::string& word : split(text, ' ')) {
    const int width = 20 * static_cast<int>(word.size());
    if (!word.empty()) line.words.push_back({word, {x, y, width, 30}, 0.95});
    x += word.empty() ? 60 : width + 12;
  }
  for (const Word& word : line.words) line.box = united(line.box, word.box);
  return line;
}

PageText page_of(const std::vector<std::string>& lines) {
  Block block;
  int y = 100;
  for (const std::string& text : lines) {
    block.lines.push_back(line_at(y, text));
    block.box = united(block.box, block.lines.back().box);
    y += 45;
  }
  return {{block}};
}

std::string after(std::vector<std::string> lines) {
  PageText page = page_of(lines);
  set_stamp_apart(page);
  return page.plain();
}

}  // namespace

TEST_CASE("a stamp that OCR ran into the sender's block is set apart, with the pieces of its date") {
  PageText page = page_of({"Jeanne Exemple    20", "4 rue Haute    REÇU LE 12 JAN.", "49980 Ville-Exemple"});
  set_stamp_apart(page);
  CHECK(page.plain() == "Jeanne Exemple\n4 rue Haute\n49980 Ville-Exemple\n");
  REQUIRE(page.blocks.size() == 2);
  CHECK(page.blocks.back().stamp);
  CHECK(page.blocks.back().lines.size() == 2);
}

TEST_CASE("a stamp on a line of its own is set apart, misread or not") {
  CHECK(after({"Madame, Monsieur,", "RECU LE 04 MAI 2024"}) == "Madame, Monsieur,\n");
  CHECK(after({"6 avenue Haute    [cou Le 04 mai 2026"}) == "6 avenue Haute\n");
}

TEST_CASE("a sentence that says when something was received stays") {
  for (const std::string sentence : {"votre courrier reçu le 12 janvier 2026", "reçu le 12 janvier 2026.", "que j'ai Reçu le 12 mars", "ARRIVÉ LE PREMIER"})
    CHECK(after({sentence}) == sentence + "\n");
}

TEST_CASE("the letter's own date, a postcode and a telephone beside the stamp stay") {
  CHECK(after({"3 décembre 2025    REÇU LE 04 DEC 2025", "12/03/2026", "49980 Ville", "02 41 55 18 72"}) == "3 décembre 2025\n12/03/2026\n49980 Ville\n02 41 55 18 72\n");
}

TEST_CASE("without a stamp figures at the end of a line stay") { CHECK(after({"Facture    20", "MAI"}) == "Facture 20\nMAI\n"); }
