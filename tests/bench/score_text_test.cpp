#include "tests/bench/score_text.h"

#include <doctest/doctest.h>

#include "tests/bench/score_fields.h"

using namespace pli;
using namespace pli::bench;

TEST_CASE("a text read as it was printed loses nothing; quotes, dashes and spaces are no errors") {
  const TextScore same = score_text("L’été – « oui »\nest là", "L'été - \" oui \" est  là\f");
  CHECK(same.cer == 0);
  CHECK(same.lost == 0);
  CHECK(same.words == 1);
}

TEST_CASE("added ink counts in the error rate alone; what was replaced or left out is lost") {
  const TextScore added = score_text("abcdefghij", "abcdeXXfghij");
  CHECK(added.cer == doctest::Approx(0.2));
  CHECK(added.lost == 0);
  const TextScore replaced = score_text("abcdefghij", "abXdefghi");
  CHECK(replaced.cer == doctest::Approx(0.2));
  CHECK(replaced.lost == doctest::Approx(0.2));
  CHECK(score_text("abc", "").lost == 1);
}

TEST_CASE("a word is found as often as it stands in both, in any order, accents and case aside") {
  CHECK(score_text("le chat le chien", "chien LE chat").words == doctest::Approx(0.75));
  CHECK(score_text("été", "ete").words == 1);
  CHECK(score_text("", "rien").words == 1);
}

TEST_CASE("likeness is twice the common part over both") {
  CHECK(likeness("abc", "ABC") == 1);
  CHECK(likeness("abcd", "abxd") == doctest::Approx(0.75));
  CHECK(likeness("abc", "xyz") == 0);
}

TEST_CASE("a letter's fields are wanted as the contract writes them, and found by what they say") {
  const Json letter = {{"sender", {{"name", "Mme Zoé Ruault"}, {"lines", {"3 rue Basse", "49890 Rivemont"}}, {"phone", "02 41 55 18 72"}, {"email", nullptr}}},
                       {"date_iso", "2025-03-12"}, {"subject", nullptr}, {"references", {"PC 049 264 25 R0012"}}};
  const auto wanted = wanted_fields(letter);
  REQUIRE(wanted.size() == 6);
  CHECK(wanted[1].name == "sender.postcode");
  CHECK(wanted[1].value == "49890");
  CHECK(field_found({"phone", "241551872"}, {"0241551872"}));
  CHECK(field_found({"phone", "241551872"}, {"+33241551872"}));
  CHECK_FALSE(field_found({"phone", "241551872"}, {"0241551873"}));
  CHECK(field_found({"reference", "PC 049 264 25 R0012"}, {"pc04926425r0012"}));
  CHECK_FALSE(field_found({"reference", "PC 049 264 25 R0012"}, {"PC04"}));
  CHECK(field_found({"subject", "Demande de copie intégrale d'acte"}, {"Demande de copie integrale d acte."}));
  CHECK_FALSE(field_found({"date", "2025-03-12"}, {"2025-03-11"}));
  CHECK(field_group("sender.city") == "sender");
  CHECK(field_group("reference") == "subject");
  CHECK(field_group("iban") == "exact");
}
