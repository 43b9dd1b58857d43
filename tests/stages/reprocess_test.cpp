#include "stages/reprocess.h"

#include <doctest/doctest.h>

#include "classifiers/rules.h"
#include "pipeline/files.h"
#include "pipeline/json.h"
#include "stages/corrected_record.h"
#include "stages/learn.h"
#include "tests/support/mend_desk.h"

using namespace pli;
using namespace pli::test;

namespace {

/// Three letters that no rule could tell apart: all wait. Later the town has rules.
struct Changed : MendDesk {
  Cascade nobody;
  Changed() : nobody(town.templates.services, Rules(), TextModel()) {
    write_fake_scan(town.scans() / "a.tif", {fake_letter("Camille Exemple", "trou dans la chaussée", "la chaussée est défoncée, le nid-de-poule devant chez moi grandit, les trottoirs aussi")});
    write_fake_scan(town.scans() / "b.tif", {fake_letter("Basile Modèle", "facture d'eau anormale", "mon compteur d'eau tourne, je conteste la facture d'eau et demande un dégrèvement pour fuite")});
    write_fake_scan(town.scans() / "c.tif", {fake_letter("Denise Patron", "crèche", "je voudrais une place en crèche pour mon enfant à la rentrée")});
    town.run(town.request("LOT"));
  }
};

Difference difference(const Reprocessed& document, const std::string& key) {
  for (const Difference& one : document.differences)
    if (one.key == key) return one;
  return {};
}

}  // namespace

TEST_CASE("judged again by the same rules nothing is different") {
  Changed desk;
  const std::string before = fingerprint(desk.town.out(), {".pli/"});
  for (const Reprocessed& document : desk.reprocess(desk.nobody)) {
    CHECK(document.state == Reprocessed::State::same);
    CHECK(document.differences.empty());
  }
  CHECK(fingerprint(desk.town.out(), {".pli/"}) == before);
}

TEST_CASE("a trial shows what new rules would change, and changes nothing") {
  Changed desk;
  const std::string before = fingerprint(desk.town.folder.path());
  const auto all = desk.reprocess(desk.judges, true);
  REQUIRE(all.size() == 3);
  CHECK(all[1].state == Reprocessed::State::other);
  CHECK(difference(all[1], "service") == Difference{"service", "autre", "eau-assainissement"});
  CHECK(difference(all[1], "review").after == "");
  CHECK(fingerprint(desk.town.folder.path()) == before);
}

TEST_CASE("judging again files what is sure now, opens its dossier, says by whom, and records stay as they were") {
  Changed desk;
  const std::string id = desk.ids()[1];
  const std::string record = read_file(desk.batch() / "review" / id / "record.json");
  desk.reprocess(desk.judges);
  const DocumentEntry now = desk.entry(id);
  CHECK(now.path == "eau-assainissement/" + id);
  CHECK(now.reasons.empty());
  CHECK_FALSE(now.dossier.empty());
  CHECK(read_file(desk.batch() / now.path / "record.json") == record);
  const Json correction = Json::parse(read_file(desk.batch() / now.path / "correction.json"));
  CHECK(correction.at("by") == "pli test");
  CHECK(correction.at("service").at("code") == "eau-assainissement");
  CHECK(correction.at("judged_again").at("keys").size() > 1);
  CHECK(Registry(desk.town.store(), fixed_registry()).events_about(id).back().kind == "document-reprocessed");
  CHECK(desk.index().find(id + ";eau-assainissement;non") != std::string::npos);
  CHECK(desk.verified() == "");
  for (const Reprocessed& document : desk.reprocess(desk.judges)) CHECK(document.state == Reprocessed::State::same);
  CHECK(desk.reprocess(desk.nobody)[1].state == Reprocessed::State::other);  // and back again
  CHECK(desk.entry(id).path == "review/" + id);
  CHECK(desk.verified() == "");
}

TEST_CASE("what a person said stays, unless it is forced") {
  Changed desk;
  const auto ids = desk.ids();
  desk.correct(ids[0], {{"service", "finances"}});
  desk.correct(ids[1], {{"subject", "Fuite"}, {"kind", "recours"}});
  auto all = desk.reprocess(desk.judges);
  CHECK(all[0].state == Reprocessed::State::person);
  CHECK(desk.entry(ids[0]).service == "finances");
  CHECK(all[1].state == Reprocessed::State::other);
  CHECK(desk.entry(ids[1]).service == "eau-assainissement");
  CHECK(desk.entry(ids[1]).subject == "Fuite");
  CHECK(desk.entry(ids[1]).kind == "recours");
  const CorrectedRecord said(desk.batch() / desk.entry(ids[1]).path);
  CHECK(said.by_person("kind"));
  CHECK(said.by_person("fields.subject"));
  CHECK_FALSE(said.by_person("service"));
  all = desk.reprocess(desk.judges, false, true);
  CHECK(desk.entry(ids[0]).service == "voirie-proprete");
  CHECK(desk.entry(ids[1]).subject == "facture d'eau anormale");
  CHECK(desk.verified() == "");
}

TEST_CASE("nobody learns from what Pli judged again; a person who says the same makes it a person's") {
  Changed desk;
  const auto ids = desk.ids();
  desk.reprocess(desk.judges);
  const auto learnt = [&] { return confirmed_letters(Registry(desk.town.store(), fixed_registry()), {"LOT"}, desk.town.templates.services).letters.size(); };
  CHECK(learnt() == 0);
  desk.correct(ids[0], {{"service", "voirie-proprete"}});
  CHECK(learnt() == 1);
  CHECK(CorrectedRecord(desk.batch() / desk.entry(ids[0]).path).by_person("service"));
  CHECK(desk.reprocess(desk.nobody)[0].state == Reprocessed::State::person);
}

TEST_CASE("a folder that another program took is left, and an unknown batch is an error of usage") {
  Changed desk;
  fs::remove_all(desk.batch() / desk.entry(desk.ids()[0]).path);
  CHECK(desk.reprocess(desk.judges)[0].state == Reprocessed::State::gone);
  Registry registry(desk.town.store(), fixed_registry());
  CHECK_THROWS_AS(reprocess({registry, desk.judges, desk.town.templates.services, desk.town.delays, desk.town.site_keys, "pli", "", false, false}, "OTHER"), UsageError);
}

TEST_CASE("judging again that was stopped after any of its writes is finished by the same command") {
  std::string undisturbed;
  for (int stop_at = -1; stop_at < 200; stop_at += stop_at < 0 ? 1 : 2) {
    Changed desk;
    bool stopped = false;
    if (stop_at >= 0) {
      int step = 0;
      set_fault_hook([&](std::string_view, const fs::path&) {
        if (step++ == stop_at) throw std::runtime_error("stopped");
      });
      try {
        desk.reprocess(desk.judges);
      } catch (const std::exception&) {
        stopped = true;
      }
      set_fault_hook({});
    }
    desk.reprocess(desk.judges);
    CAPTURE(stop_at);
    CHECK(desk.verified() == "");
    const std::string left = fingerprint(desk.town.out(), {".pli/", "LOT/batch.json", "LOT/report.html"});  // these hold timings
    if (stop_at < 0) undisturbed = left;
    CHECK(left == undisturbed);
    if (stop_at >= 0 && !stopped) break;
  }
}
