#include "stages/read_text.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "pipeline/errors.h"
#include "stages/engines/tesseract.h"
#include "stages/tidy_text.h"
#include "tests/support/typeset.h"

using namespace pli;
using namespace pli::testing;

namespace {

TextReader& reader() {
  static TextReader one;
  return one;
}

const Word* find_word(const PageText& text, const std::string& wanted) {
  for (const Block& block : text.blocks)
    for (const Line& line : block.lines)
      for (const Word& word : line.words)
        if (word.text == wanted) return &word;
  return nullptr;
}

bool in_order(std::string text, const std::vector<std::string>& parts) {
  std::replace(text.begin(), text.end(), '\n', ' ');
  std::size_t at = 0;
  for (const std::string& part : parts) {
    at = text.find(part, at);
    if (at == std::string::npos) return false;
  }
  return true;
}

}  // namespace

TEST_CASE("a letter is read in order, accents and all, with boxes on its ink") {
  const Image page = scanned(letter_page(), 1);
  const ReadText out = reader().read(page);
  CHECK(out.legibility == Legibility::good);
  CHECK(out.doubts.empty());
  CHECK(out.confidence > 0.85);
  CHECK(in_order(out.text.plain(), {"Camille Rousselet", "12 rue des Tanneurs", "Mairie de Port-Evrault", "1 place de la République", "Objet : demande de plan du cadastre",
                                    "Madame, Monsieur,", "AB 214", "15 septembre 2026", "relevé du géomètre", "salutations distinguées."}));
  const Word* word = find_word(out.text, "cadastre");
  REQUIRE(word != nullptr);
  // The subject stands at 22 mm and 95 mm: boxes are in pixels of the page, whatever it was read at.
  CHECK(word->box.y > 95 * 300 / 25.4);
  CHECK(word->box.bottom() < 104 * 300 / 25.4);
  CHECK(word->box.x > 60 * 300 / 25.4);
  CHECK(word->box.width > 100);
  CHECK(word->confidence > 0.8);
  CHECK(word->confidence <= 1);
  for (const Block& block : out.text.blocks)
    for (const Line& line : block.lines) {
      CHECK(line.baseline > line.box.y);
      CHECK(line.baseline <= line.box.bottom());
    }
}

TEST_CASE("the same page gives the same words every time") {
  Typeset sheet;
  sheet.text(30, 60, 150, "Copie de la délibération du conseil municipal du 4 mars", 12);
  const Image page = sheet.page();
  CHECK(reader().read(page).text.plain() == reader().read(page).text.plain());
}

TEST_CASE("one short line on an empty page is read and is not illegible") {
  Typeset sheet;
  sheet.text(30, 30, 150, "Lu et approuvé", 12);
  const ReadText out = reader().read(scanned(sheet.page(), 2));
  CHECK(out.text.plain() == "Lu et approuvé\n");
  CHECK(out.legibility == Legibility::good);
}

TEST_CASE("handwriting is not taken for text") {
  Typeset sheet;
  scribble(sheet, 7);
  const ReadText out = reader().read(scanned(sheet.page(), 3));
  CHECK(out.legibility != Legibility::good);
  CHECK(out.doubts == std::vector<std::string>{"legibility-low"});
}

TEST_CASE("a letter in Cyrillic is not fed to anyone as French") {
  Typeset sheet;
  sheet.text(22, 30, 165,
             "Уважаемые господа, прошу вас рассмотреть моё заявление о предоставлении места в детском саду для моего сына. Мы переехали в город в сентябре "
             "прошлого года и живём на улице Садовой. Моя жена работает в больнице. Заранее благодарю вас за ответ.",
             12);
  const ReadText out = reader().read(sheet.page());
  CHECK(out.legibility != Legibility::good);
  CHECK(out.doubts == std::vector<std::string>{"foreign-language"});
}

TEST_CASE("a letter printed in English is said to be in another language, not to be hard to read") {
  Typeset sheet;
  sheet.text(22, 30, 165, "Dear Sir or Madam, we moved to your town in June and would like to ask whether our daughter may join the school of the old harbour in September.", 12);
  const ReadText out = reader().read(sheet.page());
  CHECK(out.legibility == Legibility::low);
  CHECK(out.doubts == std::vector<std::string>{"foreign-language"});
}

TEST_CASE("of an envelope the address alone is read; a letter has none to read") {
  Typeset sheet(300, 220, 110);
  sheet.text(15, 10, 70, "Exp. : Étude Sorbier\n3 quai des Mariniers\n49890 Rivemont", 9);
  sheet.text(110, 55, 80, "Monsieur le Maire\n1 place de la République\n49890 Rivemont", 12);
  const ReadText out = reader().read_address(scanned(sheet.page(), 5));
  CHECK(in_order(out.text.plain(), {"Monsieur le Maire", "1 place de la République", "49890 Rivemont"}));
  CHECK(out.text.plain().find("Sorbier") == std::string::npos);
  const Word* word = find_word(out.text, "Maire");
  REQUIRE(word != nullptr);
  CHECK(word->box.x > 110 * 300 / 25.4);
  CHECK(word->box.y > 54 * 300 / 25.4);
  Typeset letter;
  letter.text(20, 40, 170, letter_body, 11);
  CHECK(reader().read_address(letter.page()).text.empty());
}

TEST_CASE("blank paper has no words") {
  const ReadText out = reader().read(scanned(Typeset(150, 148, 105).page(), 4));
  CHECK(out.text.empty());
  CHECK(out.legibility == Legibility::none);
  CHECK(out.doubts.empty());
}

TEST_CASE("language data that is not installed stops the run with its name") {
  try {
    TextReader none({.language = "xxq"});
    FAIL("xxq was found");
  } catch (const Fatal& error) {
    CHECK(error.code() == "language-missing");
    CHECK(error.args() == MessageArgs{{"language", "xxq"}});
  }
  CHECK_THROWS_AS(TextReader({.language = "../fra"}), Fatal);
}

TEST_CASE("the software that read is named") {
  CHECK(tesseract_version().starts_with("5."));
  CHECK(language_data_digest("fra").size() == 64);
  CHECK(language_data_digest("fra") == language_data_digest("fra"));
}

TEST_CASE("what stands above in the same column is read first, columns keep their order") {
  const auto block = [](Box box) { return Block{box, {{box, box.bottom(), {{"b" + std::to_string(box.x) + "-" + std::to_string(box.y), box, 0.9}}}}}; };
  PageText text;
  text.blocks = {block({100, 160, 500, 150}), block({100, 100, 400, 40}), block({800, 100, 300, 200})};
  order_blocks(text);
  REQUIRE(text.blocks.size() == 3);
  CHECK(text.blocks[0].box.y == 100);
  CHECK(text.blocks[0].box.x == 100);
  CHECK(text.blocks[1].box.y == 160);
  CHECK(text.blocks[2].box.x == 800);
}

TEST_CASE("totals at the right are read before the note below them at the left, but a sidebar is read as a column") {
  const auto block = [](const char* word, Box box) { return Block{box, {{{box.x, box.y, box.width, 30}, box.y + 30, {{word, box, 0.9}}}, {{box.x, box.bottom() - 30, box.width, 30}, box.bottom(), {{"end", box, 0.9}}}}}; };
  PageText totals;
  totals.blocks = {block("note", {100, 600, 900, 80}), block("totals", {1400, 300, 400, 200})};
  order_blocks(totals);
  CHECK(totals.blocks[0].lines[0].words[0].text == "totals");
  PageText sidebar;
  sidebar.blocks = {block("beside", {100, 300, 300, 200}), block("under", {100, 900, 300, 200}), block("first", {600, 300, 1200, 500}), block("second", {600, 850, 1200, 500})};
  order_blocks(sidebar);
  std::string order;
  for (const Block& one : sidebar.blocks) order += one.lines[0].words[0].text + ' ';
  CHECK(order == "beside under first second ");
}

TEST_CASE("square metres are mended after a figure only") {
  const Box box{0, 0, 10, 10};
  PageText text;
  text.blocks = {{box, {{box, 9, {{"38", box, 0.9}, {"m?.", box, 0.9}, {"m?", box, 0.9}, {"7", box, 0.9}, {"m", box, 0.9}, {"12", box, 0.9}, {"m°?", box, 0.9}}}}}};
  mend_units(text);
  CHECK(text.plain() == "38 m². m? 7 m 12 m²\n");
}
