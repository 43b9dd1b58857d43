// Pages of letters: what may stand where, and what stays together.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "pipeline/code.h"
#include "pipeline/errors.h"
#include "stages/engines/podofo_letters.h"
#include "stages/engines/zxing.h"
#include "tests/support/letters.h"
#include "tests/support/raster.h"

using namespace pli;
using namespace pli::test;
using namespace pli::testing;

namespace {

constexpr double dpi = 150;

/// Dark pixels of a part of the page, mm.
int ink(const Image& page, const SheetBox& box) {
  int dark = 0;
  for (int y = static_cast<int>(box.top / 25.4 * dpi); y < std::min(page.height, static_cast<int>(box.bottom / 25.4 * dpi)); ++y)
    for (int x = static_cast<int>(box.left / 25.4 * dpi); x < std::min(page.width, static_cast<int>(box.right / 25.4 * dpi)); ++x) dark += page.view().row(y)[x] < 200;
  return dark;
}

/// A letter whose head and address are as large as they may be.
LetterRow widest_row(const LetterDesk& desk) {
  LetterRow row = desk.row();
  row.recipient_name = "MMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMM";
  row.recipient_lines = {"WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW", "MMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMM", "WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW", "1234 RUE WWWWWWWWWWWWWWWWWWWWWWWWWWWWW", "49890 RIVEMONT"};
  row.subject = "Une ligne d'objet très longue, qui parle de beaucoup de choses à la fois, de la voirie, des trottoirs, des arbres et des bancs du square";
  return row;
}

/// Lines of text of a page's body, by their height, without head and foot.
std::map<int, std::string> body_lines(const LaidPage& page, double top) {
  std::map<int, std::string> lines;
  for (const TextRun& run : page.text)
    if (run.y > top && run.y < 266 && run.face != TypeFace::address)
      for (char32_t c : run.text) lines[static_cast<int>(std::lround(run.y * 10))] += c < 0x80 ? static_cast<char>(c) : '?';
  return lines;
}

}  // namespace

TEST_CASE("for every envelope the address stands where the window surely shows it, and nothing else where it ever could") {
  LetterDesk desk;
  for (const Envelope& envelope : desk.stationery.envelopes.all) {
    const std::string pdf = desk.pdf(desk.full_letter(envelope.name), widest_row(desk));
    const Image page = rasterised(pdf, 0, dpi);
    const SheetBox sure = envelope.guaranteed(), ever = envelope.exposed();
    INFO(envelope.name);
    CHECK(ink(page, sure) > 2000);
    CHECK(ink(page, ever) == ink(page, sure));
    int address_words = 0;
    for (const SeenWord& word : page_words(pdf, 0, 25.4)) {
      const bool address = word.text.find("WWWW") != std::string::npos || word.text.find("MMMM") != std::string::npos;
      if (!address) continue;
      ++address_words;
      CHECK(sure.holds({word.x, word.y + 0.5, word.x + word.width, word.y + word.height - 0.5}));
    }
    CHECK(address_words == 5);
  }
}

TEST_CASE("seven lines of a foreign address stand in the lowest window too") {
  LetterDesk desk;
  LetterRow row = widest_row(desk);
  row.recipient_lines[4] = "1200 LISBOA", row.recipient_lines.push_back("PORTUGAL");
  const Image page = rasterised(desk.pdf(desk.full_letter("C65-35"), row), 0, dpi);
  const Envelope& envelope = *desk.stationery.envelopes.find("C65-35");
  CHECK(ink(page, envelope.exposed()) == ink(page, envelope.guaranteed()));
}

TEST_CASE("every page has its code twice, large enough, in white, clear of folds and edges, and it reads back") {
  LetterDesk desk;
  LetterRow row = desk.row();
  row.values["texte"] = long_text(12);
  for (const Envelope& envelope : desk.stationery.envelopes.all) {
    INFO(envelope.name);
    const Composer composer(desk.full_letter(envelope.name), desk.stationery, desk.services);
    const LaidLetter letter = composer.compose(row, desk.facts());
    REQUIRE(letter.pages.size() >= 2);
    const std::string pdf = LetterPrinter("Essai", "2026-11-20").letter_pdf(letter);
    for (std::size_t i = 0; i < letter.pages.size(); ++i) {
      const auto found = read_qr(rasterised(pdf, static_cast<int>(i), 200), Threshold::local, 4);
      REQUIRE(found.size() == 2);
      for (const Symbol& symbol : found) {
        const auto code = parse_letter_code(symbol.barcode.text);
        REQUIRE(code.has_value());
        CHECK(code->page == static_cast<int>(i) + 1);
        CHECK(code->pages == static_cast<int>(letter.pages.size()));
        CHECK(code->dossier == "2026-000123-H");
        CHECK(tag_is_right(*code, desk.facts().site_key));
      }
      for (const PlacedCode& code : letter.pages[i].codes) {
        const double quiet = 4 * code.module, side = letter.pages[i].code.width * code.module;
        CHECK(code.module >= 0.5);
        CHECK(code.x - quiet >= 5);
        CHECK(code.x + side + quiet <= 205);
        CHECK_FALSE(envelope.exposed().meets({code.x - quiet, code.y - quiet, code.x + side + quiet, code.y + side + quiet}));
        for (double fold : envelope.folds) CHECK((fold < code.y - 4 || fold > code.y + side + 4));
        const Image seen = rasterised(pdf, static_cast<int>(i), dpi);
        CHECK(ink(seen, {code.x - quiet, code.y - quiet, code.x + side + quiet, code.y - 0.3}) == 0);
        CHECK(ink(seen, {code.x + side + 0.3, code.y - quiet, code.x + side + quiet, code.y + side + quiet}) == 0);
      }
    }
  }
}

TEST_CASE("a place of codes that the window could show or a fold could cross is refused") {
  LetterDesk desk;
  for (Envelope& envelope : desk.stationery.envelopes.all)
    if (envelope.name == "DL-45") envelope.window.top = 12, envelope.window.bottom = 60;
  CHECK_THROWS_AS(Composer(desk.letter("Bonjour.", "codes = [\"top-right\"]\n"), desk.stationery, desk.services), UsageError);
  CHECK_NOTHROW(Composer(desk.letter("Bonjour.", "codes = [\"bottom-left\"]\n"), desk.stationery, desk.services));
  for (Envelope& envelope : desk.stationery.envelopes.all)
    if (envelope.name == "DL-45") envelope.folds = {99, 270};
  CHECK_THROWS_AS(Composer(desk.letter("Bonjour.", "codes = [\"bottom-left\"]\n"), desk.stationery, desk.services), UsageError);
}

TEST_CASE("no page begins or ends with a single line of a paragraph, a heading stays with its text, the signature with two lines") {
  LetterDesk desk;
  const Composer composer(desk.letter("{{texte}}\n\n## Un titre\n\n{{texte}}\n\nJe vous prie d'agréer mes salutations.\n", "[[variable]]\nname = \"texte\"\ntype = \"paragraphs\"\nhelp = \"x\"\nexample = [\"x\"]\n"), desk.stationery, desk.services);
  for (int paragraphs = 1; paragraphs <= 14; ++paragraphs) {
    LetterRow row = desk.row();
    row.values = {{"texte", long_text(paragraphs)}};
    const LaidLetter letter = composer.compose(row, desk.facts());
    for (std::size_t i = 0; i < letter.pages.size(); ++i) {
      const auto lines = body_lines(letter.pages[i], i == 0 ? 108 : 36);
      REQUIRE(lines.size() >= 2);
      std::vector<std::string> text;
      for (const auto& [y, line] : lines) text.push_back(line);
      INFO(paragraphs << " page " << i << ": " << text.front() << " | " << text.back());
      // A paragraph of the example has three or four lines and begins with its number.
      const auto begins = [](const std::string& line) { return line.starts_with("Paragraphe"); };
      if (i > 0) CHECK((begins(text[0]) || text[0].starts_with("Un titre") || !begins(text[1])));
      if (i + 1 < letter.pages.size()) {
        CHECK_FALSE(begins(text.back()));
        CHECK_FALSE(text.back().starts_with("Un titre"));
      }
      const auto signature = std::find_if(text.begin(), text.end(), [](const std::string& line) { return line.starts_with("Pour le maire"); });
      if (signature != text.end()) CHECK(signature - text.begin() >= 2);
    }
  }
}

TEST_CASE("a table's rows stay whole and its head stands on every page") {
  LetterDesk desk;
  LetterRow row = desk.row();
  row.values["lignes"] = Json::array();
  for (int i = 0; i < 60; ++i) row.values["lignes"].push_back({{"acte", "Copie intégrale d'un acte de l'état civil, avec toutes ses mentions en marge et une apostille si elle est demandée, numéro " + std::to_string(i)}, {"nombre", "1"}, {"prix", "0 €"}});
  const Composer composer(desk.full_letter(), desk.stationery, desk.services);
  const std::string pdf = LetterPrinter("Essai", "2026-11-20").letter_pdf(composer.compose(row, desk.facts()));
  int with_rows = 0, seen = 0;
  for (int page = 0; page < page_count(pdf); ++page) {
    const std::string text = page_text(pdf, page);
    std::size_t rows = 0;
    for (std::size_t at = 0; (at = text.find("Copie intégrale", at)) != std::string::npos; ++at) ++rows;
    std::size_t ends = 0;
    for (std::size_t at = 0; (at = text.find("numéro ", at)) != std::string::npos; ++at) ++ends;
    CHECK(rows == ends);
    if (rows > 0) {
      ++with_rows;
      CHECK(text.find("Nombre") != std::string::npos);
    }
    seen += static_cast<int>(rows);
  }
  CHECK(with_rows >= 2);
  CHECK(seen == 60);
}

TEST_CASE("a letter longer than a hundred pages is refused") {
  LetterDesk desk;
  LetterRow row = desk.row();
  std::string endless;
  for (int i = 0; i < 5000; ++i) endless += "Une ligne.\n\n";
  row.values["texte"] = endless;
  const Composer composer(desk.full_letter(), desk.stationery, desk.services);
  const auto problems = composer.check(row, "2026-11-20");
  REQUIRE(problems.size() == 1);
  CHECK(problems[0].code == "letter-too-long");
}
