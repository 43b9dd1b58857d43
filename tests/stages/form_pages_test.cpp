// Forms of ours as they are laid out and printed.
#include <doctest/doctest.h>

#include <cmath>

#include "pipeline/code.h"
#include "pipeline/errors.h"
#include "pipeline/files.h"
#include "stages/engines/podofo_letters.h"
#include "stages/form_marks.h"
#include "stages/read_barcodes.h"
#include "stages/read_form.h"
#include "templates/envelopes.h"
#include "tests/support/form_page.h"
#include "tests/support/paths.h"
#include "tests/support/preflight.h"
#include "tests/support/run.h"

using namespace pli;
using namespace pli::test;

namespace {

const std::vector<std::string> shipped = {"aide-sociale", "autorisation", "coupon-reponse", "inscription-scolaire", "reservation-salle", "signalement-voirie"};

/// All squares that are ticked, with their page.
std::vector<std::pair<int, BoxMm>> tick_boxes(const FormLayout& form) {
  std::vector<std::pair<int, BoxMm>> boxes;
  for (const FormField& field : form.fields) {
    if (field.type == "checkbox") boxes.emplace_back(field.page, field.box);
    for (const FormOption& option : field.options) boxes.emplace_back(field.page, option.box);
  }
  return boxes;
}

}  // namespace

TEST_CASE("each shipped form is laid out on one page, one of them on two, its zones inside the sheet and apart from one another") {
  int two = 0;
  for (const std::string& name : shipped) {
    const FormLayout form = form_layout(name);
    two += form.pages == 2 ? 1 : 0;
    CHECK(form.pages <= 2);
    CHECK(form.marks.size() == 4);
    std::vector<std::pair<int, BoxMm>> zones = tick_boxes(form);
    for (const FormField& field : form.fields)
      if (field.options.empty() && field.type != "checkbox") zones.emplace_back(field.page, field.box);
    for (std::size_t i = 0; i < zones.size(); ++i) {
      const BoxMm& box = zones[i].second;
      CHECK_MESSAGE((box.x >= 20 && box.right() <= 195 && box.y >= 30 && box.bottom() <= 265), name);
      for (std::size_t k = 0; k < i; ++k) {
        const BoxMm& other = zones[k].second;
        const bool apart = zones[k].first != zones[i].first || box.x >= other.right() + 2 || other.x >= box.right() + 2 || box.y >= other.bottom() + 2 || other.y >= box.bottom() + 2;
        CHECK_MESSAGE(apart, name << ' ' << i << ' ' << k);
      }
    }
  }
  CHECK(two == 1);
}

TEST_CASE("nothing is printed within two millimetres of a box, and nothing but the address where the window could show it") {
  const Envelopes envelopes = load_envelopes(source_folder() / "templates/envelopes.toml");
  for (const std::string& name : shipped) {
    const LaidLetter letter = laid_form(name);
    const FormLayout form = form_layout(name);
    const SheetBox window = envelopes.find("DL-45")->exposed();
    for (const TextRun& run : letter.pages[0].text) CHECK_MESSAGE((run.face == TypeFace::address || run.y < window.top || run.y - 3 > window.bottom || run.x + 1 < window.left - 30), name);
    for (const auto& [page, box] : tick_boxes(form))
      for (const TextRun& run : letter.pages[static_cast<std::size_t>(page) - 1].text) {
        const bool clear = run.x >= box.right() + 2 || run.y <= box.y - 2 || run.y - run.size * 0.352 * 0.72 >= box.bottom() + 1.9 || run.x < box.x - 30;
        CHECK_MESSAGE(clear, name << ' ' << run.x << ' ' << run.y);
      }
  }
}

TEST_CASE("what a row says moves no zone") {
  const LaidLetter plain = laid_form("aide-sociale"), answered = laid_form("aide-sociale", {{"naissance", "1971-04-12"}, {"situation", "couple"}, {"ressources", {"rsa", "aah"}}, {"urgence", true}, {"revenu", "1234.50"}});
  REQUIRE(plain.pages.size() == answered.pages.size());
  for (std::size_t page = 0; page < plain.pages.size(); ++page) {
    REQUIRE(plain.pages[page].boxes.size() == answered.pages[page].boxes.size());
    for (std::size_t i = 0; i < plain.pages[page].boxes.size(); ++i) CHECK((plain.pages[page].boxes[i].x == answered.pages[page].boxes[i].x && plain.pages[page].boxes[i].y == answered.pages[page].boxes[i].y));
    CHECK(answered.pages[page].text.size() == plain.pages[page].text.size() + 8 + 6 + 4);
  }
}

TEST_CASE("an answer that a question doesn't have, or that its cells don't hold, is no form") {
  CHECK_THROWS_AS(laid_form("aide-sociale", {{"situation", "roi"}}), ItemError);
  CHECK_THROWS_AS(laid_form("aide-sociale", {{"personnes", "123"}}), ItemError);
  CHECK_NOTHROW(laid_form("aide-sociale", {{"personnes", "12"}}));
}

TEST_CASE("every page bears its code twice with the form and its version, and both are read from the paper") {
  const LaidLetter letter = laid_form("inscription-scolaire", Json::object(), "2026-000003-V");
  REQUIRE(letter.pages.size() == 2);
  for (int page = 1; page <= 2; ++page) {
    const FormCode code = form_code_of(read_barcodes(printed_form(letter, page, 200)));
    REQUIRE(code.boxes.size() == 2);
    CHECK(code.code.page == page);
    CHECK(code.code.pages == 2);
    CHECK(form_name(code.code.form).id == "inscription-scolaire");
    CHECK(form_name(code.code.form).version == 1);
    CHECK(tag_is_right(code.code, form_key));
  }
}

TEST_CASE("a printed form is PDF/A-1b") {
  if (std::string why; !testing::preflight_there(&why)) {
    MESSAGE(why);
    return;
  }
  const TemporaryFolder folder;
  LetterPrinter printer("Essai", "2026-11-23");
  const LaidLetter letter = laid_form("inscription-scolaire", {{"cantine", {"lundi"}}, {"enfant_nom", "Léa"}});
  write_file(folder / "form.pdf", printer.letter_pdf(letter));
  printer.append(letter, true);
  write_file(folder / "print.pdf", printer.print_run());
  for (const auto& [file, wrong] : testing::preflight({folder / "form.pdf", folder / "print.pdf"}, folder / ".")) CHECK_MESSAGE(wrong.empty(), file << ": " << wrong);
}
