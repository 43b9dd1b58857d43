#include "stages/address_block.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "pipeline/text.h"
#include "stages/countries.h"
#include "tests/support/paths.h"

using namespace pli;
using namespace pli::test;

namespace {

const AddressWords& words() {
  static const AddressWords loaded = load_address_words(source_folder() / "templates/address.toml");
  return loaded;
}

using Lines = std::vector<std::string>;

AddressBlock block(const std::string& name, const Lines& lines) { return address_block(name, lines, words()); }

std::string problem(const std::string& name, const Lines& lines) {
  const AddressBlock made = block(name, lines);
  return made.problems.empty() ? "" : made.problems[0].code;
}

}  // namespace

TEST_CASE("an address is capitals without accents, close together, without punctuation from the street down") {
  CHECK(block("M. Élie Dupont-Lœuvre", {"Appt 12,  bâtiment B", "", "12 bis, rue de l'Église", "49890 Saint-Aubin-d'Ardenne"}).lines ==
        Lines{"M ELIE DUPONT-LOEUVRE", "APPT 12 BATIMENT B", "12 B RUE DE L EGLISE", "49890 SAINT AUBIN D ARDENNE"});
  CHECK(block("Mme O'Brien", {"15/17 place du Marché", "49890 RIVEMONT CEDEX 2"}).lines == Lines{"MME O'BRIEN", "15 PLACE DU MARCHE", "49890 RIVEMONT CEDEX 2"});
  CHECK(block("Mme Petit", {"4ter rue X", "F-49890 Rivemont", "France"}).lines == Lines{"MME PETIT", "4 T RUE X", "49890 RIVEMONT"});
}

TEST_CASE("a street is shortened step by step, and only as far as it must be") {
  CHECK(shortened_street("BOULEVARD DU MARECHAL JEAN DE LATTRE DE TASSIGNY", 32, words()) == "BD MAL J DE LATTRE DE TASSIGNY");
  CHECK(shortened_street("AVENUE DU GENERAL LECLERC", 32, words()) == "AVENUE DU GENERAL LECLERC");
  CHECK(shortened_street("AVENUE DES ANCIENS COMBATTANTS D INDO", 34, words()) == "AV DES ANCIENS COMBATTANTS D INDO");
  CHECK(block("X", {"12 boulevard du Maréchal Jean de Lattre de Tassigny", "49890 Rivemont"}).lines[1] == "12 BD MAL J DE LATTRE DE TASSIGNY");
  CHECK(block("X", {"12 rue du Maréchal Foch", "49890 Rivemont"}).lines[1] == "12 RUE DU MARECHAL FOCH");
}

TEST_CASE("the last word of a street is never shortened") {
  for (const char* street : {"ROUTE DE LA FONTAINE DU GENERAL", "AVENUE DU DOCTEUR PAUL SAINT", "PLACE DES MARTYRS DE LA RESISTANCE NATIONALE FRANCAISE"}) {
    const std::string shorter = shortened_street(street, 12, words()), whole = street;
    const std::string last = whole.substr(whole.rfind(' '));
    CHECK_MESSAGE(shorter.ends_with(last), shorter);
  }
}

TEST_CASE("what cannot fit is told, never cut") {
  const std::string endless(45, 'x');
  CHECK(problem(endless, {"1 rue A", "49890 Rivemont"}) == "address-line-too-long");
  CHECK(problem("X", {"1 rue " + endless, "49890 Rivemont"}) == "address-line-too-long");
  CHECK(problem("X", {"1 rue A", "49890 " + endless}) == "address-line-too-long");
  CHECK(problem("X", {"a", "b", "c", "d", "1 rue A", "49890 Rivemont"}) == "address-too-many-lines");
  CHECK(problem("X", {"b", "c", "d", "1 rue A", "49890 Rivemont"}).empty());
  CHECK(problem("", {}) == "address-missing");
  CHECK(problem("X", {"1 rue A", "Rivemont"}) == "address-locality-missing");
  CHECK(problem("Иван Петров", {"1 rue A", "49890 Rivemont"}) == "address-character");
  for (const AddressBlock& made : {block("Société coopérative d'habitations à loyer modéré de l'Anjou", {"1 rue A", "49890 Rivemont"}), block("X", {"Résidence les Jardins de la Fontaine, bâtiment C", "1 rue A", "49890 Rivemont"})})
    for (const std::string& line : made.lines) CHECK_MESSAGE((line.size() <= address_columns || !made.problems.empty()), line);
}

TEST_CASE("a line of a hundred thousand characters is told like any other that cannot fit") {
  const std::string much(100'000, 'A');
  CHECK(problem("X", {"12 rue " + much, "49890 Rivemont"}) == "address-line-too-long");
  CHECK(problem("X", {"1 rue A", "49890 " + much}) == "address-line-too-long");
  CHECK(problem("X", {much, "1 rue A", "49890 Rivemont"}) == "address-line-too-long");
}

TEST_CASE("a foreign address has a seventh line for its country, and keeps its own order") {
  const AddressBlock made = block("Mme Ana Conceição", {"a", "b", "c", "Rua das Flores 12", "1200-195 Lisboa", "Portugal"});
  CHECK(made.problems.empty());
  CHECK(made.lines.back() == "PORTUGAL");
  CHECK(made.lines.size() == 7);
  CHECK(is_foreign_country("ROYAUME UNI"));
  CHECK(is_foreign_country("GERMANY"));
  CHECK_FALSE(is_foreign_country("FRANCE"));
  CHECK_FALSE(is_foreign_country("RIVEMONT"));
}
