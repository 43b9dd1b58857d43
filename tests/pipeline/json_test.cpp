#include "pipeline/json.h"

#include <doctest/doctest.h>

#include <set>

using namespace pli;

namespace {

PageFacts full_facts() {
  PageFacts f;
  f.width = 2480;
  f.height = 3508;
  f.dpi = 299.72;
  f.rotation = 270;
  f.rotation_confidence = 0.123456789;
  f.skew = -1.2345678901234;
  f.skew_confidence = 1.0 / 3;
  f.blank = true;
  f.failed = true;
  f.failure = "page-timeout";
  f.legibility = Legibility::low;
  f.ocr_confidence = 0.1 + 0.2;
  f.doubts = {"illegible", "page-failed"};
  f.barcodes = {{"QR", "a\x1D" "b \"\\/", {1, 2, 3, 4}}, {"Code39", "", {}}};
  f.text.blocks = {{{1, 2, 3, 4}, {{{1, 2, 3, 4}, 30, {{"M\xC3\xA9l", {5, 6, 7, 8}, 0.875}, {"x", {}, 1}}}, {{}, 0, {}}}, true}, {{9, 9, 9, 9}, {}, false}};
  f.picture = {"jpeg", 100, 200, 3, true, 90, "kept"};
  f.seconds = {{"text", 1.25}, {"barcodes", 0.5}};
  return f;
}

Record full_record() {
  Record r;
  r.id = "0123456789AB";
  r.batch = "LOT";
  r.received = "2026-11-23";
  r.dossier = "2026-000123-H";
  r.joined_by = "new";
  r.service = {"urbanisme", 0.9, "text", true, {{"urbanisme", 0.9}, {"autre", 0.1}}, {{"permis", 1.5}, {"voirie", -0.25}}};
  r.kind = {"demande", 0.75, "text", true, {}, {{"je demande", 2}}};
  r.review = {"code-forged"};
  r.piece = {"P1", 2, 3, "registered", "1A00000000000", 4, {"valuables"}};
  r.parts = {{1, 2, "letter"}, {3, 3, "annex"}};
  r.copies = {{"finances", "info"}};
  r.fields = {{"date", "2026-11-20", "20 novembre 2026", 0.95, 1, {1, 2, 3, 4}}};
  r.pages = {{1, 1, {"scans/a.tif", std::string(64, 'a'), 2}, {}}, {2, 0, {"scans/a.tif", std::string(64, 'a'), 3}, {}}};
  r.pages[0].facts.barcodes = {{"QR", "x", {1, 2, 3, 4}}};
  r.pages[1].facts.blank = true;
  r.duplicate_of = "BA9876543210";
  r.files = {{"document.pdf", std::string(64, 'b'), 12345678901LL}};
  r.software = {{"pli", "0.1.0"}};
  return r;
}

Record with_form() {
  Record r = full_record();
  r.piece.number = "A-2026-000001";
  r.supersedes = {"0123456789AC"};
  r.form = FilledForm{"aide-sociale", 2, "LETTER", {{"seul", true, 0.99, 1, {1, 2, 3, 4}, "", ""}, {"logement", "locataire", 0.9, 1, {}, "", ""}, {"ressources", std::vector<std::string>{"rsa", "aah"}, 0.9, 2, {}, "", ""}, {"nee", {}, 0.2, 2, {}, "form-doubt", "zones/nee.png"}}};
  return r;
}

Record with_proofs() {
  Record r = full_record();
  r.proofs = {{2, 3, "01", "Facture", "2026-11-01", "2026-11-02", {{"10", "beneficiary", "MME/SPECIMEN/NATACHA"}, {"24", "postcode", "75000"}}, "signature_valide", "", true, false, false, {"city"}, {"old"}}, {3, 1, "", "", "", "", {}, "lu_non_verifie", "version-unsupported", {}, {}}};
  return r;
}

std::vector<std::string> keys(const Json& json) {
  std::vector<std::string> names;
  for (const auto& [name, value] : json.items()) names.push_back(name);
  return names;
}

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("page facts come back as they were kept, a tilt to a thousandth of a degree") {
  for (const PageFacts& facts : {full_facts(), PageFacts()}) {
    const std::string once = compact(to_json(facts));
    CHECK(compact(to_json(page_facts_from_json(Json::parse(once)))) == once);
  }
  const PageFacts back = page_facts_from_json(to_json(full_facts()));
  CHECK(back.skew == rounded(full_facts().skew, 3));
  CHECK(back.barcodes[0].text == full_facts().barcodes[0].text);
  CHECK(back.text.blocks[0].stamp);
  CHECK(back.text.plain() == full_facts().text.plain());
}

TEST_CASE("page facts of another schema, or without one of their keys, are refused") {
  const Json facts = to_json(full_facts());
  for (const std::string& name : keys(facts)) {
    if (name == "failure") continue;  // stands only with a page that failed
    Json less = facts;
    less.erase(name);
    CHECK_THROWS_AS(page_facts_from_json(less), std::exception);
  }
  Json other = facts;
  other["schema"] = page_facts_schema + 1;
  CHECK_THROWS_AS(page_facts_from_json(other), std::exception);
  other = facts;
  other["legibility"] = "splendid";
  CHECK_THROWS_AS(page_facts_from_json(other), std::exception);
}

TEST_CASE("a record comes back exactly") {
  for (const Record& record : {full_record(), with_proofs(), with_form(), Record()}) {
    const std::string once = pretty(to_json(record));
    CHECK(pretty(to_json(record_from_json(Json::parse(once)))) == once);
  }
  Json other = to_json(full_record());
  other["schema"] = "pli.record/2";
  CHECK_THROWS_AS(record_from_json(other), std::exception);
}

TEST_CASE("a record has the keys of the contract, at their places") {
  const Json r = to_json(full_record());
  CHECK(keys(r) == Names{"schema", "id", "batch", "direction", "received", "dossier", "service", "review", "kind", "piece", "parts", "copies", "fields", "form", "pages", "due", "duplicate_of", "files", "software"});
  CHECK(r["schema"] == "pli.record/1");
  CHECK(r["direction"] == "inbound");
  CHECK(keys(r["dossier"]) == Names{"id", "joined_by"});
  CHECK(keys(r["service"]) == Names{"code", "confidence", "decided_by", "candidates", "evidence"});
  CHECK(keys(r["service"]["candidates"][0]) == Names{"code", "confidence"});
  CHECK(keys(r["service"]["evidence"][0]) == Names{"term", "weight"});
  CHECK(keys(r["review"]) == Names{"needed", "reasons"});
  CHECK(keys(r["kind"]) == Names{"code", "confidence", "evidence"});
  CHECK(keys(r["piece"]) == Names{"id", "number", "position", "of", "kind_of_mail", "tracking", "envelope_page", "flags"});
  CHECK(keys(r["parts"][0]) == Names{"from", "to", "role"});
  CHECK(keys(r["copies"][0]) == Names{"service", "mode"});
  CHECK(keys(r["fields"][0]) == Names{"name", "value", "text", "confidence", "page", "box"});
  CHECK(keys(r["pages"][0]["source"]) == Names{"path", "sha256", "page"});
  CHECK(keys(r["pages"][0]["barcodes"][0]) == Names{"format", "text", "box"});
  CHECK(keys(r["files"][0]) == Names{"path", "sha256", "bytes"});
  // Those of the contract; more may stand beside them.
  for (const char* name : {"number", "pdf_page", "source", "width", "height", "dpi", "rotation", "skew", "blank", "failed", "legibility", "ocr_confidence", "barcodes"}) CHECK(r["pages"][0].contains(name));
}

TEST_CASE("letters with a page missing or one too many stand beside the dossier, and only they") {
  Record record = full_record();
  record.letters = {{"LETTER", 3, {2}, {1}, {{3, "D1"}}}};
  const Json letters = to_json(record)["dossier"]["letters"];
  CHECK(letters == Json::array({{{"id", "LETTER"}, {"pages", 3}, {"missing", {2}}, {"twice", {1}}, {"before", {{{"page", 3}, {"document", "D1"}}}}}}));
  CHECK(to_json(record_from_json(to_json(record))) == to_json(record));
}

TEST_CASE("what a record has is a value of its kind") {
  const Json r = to_json(full_record());
  CHECK(r["dossier"]["id"] == "2026-000123-H");
  CHECK(r["review"]["needed"] == true);
  CHECK(r["piece"]["tracking"] == "1A00000000000");
  CHECK(r["piece"]["envelope_page"] == 4);
  CHECK(r["fields"][0]["box"] == Json::array({1, 2, 3, 4}));
  CHECK(r["pages"][0]["pdf_page"] == 1);
  CHECK(r["files"][0]["bytes"] == 12345678901LL);
  CHECK(r["duplicate_of"] == "BA9876543210");
  CHECK(r["software"]["pli"] == "0.1.0");
}

TEST_CASE("an answer is a tick, an option, several of them, a text or nothing") {
  const Json r = to_json(with_form());
  CHECK(keys(r["form"]) == Names{"id", "version", "letter", "answers"});
  CHECK(keys(r["form"]["answers"][0]) == Names{"name", "value", "confidence", "page", "box"});
  CHECK(r["form"]["answers"][0]["value"] == true);
  CHECK(r["form"]["answers"][1]["value"] == "locataire");
  CHECK(r["form"]["answers"][2]["value"] == Json::array({"rsa", "aah"}));
  CHECK(r["form"]["answers"][3]["value"].is_null());
  CHECK(r["form"]["answers"][3]["doubt"] == "form-doubt");
  CHECK(r["piece"]["number"] == "A-2026-000001");
  CHECK(r["supersedes"] == Json::array({"0123456789AC"}));
}

TEST_CASE("what a record hasn't is null, and an empty list is a list") {
  Record record;
  record.pages.resize(1);
  const Json r = to_json(record);
  CHECK(r["dossier"]["id"].is_null());
  CHECK(r["dossier"]["joined_by"] == "none");
  CHECK(r["form"].is_null());
  CHECK(r["duplicate_of"].is_null());
  CHECK(r["piece"]["tracking"].is_null());
  CHECK(r["piece"]["number"].is_null());
  CHECK(r["piece"]["envelope_page"].is_null());
  CHECK(r["pages"][0]["pdf_page"].is_null());
  CHECK(r["review"]["needed"] == false);
  for (const char* name : {"parts", "copies", "fields", "files"}) CHECK(r[name] == Json::array());
  for (const char* name : {"candidates", "evidence"}) CHECK(r["service"][name] == Json::array());
  CHECK(r["review"]["reasons"] == Json::array());
  CHECK(r["piece"]["flags"] == Json::array());
  CHECK(r["software"] == Json::object());
}

TEST_CASE("bytes that are no UTF-8 are replaced, never thrown at") {
  for (const char* bad : {"\xFF", "a\xC3", "\xED\xA0\x80"}) {
    Record record = full_record();
    record.fields[0].text = bad;
    CHECK_NOTHROW(record_from_json(Json::parse(pretty(to_json(record)))));
    CHECK(Json::parse(compact({{"text", bad}})).at("text").get<std::string>().find("\xEF\xBF\xBD") != std::string::npos);
  }
}

TEST_CASE("JSON ends with a newline when it is a file, and is one line when it is a message") {
  CHECK(pretty({{"b", 1}, {"a", 2}}) == "{\n  \"b\": 1,\n  \"a\": 2\n}\n");
  CHECK(compact({{"b", "x\ny"}}) == "{\"b\":\"x\\ny\"}");
}

TEST_CASE("numbers are rounded, and there is no negative zero") {
  CHECK(rounded(0.12345, 3) == 0.123);
  CHECK(rounded(-0.9999, 2) == -1);
  CHECK(compact(Json(rounded(-0.0001, 3))) == "0.0");
}

TEST_CASE("proofs stand in a record only where there is one, with their state and whether they agree") {
  CHECK_FALSE(to_json(full_record()).contains("proofs"));
  const Json proofs = to_json(with_proofs())["proofs"];
  REQUIRE(proofs.size() == 2);
  CHECK(keys(proofs[0]) == Names{"page", "version", "type", "label", "issued", "signed", "fields", "state", "agrees", "missing", "remarks"});
  CHECK(keys(proofs[0]["fields"][0]) == Names{"id", "name", "value"});
  CHECK(proofs[0]["agrees"] == Json{{"name", true}, {"postcode", false}, {"page", false}});
  CHECK(proofs[1]["type"].is_null());
  CHECK(proofs[1]["agrees"]["name"].is_null());
  CHECK(keys(proofs[1]["agrees"]) == Names{"name", "postcode"});
  CHECK_FALSE(proofs[1].contains("missing"));
  CHECK(proofs[1]["problem"] == "version-unsupported");
}
