#include "pipeline/reference.h"

#include <doctest/doctest.h>

#include <fmt/format.h>

#include <algorithm>
#include <string>

using namespace pli;

namespace {

constexpr std::string_view alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

// Issued ids, far apart: three thousand of them, and the first of each year, which are seen most.
std::vector<std::string> issued() {
  std::vector<std::string> ids;
  for (int year : {1999, 2026, 2027, 2031, 9999})
    for (int number = 0; number < 999'000; number += 1'663) ids.push_back(dossier_id(year, next_number(year, number)));
  for (int number = 0; number < 300;) ids.push_back(dossier_id(2026, number = next_number(2026, number)));
  return ids;
}

std::string only(std::string_view text) {
  const auto found = quoted_references(text);
  return found.size() == 1 ? found.front().id : found.empty() ? "" : "many";
}

}  // namespace

TEST_CASE("check characters are those of ISO 7064 MOD 37,36") {
  CHECK(check_character("A12425GABC1234002") == 'M');  // the example of the Global Release Identifier, ISRC handbook and GRid standard
  CHECK(check_character("2026000123") == 'H');
  CHECK(dossier_id(2026, 123) == "2026-000123-H");
}

TEST_CASE("issued ids are valid; every single wrong character in them is refused") {
  for (const std::string& id : issued()) {
    REQUIRE(valid_dossier_id(id));
    for (std::size_t at = 0; at < id.size(); ++at)
      for (char c : std::string(alphabet) + "-h /") {
        std::string wrong = id;
        wrong[at] = c;
        if (wrong != id) REQUIRE_FALSE(valid_dossier_id(wrong));
      }
  }
}

TEST_CASE("every swap of two neighbours in an issued id is refused") {
  for (const std::string& id : issued())
    for (std::size_t at = 0; at + 1 < id.size(); ++at) {
      std::string swapped = id;
      std::swap(swapped[at], swapped[at + 1]);
      if (swapped != id) REQUIRE_FALSE(valid_dossier_id(swapped));
      // Across a dash: the two digits that stand on its sides.
      if (id[at + 1] != '-') continue;
      swapped = id;
      std::swap(swapped[at], swapped[at + 2]);
      if (swapped != id) REQUIRE_FALSE(valid_dossier_id(swapped));
    }
}

TEST_CASE("numbers whose swap would go unnoticed are never issued, and refused when read") {
  int skipped = 0, last = 0;
  while (last < 20'000) {
    const int next = next_number(2026, last);
    for (int between = last + 1; between < next; ++between, ++skipped) {
      REQUIRE_FALSE(issuable(2026, between));
      REQUIRE_FALSE(valid_dossier_id(dossier_id(2026, between)));
    }
    REQUIRE(valid_dossier_id(dossier_id(2026, next)));
    last = next;
  }
  CHECK(skipped > 0);
  CHECK(next_number(2026, 989) == 992);
}

TEST_CASE("numbers end at 999999") {
  CHECK(next_number(2026, 999'999) > 999'999);
  CHECK_FALSE(issuable(2026, 1'000'000));
  CHECK_FALSE(issuable(2026, 0));
  CHECK_FALSE(issuable(2026, -1));
}

TEST_CASE("only the one form is an id") {
  for (const char* text : {"", "2026", "2026-000123", "2026-000123-h", " 2026-000123-H", "2026-000123-H ", "2026000123H", "2026-00123-H", "20260-00123-H", "2026-000123-\xC3"}) CHECK_FALSE(valid_dossier_id(text));
  CHECK(valid_dossier_id("2026-000123-H"));
}

TEST_CASE("an id is found where a letter quotes it") {
  for (const char* text : {"Votre courrier 2026-000123-H du 12 mars", "2026-000123-H", "R\xC3\xA9" "f.: 2026-000123-H.", "(2026-000123-H)", "dossier n\xC2\xB0" "2026-000123-H", "N\xC2\xBA" "2026-000123-H",
                           "\xC2\xAB" "2026-000123-H\xC2\xBB", "\xE2\x80\x9C" "2026-000123-H\xE2\x80\x9D", "\xC2\xA0" "2026-000123-H\xC2\xA0", "ligne\n2026-000123-H\nligne", "N/R\xC3\xA9" "f/2026-000123-H,"})
    CHECK_MESSAGE(only(text) == "2026-000123-H", text);
}

TEST_CASE("an id is found with spaces around its dashes, other dashes and in lower case") {
  for (const char* text : {"2026 - 000123 - H", "2026-000123-h", "2026\xE2\x80\x93" "000123\xE2\x80\x94" "H", "2026\xE2\x88\x92" "000123 \xE2\x80\x91 h", "2026 -000123- H"}) CHECK_MESSAGE(only(text) == "2026-000123-H", text);
}

TEST_CASE("an id is found over a line break at its dashes, and with the dashes and spaces that readers see") {
  for (const char* text : {"V/Réf : 2026-\n000123-H du 3 mars", "V/Réf : 2026-\n\n000123-H", "Réf. à rappeler : 2026-000123-\nH", "votre courrier 2026 -\n 000123\n- H, reçu hier", "2026\u00AD000123\u00ADH", "2026―000123⁃H", "2026\u00A0-\u00A0000123\u202F–\u2009h",
                           "2026\uFF0D000123\uFE63H"})
    CHECK_MESSAGE(only(text) == "2026-000123-H", text);
  for (const char* text : {"2026-\n\n\n000123-H", "2026\n000123\nH", "2026-000\n123-H", "2026-\f000123-H", "2026-   000123-H"}) CHECK_MESSAGE(only(text) == "", text);
}

TEST_CASE("nothing is found inside longer words or numbers, and no character is mended") {
  for (const char* text : {"12026-000123-H", "A2026-000123-H", "\xC3\xA9" "2026-000123-H", "2026-000123-HX", "2026-000123-H5", "2026-000123-H\xC3\xA9", "2O26-000123-H", "2026-OOO123-H", "2026-000123-K", "2026/000123/H",
                           "2026 000123 H", "2026-000 123-H", "2026---000123-H", "2026-000990-" })
    CHECK_MESSAGE(only(text) == "", text);
  CHECK(only(dossier_id(2026, 990)) == "");
}

TEST_CASE("each place gives one reference, in order, with its bytes") {
  const std::string other = dossier_id(2026, next_number(2026, 500));
  const std::string text = "de 2026-000123-H et " + other + ", encore 2026 - 000123 - h";
  const auto found = quoted_references(text);
  REQUIRE(found.size() == 3);
  CHECK(found[0].id == "2026-000123-H");
  CHECK(found[1].id == other);
  CHECK(found[2].id == "2026-000123-H");
  CHECK(text.substr(found[0].begin, found[0].end - found[0].begin) == "2026-000123-H");
  CHECK(text.substr(found[2].begin, found[2].end - found[2].begin) == "2026 - 000123 - h");
  CHECK(quoted_references(std::string("2026-000123-\0H", 14)).empty());
  CHECK(quoted_references("2026-000123-").empty());
}
