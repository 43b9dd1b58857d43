// What the town sent comes back: whole batches over a registry with letters of ours.
#include <doctest/doctest.h>

#include <algorithm>

#include "pipeline/attach_file.h"
#include "pipeline/code.h"
#include "pipeline/digest.h"
#include "pipeline/errors.h"
#include "pipeline/files.h"
#include "pipeline/json.h"
#include "stages/verify.h"
#include "tests/support/registry_desk.h"
#include "tests/support/town.h"

using namespace pli;
using namespace pli::test;

namespace {

const std::string key(32, 'k');

// A town that sent one letter of two pages, which expects an answer.
struct Loop : Town {
  std::string dossier;

  Loop() {
    site_keys = {{"AB12", key}};
    Registry registry(store(), fixed_registry());
    dossier = registry.open_dossier("urbanisme", "Clôture", "2026-11-01");
    registry.open_run(a_run(), {a_letter("LETTER", dossier)});
    registry.letter_made(made(*registry.letter("LETTER")));
    registry.mark_letter("LETTER", "posted", "2026-11-10");
  }
  std::string page(int number) const { return "code " + signed_payload({"AB12", dossier, "LETTER", number, 2, "", ""}, key); }
  LetterEntry letter() { return *Registry(store(), fixed_registry()).letter("LETTER"); }
  std::vector<Json> records(const std::string& batch = "LOT") {
    std::vector<Json> found;
    for (const DocumentEntry& document : Registry(store(), fixed_registry()).documents(batch)) found.push_back(Json::parse(read_file(out() / batch / document.path / "record.json")));
    return found;
  }
};

const char* const from_lea = "text Mme Léa Essai|4 rue des Prés|49890 Rivemont||Le 20 novembre 2026||Objet : ma clôture||Madame le Maire,||Je voudrais clore mon jardin.||Léa Essai";

bool has_reason(const Json& record, const char* reason) {
  const auto reasons = record.at("review").at("reasons").get<std::vector<std::string>>();
  return std::find(reasons.begin(), reasons.end(), reason) != reasons.end();
}

}  // namespace

TEST_CASE("pages of our letter come back into its dossier, and the letter is answered") {
  Loop town;
  write_fake_scan(town.scans() / "a.tif", {town.page(1), town.page(2)});
  town.run(town.request());
  const auto records = town.records();
  REQUIRE(records.size() == 1);
  CHECK(records[0].at("dossier") == Json{{"id", town.dossier}, {"joined_by", "barcode"}});
  CHECK(town.letter().state == "answered");
  Registry registry(town.store(), fixed_registry());
  CHECK(registry.events_about("LETTER").back().facts == compact({{"document", records[0].at("id")}}));
  CHECK(registry.documents_of_dossier(town.dossier).size() == 2);
}

TEST_CASE("a missing page is named in record and report") {
  Loop town;
  write_fake_scan(town.scans() / "a.tif", {town.page(2)});
  town.run(town.request());
  const Json record = town.records()[0];
  CHECK(has_reason(record, "letter-incomplete"));
  CHECK(record.at("dossier").at("letters") == Json::array({{{"id", "LETTER"}, {"pages", 2}, {"missing", {1}}, {"twice", Json::array()}, {"before", Json::array()}}}));
  CHECK(read_file(town.out() / "LOT/report.html").find("Il manque la page 1 sur 2.") != std::string::npos);
}

TEST_CASE("a page that came in an earlier batch never joins silently again; the first batch, run again, changes nothing") {
  Loop town;
  write_fake_scan(town.scans() / "a.tif", {town.page(1), town.page(2)});
  town.run(town.request());
  const std::string first = town.records()[0].at("id");
  CHECK_FALSE(has_reason(town.records()[0], "code-replayed"));

  write_fake_scan(town.scans() / "b.tif", {town.page(2), town.page(1), "text Voici encore mes papiers."});
  fs::remove(town.scans() / "a.tif");
  town.run(town.request("NEXT"));
  const auto records = town.records("NEXT");
  REQUIRE(records.size() == 1);
  CHECK(has_reason(records[0], "code-replayed"));
  CHECK(records[0].at("dossier").at("id") == town.dossier);
  CHECK(records[0].at("dossier").at("letters")[0].at("before") == Json::array({{{"page", 1}, {"document", first}}, {{"page", 2}, {"document", first}}}));
  CHECK(read_file(town.out() / "NEXT/report.html").find("déjà reçue avec le document " + first) != std::string::npos);

  const std::string both = fingerprint(town.out());
  town.run(town.request("NEXT"));
  write_fake_scan(town.scans() / "a.tif", {town.page(1), town.page(2)});
  fs::remove(town.scans() / "b.tif");
  town.run(town.request());
  CHECK(fingerprint(town.out()) == both);
}

TEST_CASE("a batch that was stopped says of its pages what it would have said before another brought them too") {
  Loop town;
  write_fake_scan(town.scans() / "a.tif", {town.page(1), town.page(2)});
  const InboundRequest request = town.request();
  set_fault_hook([](std::string_view step, const fs::path& path) {
    const bool filed = path.string().find("/LOT/urbanisme/") != std::string::npos || path.string().find("/LOT/review/") != std::string::npos;
    if (step == "rename" && filed) throw Fatal("write-failed", {});
  });
  CHECK_THROWS_AS(town.run(request), Fatal);
  set_fault_hook({});
  REQUIRE(Registry(town.store(), fixed_registry()).documents("LOT").size() == 1);  // reserved, not in place
  write_fake_scan(town.scans() / "b.tif", {town.page(1), town.page(2)});
  fs::rename(town.scans() / "a.tif", town.folder / "a.tif");
  town.run(town.request("NEXT"));
  CHECK(has_reason(town.records("NEXT")[0], "code-replayed"));
  fs::rename(town.folder / "a.tif", town.scans() / "a.tif");
  fs::remove(town.scans() / "b.tif");
  town.run(request);
  CHECK_FALSE(has_reason(town.records()[0], "code-replayed"));
}

TEST_CASE("a reference quoted over a line break joins and answers; a forged code does neither") {
  Loop town;
  write_fake_scan(town.scans() / "a.tif", {"text Réf. à rappeler : " + town.dossier.substr(0, 5) + "|" + town.dossier.substr(5) + "|Voici le plan."});
  town.run(town.request());
  CHECK(town.records()[0].at("dossier") == Json{{"id", town.dossier}, {"joined_by", "reference"}});
  CHECK(town.letter().state == "answered");

  Loop forged;
  write_fake_scan(forged.scans() / "a.tif", {"code " + signed_payload({"AB12", forged.dossier, "LETTER", 1, 2, "", ""}, std::string(32, 'x'))});
  forged.run(forged.request());
  CHECK(forged.records()[0].at("dossier").at("id").is_null());
  CHECK(has_reason(forged.records()[0], "code-forged"));
  CHECK(forged.letter().state == "posted");
}

TEST_CASE("a code and a reference that disagree join nothing, and the record and the registry name both") {
  Loop town;
  const std::string other = Registry(town.store(), fixed_registry()).open_dossier("finances", "Loyer", "2026-11-01");
  write_fake_scan(town.scans() / "a.tif", {town.page(1), town.page(2), "text V/Réf " + other});
  town.run(town.request());
  const Json record = town.records()[0];
  CHECK(has_reason(record, "code-reference-conflict"));
  CHECK(record.at("dossier") == Json{{"id", nullptr}, {"joined_by", "none"}, {"candidates", {{{"id", town.dossier}, {"why", "code"}}, {{"id", other}, {"why", "reference"}}}}});
  CHECK(town.letter().state == "posted");
  const Registry registry(town.store(), fixed_registry());
  CHECK(registry.open_questions(town.dossier).size() == 1);
  CHECK(registry.open_questions(other).size() == 1);
}

TEST_CASE("a known sender who quotes nothing opens a dossier and is shown the other; the same bytes after a stop") {
  const auto mail = [](Loop& town) {
    write_fake_scan(town.scans() / "a.tif", {"sheet PLI1/S/SERVICE:URBANISME/0/0", from_lea});
    return town.request();
  };
  Loop town;
  town.run(mail(town));
  const auto records = town.records();
  REQUIRE(records.size() == 1);
  CHECK(records[0].at("service").at("code") == "urbanisme");
  CHECK(records[0].at("dossier").at("joined_by") == "new");
  CHECK(records[0].at("dossier").at("id") != town.dossier);
  CHECK(records[0].at("dossier").at("candidates") == Json::array({{{"id", town.dossier}, {"why", "address"}}}));
  CHECK(has_reason(records[0], "dossier-candidate"));
  CHECK(town.letter().state == "posted");

  Loop stopped;
  const InboundRequest request = mail(stopped);
  set_fault_hook([](std::string_view step, const fs::path& path) {
    if (step == "rename" && path.string().find("/review/") != std::string::npos) throw Fatal("write-failed", {});
  });
  CHECK_THROWS_AS(stopped.run(request), Fatal);
  set_fault_hook({});
  REQUIRE_FALSE(Registry(stopped.store(), fixed_registry()).documents("LOT").empty());  // reserved, not in place: what is known of it is its own
  stopped.run(request);
  CHECK(stopped.records() == records);
}

TEST_CASE("letters and attached files are verified by their bytes and by what was told of them") {
  Loop town;
  const fs::path folder = town.folder / "sent" / "L-TWO";
  const std::string bytes = "%PDF-1.4 a letter";
  std::string attached;
  {
    Registry registry(town.store(), fixed_registry());
    RunEntry run = a_run("L-TWO");
    run.folder = folder.string();
    registry.open_run(run, {a_letter("L1"), a_letter("L2")});
    for (const char* id : {"L1", "L2"}) {
      LetterEntry letter = made(*registry.letter(id));
      letter.sha256 = sha256(bytes + id);
      make_folder(folder / "letters");
      write_file(folder / letter.file, bytes + id);
      registry.letter_made(letter);
    }
    const std::string manifest = "{\"files\": []}";
    write_file(folder / "run.json", manifest);
    registry.complete_run("L-TWO", sha256(manifest));
    write_file(town.folder / "reply.pdf", bytes);
    attached = registry.place_of(attach_file(registry, town.folder / "reply.pdf", {town.dossier, "outbound", "2026-11-24", ""})).string();
  }
  const auto found = [&](const std::vector<std::string>& names = {}) {
    const VerifyResult result = verify(Registry(town.store(), fixed_registry()), names);
    return result.first ? result.first->code + ' ' + fs::path(result.first->args[0].second).filename().string() : "";
  };
  // The first run's folder never was: its letter counts as handed over.
  CHECK(found() == "");
  CHECK(verify(Registry(town.store(), fixed_registry()), {}).documents == 4);
  CHECK(verify(Registry(town.store(), fixed_registry()), {}).handed_over == std::vector<std::string>{"LETTER"});
  const auto with = [&](const fs::path& file, const std::string& other, const std::vector<std::string>& names = {}) {
    const std::string before = read_file(file);
    if (other.empty()) fs::remove(file);
    else write_file(file, other);
    const std::string code = found(names);
    write_file(file, before);
    return code;
  };
  CHECK(with(folder / "letters/L2.pdf", "%PDF-1.4 another") == "verify-altered L2.pdf");
  CHECK(with(folder / "letters/L2.pdf", "", {"L-TWO"}) == "verify-missing L2.pdf");
  CHECK(with(folder / "run.json", "{ }") == "verify-altered run.json");
  CHECK(with(attached, "%PDF-1.4 another") == "verify-altered " + fs::path(attached).filename().string());
  CHECK(with(attached, "") == "verify-missing " + fs::path(attached).filename().string());
  CHECK(with(attached, "", {"L-TWO"}) == "");
  CHECK(found() == "");
  fs::remove_all(folder);  // the whole run was taken away
  CHECK(found() == "");
  REQUIRE(Raw(town.store()).run("UPDATE letters SET sha256 = 'x' WHERE id = 'L1'"));
  CHECK(found() == "verify-chain L1");
}
