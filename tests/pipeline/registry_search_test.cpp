#include <doctest/doctest.h>

#include "pipeline/errors.h"
#include "tests/support/registry_desk.h"

using namespace pli;
using namespace pli::test;

namespace {

struct Desk {
  TemporaryFolder folder;
  Registry registry{folder / "pli.db", fixed_registry()};

  Desk() {
    open_lot(registry);
    file("D1", "Clôture de mon jardin", "Mme Léa Essai", "Madame le Maire,\nJe voudrais abattre la haie du Cœur de ville\nprès de l'étang, n° 2026-000123-H.");
    file("D2", "Facture d'eau", "Société L'Œil", "Le total est de 1 234,56 € pour le jardin public.");
  }
  void file(const std::string& id, const std::string& subject, const std::string& sender, const std::string& text) {
    DocumentEntry document = a_document(id);
    document.subject = subject;
    document.sender = sender;
    registry.reserve(document, a_piece(id), false);
    registry.emitted(id, "record", text);
  }
  std::string found(const std::string& text) const {
    std::string ids;
    for (const SearchHit& hit : registry.search(text)) ids += (ids.empty() ? "" : " ") + (hit.document.empty() ? hit.dossier : hit.document);
    return ids;
  }
};

}  // namespace

TEST_CASE("documents are found by subject, names and text, without accents, case or ligatures, the last word by its beginning") {
  const Desk desk;
  for (const char* text : {"cloture", "CLÔTURE", "lea essai", "haie coeur", "Cœur de ville", "étang", "l'etang", "abatt", "ville abat", "2026-000123-H", "2026 – 000123 – h"}) CHECK_MESSAGE(desk.found(text) == "D1", text);
  for (const char* text : {"oeil", "ŒIL", "1 234,56 €", "d’eau", "fact"}) CHECK_MESSAGE(desk.found(text) == "D2", text);
  CHECK(desk.found("jardin") == "D1 D2");  // in the subject before in the text
  for (const char* text : {"abattr haie", "voirie", "jardin voirie", "ardin"}) CHECK_MESSAGE(desk.found(text) == "", text);
}

TEST_CASE("a text to look for is words and never a query") {
  const Desk desk;
  for (const char* text : {"jardin NOT haie", "jardin OR voirie", "haie*x", "subject:haie", "NEAR(haie jardin)", "\"haie jardin\" OR eau", "^haie AND", "haie'; DROP TABLE search; --", "{subject} : eau"})
    CHECK_MESSAGE(desk.found(text) == "", text);
  CHECK(desk.found("\"haie\"") == "D1");
  CHECK(desk.found("(haie") == "D1");
  CHECK(desk.found("-haie*") == "D1");
  CHECK(desk.found("haie \xFF\xC3") == "D1");
  CHECK(desk.found(std::string(100'000, 'a')) == "");
  for (const char* text : {"", "  ", "-- * \" ( :", "€"}) {
    try {
      desk.registry.search(text);
      FAIL_CHECK(text);
    } catch (const UsageError& error) {
      CHECK(error.code() == "search-empty");
    }
  }
}

TEST_CASE("a snippet is the text as it was read, around the words") {
  const Desk desk;
  CHECK(desk.registry.search("haie coeur")[0].snippet == "Madame le Maire, Je voudrais abattre la haie du Cœur de ville près de l'étang, n° 2026-000123-H.");
  CHECK(desk.registry.search("cloture")[0].snippet == "");  // only in the subject, which is shown anyway
  Desk longer;
  std::string text = "début ";
  for (int i = 0; i < 500; ++i) text += "mot ";
  longer.file("D3", "", "", text + "la mésange et\n la ruche" + std::string(2000, ' ') + text);
  const std::string snippet = longer.registry.search("mesange ruche")[0].snippet;
  CHECK(snippet.starts_with("… mot "));
  CHECK(snippet.find("la mésange et la ruche début mot") != snippet.npos);
  CHECK(snippet.ends_with(" mot …"));
  CHECK(snippet.size() < 200);
}

TEST_CASE("dossiers and letters of ours are found too, and what was found by a number") {
  Desk desk;
  const std::string dossier = desk.registry.open_dossier("voirie-proprete", "Nid-de-poule du Cœur", "2026-05-01");
  CHECK(desk.found("poule coeur") == dossier);
  CHECK(desk.found(dossier) == dossier);
  CHECK(desk.registry.search("nid de poule")[0].document == "");
  desk.registry.open_run(a_run(), {a_letter("L1", dossier)});
  CHECK(desk.found("votre demande") == "");
  LetterEntry letter = made(*desk.registry.letter("L1"));
  letter.subject = "Votre nid-de-poule";
  desk.registry.letter_made(letter);
  CHECK(desk.found("votre nid") == "L1");
  CHECK(desk.found("rue des pres rivemont") == "L1");
  CHECK(desk.registry.search("votre nid")[0].dossier == dossier);
}

TEST_CASE("no more is found than was asked for") {
  Desk desk;
  for (int i = 0; i < 30; ++i) desk.registry.open_dossier("finances", "Loyer", "2026-01-01");
  CHECK(desk.registry.search("loyer", 7).size() == 7);
  CHECK(desk.registry.search("loyer").size() == 30);
}
