#include "stages/extract_kinds.h"

#include <doctest/doctest.h>

#include "tests/support/letter_page.h"

using namespace pli;

namespace {

using Texts = std::vector<std::string>;

std::vector<Field> fields_of(const Texts& lines, const Texts& urgent = {}) {
  TypedPage page;
  page.at(20, 60, "Madame, Monsieur,");
  page.block(20, 100, lines);
  return extract({page.page()}, {"2026-11-24", {}, urgent});
}

}  // namespace

TEST_CASE("a planning file, a parcel and an invoice are named beside the reference that they are") {
  const auto fields = fields_of({"le permis PC 049 890 25 R0058 affiché", "cadastré section AK 217 et AK 218", "Facture n° F-2026-118"});
  CHECK(value(fields, "planning_file") == "PC04989025R0058");
  CHECK(values(fields, "parcel") == Texts{"AK 217", "AK 218"});
  CHECK(value(fields, "invoice") == "F-2026-118");
  CHECK(values(fields, "reference").size() == 4);
}

TEST_CASE("other references are of no kind: a file number, a contract, a permit too short") {
  const auto fields = fields_of({"Dossier n° 2607714-3", "contrat n° AB-4471", "le permis PC 049 890 25 R58"});
  for (const char* name : {"planning_file", "parcel", "invoice", "plate"}) CHECK_MESSAGE(values(fields, name).empty(), name);
}

TEST_CASE("a plate is read with dashes or spaces; what no plate may hold is none") {
  CHECK(value(fields_of({"une Clio grise immatriculée AB-123-CD est garée"}), "plate") == "AB-123-CD");
  CHECK(value(fields_of({"le fourgon GX 482 RT"}), "plate") == "GX-482-RT");
  for (const char* none : {"le lot AI-123-CD", "SS-123-CD", "AB-000-CD", "le code AB-1234-CD", "XAB-123-CD"}) CHECK_MESSAGE(values(fields_of({none}), "plate").empty(), none);
}

TEST_CASE("words that start a deadline are told as they were read, over a line's end too, each phrase once") {
  const Texts phrases = {"sous # jours", "vous mets en demeure", "recours gracieux"};
  const auto fields = fields_of({"Je vous mets en", "demeure de répondre sous huit (8) jours,", "et encore sous 8 jours."}, phrases);
  CHECK(values(fields, "urgent") == Texts{"vous mets en demeure", "sous # jours"});
  for (const Field& field : fields)
    if (field.value == "sous # jours") CHECK(field.text == "sous huit (8) jours");
}

TEST_CASE("the same words in another order or sense start none") {
  const Texts phrases = {"sous # jours", "vous mets en demeure", "recours gracieux"};
  CHECK(values(fields_of({"en dessous de huit jours", "sous peu de jours", "la mise en demeure du voisin", "sans recours, à titre gracieux"}, phrases), "urgent").empty());
  CHECK(values(fields_of({"sous huit jours"}), "urgent").empty());
}

TEST_CASE("of a social security number the place is told and not a figure") {
  const auto fields = fields_of({"Mon numéro : 1 85 05 78 006 084 91, merci."});
  CHECK(value(fields, "nir") == "masked");
  for (const Field& field : fields) {
    CHECK(field.value.find("78") == std::string::npos);
    CHECK(field.text.find("78") == std::string::npos);
    if (field.name == "nir") CHECK(field.box.width > 0);
  }
}
