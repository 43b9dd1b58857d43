#include "stages/letter_part.h"

#include <doctest/doctest.h>

#include "tests/support/letter_page.h"

using namespace pli;

namespace {

const std::string prose = "Je vous écris au sujet de la borne des jardins qui est fermée depuis";

TypedPage opening(int lines) {
  TypedPage page(1);
  page.block(20, 20, {"Zoé Lambertin", "12 rue des Bateliers", "49890 Rivemont"});
  page.block(115, 50, {"Mairie de Rivemont", "49890 Rivemont"});
  page.at(20, 85, "Objet : Jardins familiaux : borne fermée");
  page.at(20, 95, "Bonjour,");
  page.block(20, 105, std::vector<std::string>(static_cast<std::size_t>(lines), prose));
  return page;
}

TypedPage quote() {
  TypedPage page(2);
  page.block(20, 22, {"DEVIS n° D-2024-782", "Zoé Lambertin"});
  page.block(20, 50, {"Peinture deux couches, teinte claire 22 21,90 481,80", "Location d'une nacelle, la journée 24 310,00 7440,00", "Total TTC : 12648,00"});
  return page;
}

/// What classifiers are given of these pages.
std::string body(const std::vector<TypedPage>& typed) {
  std::vector<TextPage> pages;
  for (const TypedPage& page : typed) pages.push_back(page.page());
  return letter_text(pages, extract(pages, {"2026-11-24", {"Rivemont", "49890"}})).body;
}

bool speaks_of(const std::string& text, const char* word) { return text.find(word) != std::string::npos; }

}  // namespace

TEST_CASE("a letter that stops above the foot of its page is over: the quote behind it says nothing of it") {
  const std::string text = body({opening(6), quote()});
  CHECK(speaks_of(text, "jardins"));
  CHECK_FALSE(speaks_of(text, "DEVIS"));
}

TEST_CASE("a page left half empty goes on where the farewell stands on the next") {
  TypedPage second(2);
  second.block(20, 20, {"Le potager est pourtant autorisé de vingt heures à huit heures du matin", "et je vous demande donc de rouvrir la borne au moins le soir à tous", "Je vous prie d'agréer, Madame, mes salutations distinguées."});
  CHECK(speaks_of(body({opening(6), second}), "potager"));
}

TEST_CASE("a letter that fills its page goes on, and is over where it is signed") {
  TypedPage second(2);
  second.block(20, 20, std::vector<std::string>(4, "Le potager est pourtant autorisé de vingt heures à huit heures du matin"));
  second.at(115, 60, "Zoé Lambertin");
  TypedPage third(3);
  third.block(20, 22, {"Liste des signataires", "Kervella Inès 13 rue des Acacias"});
  const std::string text = body({opening(28), second, third});
  CHECK(speaks_of(text, "potager"));
  CHECK_FALSE(speaks_of(text, "signataires"));
}

TEST_CASE("a full page is over with a farewell, or with the writer's name, and nothing but short lines below") {
  for (const char* end : {"Je vous prie d'agréer, Madame, mes salutations distinguées.", "Zoé Lambertin, parcelle 17"}) {
    CAPTURE(end);
    TypedPage first = opening(24);
    first.at(20, 254, end);
    CHECK_FALSE(speaks_of(body({first, quote()}), "DEVIS"));
    // The same words amid the text end nothing.
    first.at(20, 264, prose).at(20, 270, prose).at(20, 276, prose);
    CHECK(speaks_of(body({first, quote()}), "DEVIS"));
  }
}

TEST_CASE("a slip that goes with a document is not the letter, and another letter behind it speaks too") {
  TypedPage slip(1);
  slip.block(20, 20, {"Zoé Lambertin", "49890 Rivemont"});
  slip.block(20, 80, {"Ci-joint comme convenu le devis que vous m'aviez demandé", "Avec mes salutations les plus cordiales à tous"});
  CHECK(speaks_of(body({slip, quote()}), "DEVIS"));
  TypedPage other(2);
  other.at(20, 60, "Madame le Maire,");
  other.block(20, 70, {"Mon voisin vous écrit au sujet de la borne, et je me joins à sa plainte", "car mon potager crève lui aussi sur pied depuis bientôt deux semaines"});
  CHECK(speaks_of(body({opening(6), other}), "voisin"));
}

TEST_CASE("pages without prose tell no end: an invoice of two pages is read whole") {
  TypedPage first(1), second(2);
  first.block(20, 20, {"Menuiserie Brossard", "FACTURE 2026-114", "Fenêtre 2 440,00", "Porte 1 900,00"});
  second.block(20, 20, {"Report 1340,00", "Total TTC 1608,00"});
  CHECK(speaks_of(body({first, second}), "Total TTC"));
}
