#include "stages/extract_references.h"

#include <doctest/doctest.h>

#include "pipeline/reference.h"
#include "tests/support/letter_page.h"

using namespace pli;

namespace {

using Texts = std::vector<std::string>;

Texts references(const Texts& lines) {
  TypedPage page;
  page.at(20, 60, "Madame, Monsieur,");
  page.block(20, 100, lines);
  return values(extract({page.page()}, {"2026-11-24", {}}), "reference");
}

}  // namespace

TEST_CASE("what follows a reference label is a reference, without the label") {
  CHECK(references({"Nos réf. : 2025-1184/AF/CL"}) == Texts{"2025-1184/AF/CL"});
  CHECK(references({"Dossier n° 2607714-3"}) == Texts{"2607714-3"});
  CHECK(references({"la concession n° 1456 de mon père"}) == Texts{"1456"});
  CHECK(references({"agent titulaire (matricule 20417)"}) == Texts{"20417"});
}

TEST_CASE("permits and parcels are references") {
  CHECK(references({"le permis PC 049 890 25 R0058 affiché"}) == Texts{"PC 049 890 25 R0058"});
  CHECK(references({"cadastré section AK 217 et AK 218"}) == Texts{"AK 217", "AK 218"});
}

TEST_CASE("a number of our own form is a reference when its check character is right") {
  const std::string id = dossier_id(2026, next_number(2026, 100));
  CHECK(references({"Votre courrier " + id + " du mois dernier"}) == Texts{id});
}

TEST_CASE("each reference stands once") {
  CHECK(references({"Facture FA-25-00871", "votre facture FA-25-00871 est payée"}) == Texts{"FA-25-00871"});
}

TEST_CASE("dates, years, sums, times, articles of law, measures and addresses are no references") {
  CHECK(references({"le 12/03/2025 et l'année scolaire 2025-2026"}).empty());
  CHECK(references({"à 18h30, soit 1 234,56 € pour 120 m2"}).empty());
  CHECK(references({"en application de l'article L. 2131-1 et des articles R. 2181-3 et suivants"}).empty());
  CHECK(references({"14 rue du 8-Mai-1945", "49892 Rivemont Cedex"}).empty());
  CHECK(references({"nous étions 47 ce jour-là, dont 12 enfants"}).empty());
}
