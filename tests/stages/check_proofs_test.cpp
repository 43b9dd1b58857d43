#include "stages/check_proofs.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "pipeline/files.h"
#include "pipeline/json.h"
#include "pipeline/text.h"
#include "stages/acquire.h"
#include "stages/read_barcodes.h"
#include "tests/support/issuer.h"
#include "tests/support/letter_page.h"
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

TEST_CASE("a signer's certificate must come from its authority and be meant for signing, where the folder tells") {
  const Issuer authority("P-256", "FR01"), stranger("P-256", "FR01"), signer("P-256", "0002");
  const std::string code = signer.sealed("DC03FR010002265F265F010126FR247500010MME/SPECIMEN/NATACHA\x1D" "22145 AVENUE\x1D");
  Certificates certificates;
  certificates.digest = "own";
  certificates.files["FR010002"] = signer.certificate({.by = &authority, .key_usage = "digitalSignature"});
  const auto proof = [&] { return letter_with({code}, {"", ""}, certificates); };
  CHECK(proof().proof().state == "signature_valide");
  CHECK(proof().proof().remarks == std::vector<std::string>{"authority-unchecked"});
  CHECK(proof().record.review.empty());
  certificates.authorities["FR01"] = {authority.certificate({.authority = true})};
  CHECK(proof().proof().state == "signature_valide");
  CHECK(proof().proof().remarks.empty());
  certificates.authorities["FR01"] = {stranger.certificate({.authority = true})};
  CHECK(proof().proof().state == "certificat_non_rattache");
  CHECK(proof().waits_for("proof-invalid"));
  certificates.authorities["FR01"] = {authority.certificate({.authority = true})};
  certificates.revocations["FR01"] = authority.takes_back();
  CHECK(proof().proof().state == "certificat_revoque");
  certificates.revocations.clear();
  certificates.files["FR010002"] = signer.certificate({.by = &authority, .key_usage = "keyAgreement"});
  CHECK(proof().proof().state == "certificat_hors_usage");
  CHECK(proof().waits_for("proof-invalid"));
}

TEST_CASE("what a proof lacks is named, and an account number that can't be is told without being kept") {
  const Letter whole = letter_with({proof_v2()}, {"", ""});
  CHECK(whole.proof().missing.empty());
  CHECK(whole.proof().remarks == std::vector<std::string>{"authority-unchecked", "specimen"});
  const Letter cut = letter_with({"DC04FR000001125E125B0101FR26FR" "2475000" "10MME/SPECIMEN/NATACHA\x1D"}, {"", ""}, {});
  CHECK(cut.proof().missing == std::vector<std::string>{"address-line-4"});
  CHECK(cut.waits_for("proof-incomplete"));
  // What the table does not have may hide what seems to lack.
  const Letter later = letter_with({"DC04FR000001125E125B0101FR26FR" "2475000" "ZZ10MME/SPECIMEN/NATACHA\x1D"}, {"", ""}, {});
  CHECK(later.proof().missing.empty());
  CHECK(later.proof().remarks == std::vector<std::string>{"specimen", "data-unknown"});
  CHECK(later.record.review.empty());
  // What was read in part is not called incomplete.
  CHECK(letter_with({"EAB101" + proof_v2().substr(0, 60)}, {"", ""}).proof().missing.empty());
  const std::string account = "DC04FR000001FFFF125B0301FR30SPECIMEN NATACHA\x1D" "32BREDFRPPXXX\x1D" "31";
  CHECK(letter_with({account + "FR7630006000011234567890189\x1D"}, {"", ""}, {}).record.review.empty());
  const Letter wrong = letter_with({account + "FR7630006000011234567890188\x1D"}, {"", ""}, {});
  CHECK(wrong.proof().remarks == std::vector<std::string>{"specimen", "iban-wrong"});
  CHECK(wrong.waits_for("proof-incomplete"));
  // A type that the table does not know lacks nothing.
  CHECK(letter_with({"DC04FR000001FFFF125BZZ01FR"}, {"", ""}, {}).proof().missing.empty());
}

TEST_CASE("a proof of address is as old as it was on the day it came in, and may be three months") {
  const auto came_in = [](const std::string& received, const std::string& code) {
    Letter letter;
    letter.record.received = received;
    letter.pages.resize(1);
    letter.pages[0].facts.barcodes.push_back({"DataMatrix", code, {}});
    check_proofs(letter.record, letter.pages, {shipped_proofs(), {}});
    return letter;
  };
  const auto remarked = [&](const std::string& received, const std::string& code, const std::string& remark) {
    const Letter letter = came_in(received, code);
    const Proof proof = letter.proof();
    const bool found = std::count(proof.remarks.begin(), proof.remarks.end(), remark) == 1;
    CHECK(letter.waits_for("proof-date") == found);
    return found;
  };
  // The specimen bill was issued on 15 November 2012.
  CHECK_FALSE(remarked("2013-02-15", proof_v2(), "old"));
  CHECK(remarked("2013-02-16", proof_v2(), "old"));
  CHECK_FALSE(remarked("2012-11-15", proof_v2(), "ahead"));
  CHECK(remarked("2012-11-14", proof_v2(), "ahead"));
  CHECK_FALSE(remarked("", proof_v2(), "old"));
  // A tax notice and a diploma have no such age.
  const std::string rest = "10MME/SPECIMEN/NATACHA\x1D" "22145 AVENUE\x1D" "25PARIS\x1D" "2475000" "26FR";
  CHECK_FALSE(remarked("2026-11-23", "DC04FR000001125E125B0201FR" + rest, "old"));
  CHECK_FALSE(remarked("2026-11-23", proof_file("barcode_c40_v3.txt"), "old"));
  // A bill must say when it was issued; where the header doesn't, the day it was joined to its symbol counts for its age.
  CHECK(remarked("2026-11-23", "DC04FR000001FFFF125B0101FR" + rest, "undated"));
  CHECK(remarked("2026-11-23", "DC04FR000001FFFF125B0101FR06125E" + rest, "old"));
  // Its own last day: 31 December 2011.
  const std::string account = "DC04FR000001FFFF10000301FR30SPECIMEN NATACHA\x1D" "32BREDFRPPXXX\x1D" "31FR7630006000011234567890189\x1D" "08111E";
  CHECK_FALSE(remarked("2011-12-31", account, "expired"));
  CHECK(remarked("2012-01-01", account, "expired"));
}

TEST_CASE("a symbol cut from another paper is told by the page that bears it: neither name nor postcode stand there") {
  const auto on_page = [](const std::string& text, Legibility legibility = Legibility::good) {
    Letter letter;
    letter.pages.resize(1);
    TypedPage page;
    page.block(20, 20, split(text, '|'));
    PageFacts& facts = letter.pages[0].facts;
    facts.barcodes.push_back({"DataMatrix", proof_v2(), {}});
    facts.legibility = legibility;
    facts.text = page.text();
    check_proofs(letter.record, letter.pages, {shipped_proofs(), test_certificates()});
    return letter;
  };
  std::string bill = "Votre facture d'électricité|";
  for (int i = 0; i < 12; ++i) bill += "Consommation relevée du mois en kilowattheures|";
  const Letter glued = on_page(bill + "Monsieur Jean MARTIN|12 rue des Lilas|49890 CLAIRVAL");
  CHECK(glued.proof().page_agrees == false);
  CHECK(glued.proof().state == "contradiction_avec_le_texte");
  CHECK(glued.waits_for("proof-contradicts"));
  CHECK(on_page(bill + "Mme Natacha SPÉCIMEN|145 avenue des Spécimens").proof().page_agrees == true);
  CHECK(on_page(bill + "Mme N. SPECIMFN").proof().page_agrees == true);
  CHECK(on_page(bill + "75000 PARIS").proof().page_agrees == true);
  CHECK(on_page(bill + "Mme N. SPECIMEN").record.review.empty());
  // Where little or nothing was read nothing is said.
  CHECK_FALSE(on_page("Facture|Monsieur Jean MARTIN").proof().page_agrees.has_value());
  CHECK_FALSE(on_page(bill + "Monsieur Jean MARTIN", Legibility::low).proof().page_agrees.has_value());
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
