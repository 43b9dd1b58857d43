#include "pipeline/code.h"

#include <doctest/doctest.h>

using namespace pli;

namespace {

const std::string key(32, 'k');

LetterCode letter() { return {"AB12", "2026-000123-H", "0123456789AB", 2, 3, "coupon-reponse@1", ""}; }

}  // namespace

TEST_CASE("every kind of sheet is read as it was written") {
  for (const char* kind : {"DOCUMENT", "ANNEX", "ENVELOPE", "BATCH", "RETURNED", "REGISTERED", "CONFIDENTIAL", "VALUABLES", "URGENT", "UNOPENED"})
    for (const auto& [number, of] : {std::pair{0, 0}, {1, 1}, {7, 200}, {9999, 9999}}) {
      const SheetCode code{kind, "", number, of};
      CHECK(parse_sheet_code(payload(code)) == code);
    }
  const SheetCode service{"SERVICE", "etat-civil", 2, 5};
  CHECK(payload(service) == "PLI1/S/SERVICE:ETAT-CIVIL/2/5");
  CHECK(parse_sheet_code(payload(service)) == service);
}

TEST_CASE("what is close to a sheet code steers nothing") {
  const std::string well_formed = "PLI1/S/DOCUMENT/1/2";
  REQUIRE(parse_sheet_code(well_formed));
  for (const std::string& text : {std::string(), std::string("PLI1/S/"), std::string("pli1/S/DOCUMENT/0/0"), std::string("PLI1/S/document/0/0"), std::string("PLI2/S/DOCUMENT/0/0"),
                                  std::string("PLI1/S/DOCUMENT"), std::string("PLI1/S/DOCUMENT/0"), well_formed + "/", well_formed + "/3", well_formed + " ", " " + well_formed, well_formed + "\n",
                                  std::string("PLI1/S/PAPER/0/0"), std::string("PLI1/S//0/0"), std::string("PLI1/S/DOCUMENT/3/2"), std::string("PLI1/S/DOCUMENT/0/2"), std::string("PLI1/S/DOCUMENT/1/0"),
                                  std::string("PLI1/S/DOCUMENT/-1/2"), std::string("PLI1/S/DOCUMENT/-0/0"), std::string("PLI1/S/DOCUMENT/+1/2"), std::string("PLI1/S/DOCUMENT/01/2"), std::string("PLI1/S/DOCUMENT/1/99999999999999999999"),
                                  std::string("PLI1/S/DOCUMENT/1/10000"), std::string("PLI1/S/DOCUMENT/1.0/2"), std::string("PLI1/S/DOCUMENT/ 1/2"), std::string("PLI1/S/DOCUMENT//"),
                                  std::string("PLI1/S/SERVICE/0/0"), std::string("PLI1/S/SERVICE:/0/0"), std::string("PLI1/S/SERVICE:-X/0/0"), std::string("PLI1/S/SERVICE:voirie/0/0"),
                                  std::string("PLI1/S/SERVICE:../0/0"), std::string("PLI1/S/SERVICE:../../ETC/0/0"), std::string("PLI1/S/SERVICE:A\\B/0/0"), std::string("PLI1/S/SERVICE:A B/0/0"), std::string("PLI1/S/SERVICE:A:B/0/0"),
                                  std::string("PLI1/S/DOCUMENT:X/0/0"), std::string("PLI1/S/DOCUMENT:/0/0"), std::string("PLI1/S/DOCUMENT\0/0/0", 20), std::string("PLI1/S/SERVICE:A\0B/0/0", 22), std::string("PLI1/S/SERVICE:\xC3\x89/0/0"),
                                  "PLI1/S/SERVICE:" + std::string(41, 'A') + "/0/0", "PLI1/S/SERVICE:" + std::string(300, 'A') + "/0/0"})
    CHECK_MESSAGE(!parse_sheet_code(text), text);
}

TEST_CASE("every single changed character of a sheet code makes another sheet or none, never a crash") {
  const std::string code = "PLI1/S/SERVICE:EAU/12/34";
  for (std::size_t at = 0; at < code.size(); ++at)
    for (int c = 0; c < 256; ++c) {
      std::string changed = code;
      changed[at] = static_cast<char>(c);
      if (const auto read = parse_sheet_code(changed)) REQUIRE(payload(*read) == changed);
    }
}

TEST_CASE("a letter code is signed, read and verified") {
  for (const char* form : {"", "coupon-reponse@1", "aide-sociale@2.1"}) {
    LetterCode code = letter();
    code.form = form;
    const auto read = parse_letter_code(signed_payload(code, key));
    REQUIRE(read);
    CHECK(tag_is_right(*read, key));
    CHECK(read->dossier == code.dossier);
    CHECK(read->letter == code.letter);
    CHECK(read->page == 2);
    CHECK(read->pages == 3);
    CHECK(read->form.empty() == code.form.empty());
    CHECK(read->tag.size() == 16);
  }
}

TEST_CASE("another key, an empty one, or another tag proves nothing") {
  auto read = parse_letter_code(signed_payload(letter(), key));
  REQUIRE(read);
  CHECK_FALSE(tag_is_right(*read, std::string(32, 'l')));
  CHECK_FALSE(tag_is_right(*read, ""));
  for (const std::string& tag : {std::string(), std::string(16, '0'), read->tag.substr(1), read->tag + "0"}) {
    LetterCode other = *read;
    other.tag = tag;
    CHECK_FALSE(tag_is_right(other, key));
  }
}

TEST_CASE("every single changed character of a letter code is refused or breaks its tag") {
  const std::string code = signed_payload(letter(), key);
  int still_read = 0;
  for (std::size_t at = 0; at < code.size(); ++at)
    for (int c = 0; c < 256; ++c) {
      std::string changed = code;
      changed[at] = static_cast<char>(c);
      if (changed == code) continue;
      const auto read = parse_letter_code(changed);
      if (!read) continue;
      ++still_read;
      REQUIRE_FALSE(tag_is_right(*read, key));
    }
  CHECK(still_read > 500);  // the tag is what stops them, not the form alone
}

TEST_CASE("what is close to a letter code is none") {
  const std::string code = signed_payload(letter(), key);
  const std::string tag = code.substr(code.rfind('/') + 1);
  REQUIRE(parse_letter_code("PLI1/L/AB12/2026-000123-H/L1/1/1/-/" + tag));
  for (const std::string& text : {code + "/", code + "0", code.substr(0, code.size() - 1), "x" + code, code + "\n", "PLI1/L/AB12/2026-000123-K/L1/1/1/-/" + tag, "PLI1/L/AB12/2026-000123-H/L1/2/1/-/" + tag,
                                  "PLI1/L/AB12/2026-000123-H/L1/0/1/-/" + tag, "PLI1/L/AB12/2026-000123-H/L1/1/1000/-/" + tag, "PLI1/L//2026-000123-H/L1/1/1/-/" + tag, "PLI1/L/AB12/2026-000123-H//1/1/-/" + tag,
                                  "PLI1/L/AB12/2026-000123-H/../1/1/-/" + tag, "PLI1/L/AB12/2026-000123-H/L1/1/1/form@1/" + tag, "PLI1/L/AB12/2026-000123-H/L1/1/1/" + std::string(61, 'F') + "/" + tag,
                                  "PLI1/L/AB12/2026-000123-H/" + std::string(300, 'L') + "/1/1/-/" + tag, "PLI1/L/AB12/2026-000990-5/L1/1/1/-/" + tag})
    CHECK_MESSAGE(!parse_letter_code(text), text);
}

TEST_CASE("what begins as a code of ours claims to be one, well-formed or not") {
  for (const char* text : {"PLI1/S/DOCUMENT/0/0", "PLI1/X", "PLI9/L/", "PLI1/L/forged"}) CHECK(claims_to_be_ours(text));
  for (const char* text : {"", "PLI", "PLI1", "pli1/S/", "https://example.org/PLI1/S/", "PLIAGE DE CARTON / 12", "WIFI:S"}) CHECK_FALSE(claims_to_be_ours(text));
}
