// Readers of what letters are made from: whole checks with the place named, and the shipped data.
#include "templates/letters.h"

#include <doctest/doctest.h>

#include "pipeline/errors.h"
#include "pipeline/files.h"
#include "stages/compose.h"
#include "tests/support/letters.h"
#include "tests/support/paths.h"

using namespace pli;
using namespace pli::test;

namespace {

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

/// What load says against the shipped file with one place changed; "" when it is taken.
template <typename Load>
std::string complaint(const std::string& name, const std::string& from, const std::string& to, Load load) {
  const TemporaryFolder folder;
  for (const char* beside : {"logo.png"}) write_file(folder / beside, read_file(source_folder() / "templates" / beside));
  write_file(folder / name, replaced(read_file(source_folder() / "templates" / name), from, to));
  try {
    load(folder / name);
    return "";
  } catch (const UsageError& error) {
    return error.what();
  }
}

}  // namespace

TEST_CASE("every shipped letter can be composed for every envelope with each of its examples") {
  const Stationery stationery = load_stationery(source_folder() / "templates");
  const Services services = load_services(source_folder() / "templates/services.toml");
  const auto names = letter_template_names(source_folder() / "templates/letters");
  CHECK(names == std::vector<std::string>{"accuse-reception", "facture-electronique", "pieces-manquantes", "refus", "relance", "rendez-vous", "reponse", "transmission"});
  for (const std::string& name : names) {
    LetterTemplate letter = load_letter_template(source_folder() / "templates/letters" / name);
    for (const Envelope& envelope : stationery.envelopes.all) {
      letter.envelope = envelope.name;
      CHECK_NOTHROW(Composer(letter, stationery, services));
    }
  }
}

TEST_CASE("windows show what the published table says they do") {
  const Envelopes envelopes = load_envelopes(source_folder() / "templates/envelopes.toml");
  const auto box = [&](const char* name, bool sure) {
    const SheetBox b = sure ? envelopes.find(name)->guaranteed() : envelopes.find(name)->exposed();
    return std::vector<double>{b.left, b.right, b.top, b.bottom};
  };
  CHECK(box("DL-45", true) == std::vector<double>{100, 190, 45, 79});
  CHECK(box("DL-45", false) == std::vector<double>{90, 200, 34, 90});
  CHECK(box("DL-35", true) == std::vector<double>{100, 190, 55, 79});
  CHECK(box("C65-45", false) == std::vector<double>{90, 209, 34, 94});
  CHECK(box("C65-35", true) == std::vector<double>{109, 190, 59, 79});
  CHECK(box("C5-45", true) == std::vector<double>{109, 190, 57, 88.5});
  CHECK(box("C5-45", false) == std::vector<double>{90, 209, 43.5, 102});
}

TEST_CASE("an envelope that the sheet doesn't fit, or whose window guarantees no address, is refused") {
  CHECK(complaint("envelopes.toml", "height = 110", "height = 98", load_envelopes).find("height") != std::string::npos);
  CHECK(complaint("envelopes.toml", "window_width = 100", "window_width = 80", load_envelopes).find("window") != std::string::npos);
  CHECK(complaint("envelopes.toml", "folds = [99, 198]", "folds = [198, 99]", load_envelopes).find("folds") != std::string::npos);
  CHECK(complaint("envelopes.toml", "weight_g = 5", "weight = 5", load_envelopes).find("unknown key") != std::string::npos);
  CHECK(complaint("envelopes.toml", "weight_g = 5", "weight_g = 6", load_envelopes).empty());
}

TEST_CASE("a town without what a letter needs is refused") {
  CHECK(complaint("town.toml", "place = ", "plaice = ", load_town).find("plaice") != std::string::npos);
  CHECK(complaint("town.toml", "logo = \"logo.png\"", "logo = \"autre.png\"", load_town).find("autre.png") != std::string::npos);
  CHECK(complaint("town.toml", "capacity = ", "services = ", load_town) != "");
}

TEST_CASE("legal mentions are put in where they are named, inside one another too, and never in a ring") {
  Legal legal;
  legal.mentions = {{"a", {"A {{legal.b}}", "x"}}, {"b", {"B {{date}}", "x"}}, {"ring", {"{{legal.ring}}", "x"}}};
  CHECK(legal.put_into("1 {{legal.a}} 2 {{ legal }}") == "1 A B {{date}} 2 {{ legal }}");
  CHECK_THROWS_AS(legal.put_into("{{legal.ring}}"), UsageError);
  CHECK_THROWS_AS(legal.put_into("{{legal.none}}"), UsageError);
}

TEST_CASE("amounts and dates are written as French writes them") {
  const LetterWords words = load_letter_words(source_folder() / "templates/letter_words.toml");
  CHECK(words.amount("1234567.5") == "1\u202f234\u202f567,50\u00a0€");
  CHECK(words.amount("12") == "12,00\u00a0€");
  CHECK(words.date("2026-03-01") == "1er mars 2026");
  CHECK(words.date("2026-12-24") == "24 décembre 2026");
}

TEST_CASE("a letter may name the weekday of its dates, and of nothing else") {
  LetterTemplate letter;
  letter.variables = {{"le_jour", "date", "", true, {}, Json::array()}, {"objet", "text", "", true, {}, Json::array()}};
  CHECK(complaint_about_tags(letter, "{{weekday.le_jour}} {{le_jour}}").empty());
  CHECK(complaint_about_tags(letter, "{{weekday.objet}}").find("of no date") != std::string::npos);
  CHECK(complaint_about_tags(letter, "{{weekday.autre}}").find("of no date") != std::string::npos);
  CHECK(complaint_about_tags(letter, "{{#weekday.le_jour}}x{{/weekday.le_jour}}") != "");
}
