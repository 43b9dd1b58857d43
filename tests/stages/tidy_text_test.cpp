#include "stages/tidy_text.h"

#include <doctest/doctest.h>

using namespace pli;

namespace {

Block one_line(int y, const std::vector<Word>& words) { return {{100, y, 600, 40}, {{{100, y, 600, 40}, y + 32, words}}}; }

/// A page of ten words of print, 36 pixels high.
PageText printed_words() {
  PageText text;
  for (int i = 0; i < 10; ++i) text.blocks.push_back(one_line(100 + 60 * i, {{"imprimé", {100, 100 + 60 * i, 140, 36}, 0.96}}));
  return text;
}

std::string last_after_tidying(const Block& last) {
  PageText text = printed_words();
  text.blocks.push_back(last);
  drop_scrawl(text);
  return text.blocks.size() == 10 ? "" : text.blocks.back().lines.back().text();
}

}  // namespace

TEST_CASE("a signature that was read as a few high unsure letters is no text; a surely read heading and a small unsure word are") {
  CHECK(last_after_tidying(one_line(900, {{"NIV", {300, 900, 430, 150}, 0.3}})) == "");
  CHECK(last_after_tidying(one_line(900, {{"MAIRIE", {300, 900, 430, 90}, 0.95}})) == "MAIRIE");
  CHECK(last_after_tidying(one_line(900, {{"rue", {300, 900, 60, 34}, 0.3}})) == "rue");
  CHECK(last_after_tidying(one_line(900, {{"Respectueusement", {300, 900, 430, 100}, 0.3}})) == "Respectueusement");
}

TEST_CASE("lines of nothing but strokes and dots go; a line with a word, a figure or a euro keeps its strokes") {
  CHECK(last_after_tidying(one_line(900, {{"|", {300, 900, 2, 20}, 0.96}, {".", {310, 910, 7, 7}, 0.6}})) == "");
  CHECK(last_after_tidying(one_line(900, {{"|", {300, 900, 2, 20}, 0.96}, {"12", {310, 900, 30, 30}, 0.9}})) == "| 12");
  CHECK(last_after_tidying(one_line(900, {{"€", {300, 900, 20, 30}, 0.9}})) == "€");
}

TEST_CASE("a fold's flat words go with the unsure words between them; a comma, and words on a fold that were surely read, stay") {
  CHECK(last_after_tidying(one_line(900, {{"pre", {100, 900, 60, 3}, 0.28}, {"ke", {170, 900, 40, 38}, 0.04}, {"Lie", {220, 900, 40, 8}, 0.6}})) == "");
  CHECK(last_after_tidying(one_line(900, {{"HAS", {100, 900, 60, 3}, 0.1}, {"avant", {170, 900, 90, 33}, 0.96}, {"Noël", {270, 900, 90, 33}, 0.4}})) == "avant Noël");
  CHECK(last_after_tidying(one_line(900, {{"avant", {170, 900, 90, 33}, 0.96}, {",", {262, 930, 5, 9}, 0.5}})) == "avant ,");
}

TEST_CASE("a text that spaces one above the other cut in two is put together; columns are not") {
  const auto half = [](int x, int width, const std::vector<std::string>& words) {
    Block block;
    for (const std::string& word : words) {
      const int y = 100 + 60 * static_cast<int>(block.lines.size());
      block.lines.push_back({{x, y, width, 36}, y + 30, {{word, {x, y, width, 36}, 0.96}}});
      block.box = united(block.box, block.lines.back().box);
    }
    return block;
  };
  const auto joined = [&](int gap, const std::vector<std::string>& left, const std::vector<std::string>& right) {
    PageText text;
    text.blocks = {half(100, 400, left), half(500 + gap, 500, right)};
    join_rivers(text);
    return text.plain();
  };
  CHECK(joined(24, {"je", "d'envoyer", "certificat"}, {"vends", "final"}) == "je vends\nd'envoyer final\ncertificat\n");
  CHECK(joined(90, {"je", "d'envoyer"}, {"vends", "final"}) == "je\nd'envoyer\n\nvends\nfinal\n");
}

TEST_CASE("a sum read apart is put behind what it is for; a word far off or on a line of its own is a block, a scrap is nothing") {
  const auto more = [](int x, int y, const std::string& word = "37,86") {
    PageText text = printed_words(), found;
    found.blocks.push_back({{x, y, 90, 36}, {{{x, y, 90, 36}, y + 32, {{word, {x, y, 90, 36}, 0.9}}}}});
    for (Block& block : text.blocks) block.lines[0].box.width = 140;
    add_lines(text, found);
    return text;
  };
  CHECK(more(400, 100).blocks.size() == 10);
  CHECK(more(400, 100).blocks[0].lines[0].text() == "imprimé 37,86");
  CHECK(more(400, 100, "12").blocks[0].lines[0].text() == "imprimé");
  CHECK(more(900, 100, "Mairie").blocks.size() == 11);
  CHECK(more(400, 130, "Mairie").blocks.size() == 11);
  CHECK(more(400, 130, "2026").blocks.size() == 10);  // a piece of a stamp
}

TEST_CASE("a page with little print of its own, and the words of a stamp, keep all") {
  PageText few;
  few.blocks.push_back(one_line(100, {{"NIV", {300, 100, 430, 150}, 0.3}}));
  drop_scrawl(few);
  CHECK(few.blocks.size() == 1);
  Block stamp = one_line(900, {{"LE", {300, 900, 100, 150}, 0.3}});
  stamp.stamp = true;
  CHECK(last_after_tidying(stamp) == "LE");
}
