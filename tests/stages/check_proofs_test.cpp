#include "stages/check_proofs.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "pipeline/files.h"
#include "pipeline/json.h"
#include "stages/acquire.h"
#include "stages/read_barcodes.h"
#include "tests/support/paths.h"
#include "tests/support/proofs.h"
#include "tests/support/town.h"

using namespace pli;
using namespace pli::test;

namespace {

struct Sender {
  std::string name, postcode;
  double confidence = 0.9;
};

struct Letter {
  Record record;
  std::vector<RecordPage> pages;
  Proof proof() const { return record.proofs.size() == 1 ? record.proofs.front() : Proof(); }
  bool waits_for(const std::string& reason) const { return std::count(record.review.begin(), record.review.end(), reason) == 1; }
};

Letter letter_with(const std::vector<std::string>& codes, const Sender& sender, const Certificates& certificates = test_certificates()) {
  Letter letter;
  if (!sender.name.empty()) letter.record.fields.push_back({"sender.name", sender.name, sender.name, sender.confidence, 1, {}});
  if (!sender.postcode.empty()) letter.record.fields.push_back({"sender.postcode", sender.postcode, sender.postcode, sender.confidence, 1, {}});
  for (const std::string& code : codes) {
    RecordPage page;
    page.number = static_cast<int>(letter.pages.size()) + 1;
    page.facts.barcodes.push_back({"DataMatrix", code, {1, 2, 3, 4}});
    letter.pages.push_back(page);
  }
  check_proofs(letter.record, letter.pages, {shipped_proofs(), certificates});
  return letter;
}

std::string state(const std::string& code, const Certificates& certificates = test_certificates()) { return letter_with({code}, {"", ""}, certificates).proof().state; }

std::string tampered() {
  std::string text = proof_v2();
  return text.replace(text.find("75000"), 5, "49890");
}

}  // namespace

TEST_CASE("a proof in the sender's name agrees, one in another's contradicts, and without a sender nothing is said") {
  const Letter same = letter_with({proof_v2()}, {"Natacha SPÉCIMEN", "75000"});
  CHECK(same.proof().state == "signature_valide");
  CHECK(same.proof().name_agrees == true);
  CHECK(same.proof().postcode_agrees == true);
  CHECK(same.record.review.empty());

  const Letter other = letter_with({proof_v2()}, {"Jean Martin", "75000"});
  CHECK(other.proof().state == "contradiction_avec_le_texte");
  CHECK(other.proof().name_agrees == false);
  CHECK(other.proof().postcode_agrees == true);
  CHECK(other.record.review == std::vector<std::string>{"proof-contradicts"});

  const Letter moved = letter_with({proof_v2()}, {"Natacha Specimen", "49890"});
  CHECK(moved.proof().state == "contradiction_avec_le_texte");
  CHECK(moved.waits_for("proof-contradicts"));

  const Letter unknown = letter_with({proof_v2()}, {"", ""});
  CHECK(unknown.proof().state == "signature_valide");
  CHECK_FALSE(unknown.proof().name_agrees.has_value());
  CHECK_FALSE(unknown.proof().postcode_agrees.has_value());
  CHECK(unknown.record.review.empty());
  CHECK_FALSE(letter_with({proof_v2()}, {"Jean Martin", "", 0.4}).proof().name_agrees.has_value());
}

TEST_CASE("names are one person's in any order, with titles, initials or a name left out; another first name is another person's") {
  for (const char* name : {"Natacha Specimen", "SPECIMEN Natacha", "Mme Spécimen", "N. Specimen", "Madame Natacha SPECIMEN-DURAND", "M. et Mme Specimen Natacha"}) {
    CAPTURE(name);
    CHECK(same_name("MME/SPECIMEN/NATACHA", name) == true);
  }
  for (const char* name : {"Jean Specimen", "Natacha Durand", "J. Specimen", "Mme Martin"}) {
    CAPTURE(name);
    CHECK(same_name("MME/SPECIMEN/NATACHA", name) == false);
  }
  // A letter that may be misread accuses nobody, and proves nothing.
  CHECK_FALSE(same_name("MME/SPECIMEN/NATACHA", "Natacha Specimem").has_value());
  CHECK_FALSE(same_name("", "Natacha Specimen").has_value());
  CHECK_FALSE(same_name("MME", "Natacha Specimen").has_value());
  CHECK(same_name("N S", "Natacha Specimen") == false);
  // What the issuer cut is a beginning.
  CHECK(same_name("MME/SPECIMEN/NATA", "Natacha Specimen", true) == true);
  CHECK(same_name("MME/SPECIMEN/NATA", "Natacha Specimen") == false);
}

TEST_CASE("given name and surname in two data are one person; one of the household is enough") {
  const std::string head = "DC03FR000001123F16360101";
  CHECK(letter_with({head + "13SPECIMEN\x1D" "12NATACHA\x1D"}, {"Natacha Specimen", ""}).proof().name_agrees == true);
  CHECK(letter_with({head + "13SPECIMEN\x1D" "12NATACHA\x1D"}, {"Paul Specimen", ""}).proof().name_agrees == false);
  CHECK(letter_with({head + "10M/DURAND/PAUL\x1D" "1IMME/SPECIMEN/NATACHA\x1D"}, {"Natacha Specimen", ""}).proof().name_agrees == true);
  CHECK(letter_with({head + "2475000" "2B49890"}, {"", "49890"}).proof().postcode_agrees == true);
  CHECK_FALSE(letter_with({head + "24     "}, {"", "49890"}).proof().postcode_agrees.has_value());
}

TEST_CASE("each state says what became of the signature, and none says authentic") {
  CHECK(state(proof_v2(), {}) == "lu_non_verifie");
  CHECK(state(proof_v2()) == "signature_valide");
  CHECK(state(tampered()) == "signature_invalide");
  CHECK(state(proof_card()) == "certificat_hors_validite");
  CHECK(state("DC02FR120001" + proof_v2().substr(12)) == "certificat_inconnu");
  Certificates revoked = test_certificates();
  revoked.revoked.insert("FR000001");
  CHECK(state(proof_v2(), revoked) == "certificat_revoque");
  CHECK(state("DC01" + proof_v2().substr(4)) == "lu_non_verifie");
  CHECK(state(proof_v2().substr(0, proof_v2().find('\x1F'))) == "lu_non_verifie");
  CHECK(state(proof_v2().substr(0, proof_v2().find('\x1F') + 20)) == "signature_invalide");
  CHECK(letter_with({tampered()}, {"", ""}).waits_for("proof-invalid"));
  CHECK(letter_with({proof_v2()}, {"", ""}, revoked).waits_for("proof-invalid"));
  CHECK(letter_with({"DC02FR120001" + proof_v2().substr(12)}, {"", ""}).record.review.empty());
  // What bears a wrong signature says so, whoever it speaks of.
  const Letter both = letter_with({tampered()}, {"Jean Martin", ""});
  CHECK(both.proof().state == "signature_invalide");
  CHECK(both.waits_for("proof-contradicts"));
}

TEST_CASE("a record keeps type, dates, name and address, never an account, a fiscal number or an amount") {
  const std::string notice = "DC04FR000001FFFF23DC2801FR432,75\x1D" "44227801234567845202146RETI PATRICK\x1D" "471234567890123" "4A310720224Y145 RUE JULLIARD\x1D" "4163198\x1D" "31FR7630006000011234567890189\x1D";
  Letter letter = letter_with({notice}, {"", ""});
  const Proof& proof = letter.proof();
  CHECK(proof.label == "Avis d'impôt sur les revenus");
  CHECK(proof.type == "28");
  CHECK(proof.issued == "");
  letter.record.pages = letter.pages;
  const std::string json = compact(to_json(letter.record));
  for (const char* kept : {"RETI PATRICK", "145 RUE JULLIARD", "2022-07-31", "2021"}) CHECK_MESSAGE(json.find(kept) != std::string::npos, kept);
  for (const char* secret : {"2278012345678", "1234567890123", "63198", "FR76", "2,75"}) CHECK_MESSAGE(json.find(secret) == std::string::npos, secret);
}

TEST_CASE("the same proof on two pages is one; two are two; other codes and other formats are none") {
  CHECK(letter_with({proof_v2(), proof_v2()}, {"", ""}).record.proofs.size() == 1);
  const Letter two = letter_with({proof_v2(), proof_v3()}, {"", ""});
  REQUIRE(two.record.proofs.size() == 2);
  CHECK(two.record.proofs[1].page == 2);
  const Letter none = letter_with({"8714788123456", "EAB101 something else", ""}, {"", ""});
  CHECK(none.record.proofs.empty());
  CHECK(none.pages[0].facts.barcodes[0].text == "8714788123456");
  CHECK(none.pages[1].facts.barcodes[0].text == "EAB101 something else");
  Letter qr;
  qr.pages.resize(1);
  qr.pages[0].facts.barcodes.push_back({"QR", proof_v2(), {}});
  check_proofs(qr.record, qr.pages, {shipped_proofs(), {}});
  CHECK(qr.record.proofs.empty());
}

TEST_CASE("a proof shared out over symbols is put together, in whichever order they lie; one that is missing is told") {
  const std::string first = "EAB101" + proof_v2().substr(0, 60), second = "EAB111" + proof_v2().substr(60);
  for (const auto& codes : {std::vector{first, second}, std::vector{second, first}}) {
    const Letter letter = letter_with(codes, {"Natacha Specimen", "75000"});
    CHECK(letter.proof().state == "signature_valide");
    for (const RecordPage& page : letter.pages) CHECK(page.facts.barcodes[0].text.find("SPECIMEN") == std::string::npos);
  }
  const Letter half = letter_with({first}, {"", ""});
  CHECK(half.proof().problem == "segment-missing");
  CHECK(half.proof().state == "lu_non_verifie");
}

TEST_CASE("the published picture is read to its last character, so that its signature fits") {
  const Scan scan = open_page(source_folder() / "tests/pipeline/two_d_doc/barcode_c40_v3.png", 0);
  const auto codes = read_barcodes(scan.image);
  REQUIRE(codes.size() == 1);
  const Letter letter = letter_with({codes[0].text}, {"Angela Sample", "57000"});
  CHECK(letter.proof().label == "Justificatif de domicile");
  CHECK(letter.proof().state == "signature_valide");
  CHECK(letter.proof().name_agrees == true);
  CHECK(letter.proof().postcode_agrees == true);
}

TEST_CASE("a letter with a proof is filed with it, and record.json keeps of the symbol its header alone") {
  Town town;
  town.proofs.certificates = test_certificates();
  write_fake_scan(town.scans() / "a.tif", {"text Objet : inscription à la cantine|Madame, Monsieur,|Je vous prie de trouver mon justificatif.", "proof " + spelt(proof_v2(), "<GS>", "<US>")});
  write_fake_scan(town.scans() / "b.tif", {"text Objet : demande de plan|Madame, Monsieur,|Je vous prie de m'adresser ce plan."});
  const InboundResult result = town.run(town.request());
  int with = 0, without = 0;
  for (const auto& entry : fs::recursive_directory_iterator(result.folder)) {
    if (entry.path().filename() != "record.json") continue;
    const std::string bytes = read_file(entry.path());
    const Json json = Json::parse(bytes);
    ++(json.contains("proofs") ? with : without);
    if (!json.contains("proofs")) continue;
    CHECK(json["proofs"][0]["state"] == "signature_valide");
    CHECK(json["proofs"][0]["agrees"]["postcode"].is_null());
    CHECK(json["proofs"][0]["page"] == 2);
    CHECK(json["pages"][1]["barcodes"][0]["text"] == "DC02FR000001125E125B01");
    CHECK(pretty(to_json(record_from_json(json))) == bytes);
  }
  CHECK(with == 1);
  CHECK(without == 1);
}
