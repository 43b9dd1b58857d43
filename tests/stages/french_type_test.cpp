#include "stages/french_type.h"

#include <doctest/doctest.h>

#include "pipeline/text.h"
#include "tests/support/paths.h"

using namespace pli;
using namespace pli::test;

namespace {

/// Narrow no-break spaces are shown as _, plain no-break spaces as ~.
std::string typed(const std::string& text) {
  static const LetterWords words = load_letter_words(source_folder() / "templates/letter_words.toml");
  StyledText styled;
  styled.add(code_points(text), plain_style);
  std::u32string out = french_type(styled, words).text;
  for (char32_t& c : out) c = c == 0x202f ? U'_' : c == 0xa0 ? U'~' : c;
  return utf8(out);
}

}  // namespace

TEST_CASE("high punctuation and guillemets have narrow no-break spaces, whatever was typed") {
  CHECK(typed("Objet : demande") == "Objet_: demande");
  CHECK(typed("Objet: demande") == "Objet_: demande");
  CHECK(typed("Merci ! Vraiment? Oui ; non;") == "Merci_! Vraiment_? Oui_; non_;");
  CHECK(typed("« Est-ce long ? »") == "«_Est-ce long_?_»");
  CHECK(typed("«Oui»") == "«_Oui_»");
  CHECK(typed("dit \"oui\" puis \"non\".") == "dit «_oui_» puis «_non_».");
  CHECK(typed("Quoi ?!") == "Quoi_?!");
}

TEST_CASE("addresses of the web, hours and references are left as they are") {
  CHECK(typed("https://www.rivemont.example/x?y=1;z") == "https://www.rivemont.example/x?y=1;z");
  CHECK(typed("à 12:30 et AB;12") == "à 12:30 et AB;12");
  CHECK(typed("2026-000123-X") == "2026-000123-X");
}

TEST_CASE("apostrophes and dots are typographic") {
  CHECK(typed("l'été d'hier...") == "l’été d’hier…");
}

TEST_CASE("numbers stay with their units, dates and names stay whole") {
  CHECK(typed("le 12 novembre 2026 à 9 h") == "le 12~novembre~2026 à 9~h");
  CHECK(typed("le 1er mars 2026") == "le 1er~mars~2026");
  CHECK(typed("20% de 1 234,56€ et 15 jours") == "20~% de 1~234,56~€ et 15~jours");
  CHECK(typed("article 12, n° 3, M. Dupont et Mme Petit") == "article~12, n°~3, M.~Dupont et Mme~Petit");
  CHECK(typed("J. Dupont, 49890 Rivemont, 02 41 55 18 36") == "J.~Dupont, 49890~Rivemont, 02~41~55~18~36");
  CHECK(typed("elle a vu M. et un article court") == "elle a vu M. et un article court");
}
