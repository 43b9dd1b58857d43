#include "stages/extract_numbers.h"

#include <doctest/doctest.h>

#include "tests/support/letter_page.h"

using namespace pli;

namespace {

using Texts = std::vector<std::string>;

Texts found(const std::string& name, const Texts& lines) {
  TypedPage page;
  page.at(20, 60, "Madame, Monsieur,");
  page.block(20, 100, lines);
  return values(extract({page.page()}, {"2026-11-24", {}}), name);
}

std::string all_values(const Texts& lines) {
  TypedPage page;
  page.block(20, 100, lines);
  std::string out;
  for (const Field& field : extract({page.page()}, {"2026-11-24", {}})) out += field.value + "\n";
  return out;
}

}  // namespace

TEST_CASE("an IBAN is mended only where its checksum then holds") {
  CHECK(found("iban", {"IBAN FR76 3OO0 6000 0112 3456 789O 189"}) == Texts{"FR7630006000011234567890189"});
  CHECK(found("iban", {"IBAN FR76 3000 6000 0112 3456 7890 188"}).empty());
}

TEST_CASE("an IBAN may go on on the next line") {
  CHECK(found("iban", {"notre compte FR76 3000 6000 0112", "3456 7890 189 de la banque"}) == Texts{"FR7630006000011234567890189"});
}

TEST_CASE("a SIRET that fails its check is no field") {
  CHECK(found("siret", {"SIRET : 732 829 320 00074"}) == Texts{"73282932000074"});
  CHECK(found("siret", {"SIRET : 732 829 32O 0OO74"}) == Texts{"73282932000074"});
  CHECK(found("siret", {"SIRET : 732 829 320 00075"}).empty());
}

TEST_CASE("a SIRET that is called so may go on on the next line") {
  CHECK(found("siret", {"Marbrerie SARL au capital de 15 000 € - SIRET 732 829 320", "00074"}) == Texts{"73282932000074"});
  CHECK(found("siret", {"SIRET : 732 829 320 00", "074 - APE 2370Z"}) == Texts{"73282932000074"});
  CHECK(found("siret", {"SIRET : 732 829 320", "00075"}).empty());
  CHECK(found("siret", {"SIRET : 732 829 320 du siège", "00074"}).empty());
  CHECK(found("siret", {"notre compte 732 829 320", "00074"}).empty());
}

TEST_CASE("phone numbers are read in pairs, with dots, from abroad, and mended") {
  CHECK(found("phone", {"Tél. 02 41 20 77 35"}) == Texts{"0241207735"});
  CHECK(found("phone", {"Tél : 02.41.2O.77.35 - Port. 06 11 22 33 44"}) == Texts{"0241207735", "0611223344"});
  CHECK(found("phone", {"Tel +33 2 41 20 77 35"}) == Texts{"0241207735"});
  CHECK(found("phone", {"n° 3000 6000 0112 3456"}).empty());
}

TEST_CASE("an e-mail address survives spaces around its marks and a line's end") {
  CHECK(found("email", {"mail : mairie @ ville-exemple.fr"}) == Texts{"mairie@ville-exemple.fr"});
  CHECK(found("email", {"Mél. Mairie@ville-exemple. fr"}) == Texts{"mairie@ville-exemple.fr"});
  CHECK(found("email", {"contact@atelier-", "brumaire.example"}) == Texts{"contact@atelier-brumaire.example"});
  CHECK(found("email", {"mail : etude martin@notaires-exemple.fr"}) == Texts{"etude.martin@notaires-exemple.fr"});
  CHECK(found("email", {"boule .montclair@asso-exemple.fr"}) == Texts{"boule.montclair@asso-exemple.fr"});
  CHECK(found("email", {"mail .montclair@asso-exemple.fr"}) == Texts{"montclair@asso-exemple.fr"});
  CHECK(found("email", {"le prix @ la pièce"}).empty());
}

TEST_CASE("a registered letter's number is its tracking") {
  CHECK(found("tracking", {"Recommandé RR 473 124 829 GB"}) == Texts{"RR473124829GB"});
  CHECK(found("tracking", {"Recommandé RR 473 124 828 GB"}).empty());
}

TEST_CASE("amounts stand with their currency, at most five, each once") {
  CHECK(found("amount", {"la somme de 1 234,56 € dont 35 euros de frais et 1 234,56 € encore"}) == Texts{"1234.56", "35.00"});
  CHECK(found("amount", {"1 € 2 € 3 € 4 € 5 € 6 € 7 €"}).size() == 5);
  CHECK(found("amount", {"il y a 35 personnes et 12 enfants"}).empty());
}

TEST_CASE("only social security numbers are cut out of a text") {
  CHECK(without_nir("le 2 06 12 75 111 005 et 12 345") == "le  et 12 345");
  CHECK(without_nir("02 41 20 77 35, 732 829 320 00074, 30 14 887 520 366") == "02 41 20 77 35, 732 829 320 00074, 30 14 887 520 366");
  CHECK(without_nir("206127511100565") == "206127511100565");
}

TEST_CASE("a social security number stands in no field") {
  CHECK(found("subject", {"Objet : mutuelle 2 06 12 75 111 005 64"}) == Texts{"mutuelle"});
  const std::string values = all_values({"Assuré n° 2 06 12 75 111 005 64, dossier n° 2061275111005", "NIR : 206127511100564"});
  for (const char* part : {"2061275111005", "206127511100564", "2 06 12 75", "75 111 005", "111 005"}) CHECK(values.find(part) == std::string::npos);
}
