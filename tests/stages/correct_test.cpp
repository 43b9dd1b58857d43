#include "stages/correct.h"

#include <doctest/doctest.h>

#include "pipeline/errors.h"
#include "pipeline/files.h"
#include "pipeline/json.h"
#include "stages/correct_index.h"
#include "stages/receipts.h"
#include "stages/verify.h"
#include "tests/support/paths.h"
#include "tests/support/town.h"

using namespace pli;
using namespace pli::test;

namespace {

/// A batch of three letters that the fake reader read, none of which the empty model can judge: all wait for a person.
struct ReviewDesk {
  Town town;
  std::unique_ptr<Registry> registry;
  std::vector<std::string> ids;

  ReviewDesk() {
    for (int i = 0; i < 3; ++i)
      write_fake_scan(town.scans() / ("letter-" + std::to_string(i) + ".tif"), {"text Camille Exemple|12 rue des Tanneurs|49000 Angers||Objet : trou dans la rue " + std::to_string(i) + "|Madame, Monsieur,|le trottoir est défoncé devant chez moi"});
    town.run(town.request("LOT"));
    registry = std::make_unique<Registry>(town.store(), fixed_registry());
    for (const DocumentEntry& document : registry->documents("LOT")) ids.push_back(document.id);
    REQUIRE(ids.size() == 3);
  }
  fs::path batch() const { return town.out() / "LOT"; }
  Corrected say(const std::string& id, const std::map<std::string, std::string>& values, bool confirm = false) {
    return correct(*registry, {id, values, confirm, "ab", "2026-11-24T09:00:00Z"}, town.templates.services, town.delays);
  }
  std::string refused(const std::string& id, const std::map<std::string, std::string>& values, bool confirm = false) {
    try {
      say(id, values, confirm);
      return "";
    } catch (const UsageError& error) {
      return error.code();
    }
  }
  IndexCorrections from_csv(const std::string& csv) const { return index_corrections(csv, "index.csv", *registry, town.templates, "ab", "2026-11-24T09:00:00Z"); }
};

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

}  // namespace

TEST_CASE("a service that a person names moves the folder, opens the dossier, and the record stays as it was") {
  ReviewDesk desk;
  const std::string id = desk.ids[0], before = read_file(desk.batch() / "review" / id / "record.json");
  CHECK(desk.registry->waiting().size() == 3);
  const Corrected done = desk.say(id, {{"service", "voirie-proprete"}, {"kind", "reclamation"}});
  CHECK(done.changed);
  CHECK(done.document.path == "voirie-proprete/" + id);
  CHECK_FALSE(done.document.review());
  CHECK_FALSE(done.document.dossier.empty());
  CHECK(desk.registry->dossier(done.document.dossier)->service == "voirie-proprete");
  CHECK(read_file(desk.batch() / "voirie-proprete" / id / "record.json") == before);
  CHECK_FALSE(fs::exists(desk.batch() / "review" / id));
  const Json correction = Json::parse(read_file(desk.batch() / "voirie-proprete" / id / "correction.json"));
  CHECK(correction.at("service") == "voirie-proprete");
  CHECK(correction.at("by") == "ab");
  CHECK(desk.registry->waiting().size() == 2);
  REQUIRE(desk.registry->clocks(done.document.dossier).size() == 1);  // a complaint is owed an answer
  CHECK(desk.registry->clocks(done.document.dossier)[0].due.decide_by == "2027-01-23");
}

TEST_CASE("the same correction again changes nothing and is no event; another adds to it") {
  ReviewDesk desk;
  desk.say(desk.ids[0], {{"service", "voirie-proprete"}});
  const auto events = desk.registry->events_about(desk.ids[0]).size();
  CHECK_FALSE(desk.say(desk.ids[0], {{"service", "voirie-proprete"}}).changed);
  CHECK(desk.registry->events_about(desk.ids[0]).size() == events);
  CHECK(desk.say(desk.ids[0], {{"sender.name", "Camille Exemple-Durand"}}).changed);
  const Json correction = Json::parse(read_file(desk.batch() / "voirie-proprete" / desk.ids[0] / "correction.json"));
  CHECK(correction.at("service") == "voirie-proprete");
  CHECK(correction.at("fields")[0].at("value") == "Camille Exemple-Durand");
  CHECK(desk.registry->document(desk.ids[0])->sender == "Camille Exemple-Durand");
  CHECK(desk.registry->search("Durand").size() == 1);
}

TEST_CASE("a field alone leaves the document in review") {
  ReviewDesk desk;
  const Corrected done = desk.say(desk.ids[1], {{"date", "03/02/2026"}});
  CHECK(done.document.path == "review/" + desk.ids[1]);
  CHECK(done.document.review());
  CHECK(done.document.date == "2026-02-03");
}

TEST_CASE("what can't be is refused, and nothing is written") {
  ReviewDesk desk;
  const std::string id = desk.ids[0];
  CHECK(desk.refused(id, {{"service", "plomberie"}}) == "correction-value");
  CHECK(desk.refused(id, {{"date", "31/02/2026"}}) == "correction-value");
  CHECK(desk.refused(id, {{"iban", "FR76 1234 5678 9012 3456 7890 123"}}) == "correction-value");
  CHECK(desk.refused(id, {{"dossier", "2026-000001-A"}}) == "correction-value");
  CHECK(desk.refused(id, {{"../pages", "1"}}) == "correction-key");
  CHECK(desk.refused(id, {}, true) == "correction-autre");
  CHECK(desk.refused("NOBODY", {{"kind", "demande"}}) == "unknown-document");
  CHECK_FALSE(fs::exists(desk.batch() / "review" / id / "correction.json"));
  fs::remove_all(desk.batch() / "review" / id);
  CHECK(desk.refused(id, {{"kind", "demande"}}) == "document-taken-away");
}

TEST_CASE("a correction that was stopped after any of its writes is finished by the same command") {
  for (int stop_at = 0; stop_at < 12; ++stop_at) {
    ReviewDesk desk;
    int step = 0;
    set_fault_hook([&](std::string_view, const fs::path&) {
      if (step++ == stop_at) throw std::runtime_error("stopped");
    });
    bool stopped = false;
    try {
      desk.say(desk.ids[0], {{"service", "finances"}});
    } catch (const std::runtime_error&) {
      stopped = true;
    }
    set_fault_hook({});
    CHECK(gone_folders(*desk.registry, "LOT", "2026-11-24").empty());  // nobody took what is on its way
    const Corrected done = desk.say(desk.ids[0], {{"service", "finances"}});
    CHECK(done.changed == stopped);
    CHECK(fs::exists(desk.batch() / "finances" / desk.ids[0] / "correction.json"));
    CHECK_FALSE(fs::exists(desk.batch() / "review" / desk.ids[0]));
    CHECK(desk.registry->document(desk.ids[0])->path == "finances/" + desk.ids[0]);
    CHECK_FALSE(desk.say(desk.ids[0], {{"service", "finances"}}).changed);
    if (!stopped) break;
  }
}

TEST_CASE("a correction.json that somebody wrote by hand is taken over") {
  ReviewDesk desk;
  write_file(desk.batch() / "review" / desk.ids[2] / "correction.json", R"({"service": {"code": "finances"}, "fields": [{"name": "subject", "value": "Loyer"}]})");
  const Corrected done = take_correction(*desk.registry, desk.ids[2], "ab", "2026-11-24T09:00:00Z", desk.town.templates.services, desk.town.delays);
  CHECK(done.document.service == "finances");
  CHECK(done.document.subject == "Loyer");
  CHECK(done.document.path == "finances/" + desk.ids[2]);
}

TEST_CASE("of a filled-in index what differs is a correction; a line that says nothing usable is told by its number, and the others stand") {
  ReviewDesk desk;
  const std::string index = read_file(desk.batch() / "index.csv");
  CHECK(desk.from_csv(index).corrections.empty());
  std::string filled = replaced(index, desk.ids[1] + ";autre;oui", desk.ids[1] + ";urbanisme;non");
  filled = replaced(filled, desk.ids[0], "NOBODY");
  const IndexCorrections found = desk.from_csv(filled);
  REQUIRE(found.corrections.size() == 1);
  CHECK(found.corrections[0].document == desk.ids[1]);
  CHECK(found.corrections[0].values == std::map<std::string, std::string>{{"service", "urbanisme"}});
  CHECK(found.corrections[0].confirm);
  CHECK(found.lines[0] == 3);
  REQUIRE(found.problems.size() == 1);
  CHECK(found.problems[0].line == 2);
  CHECK(found.problems[0].code == "unknown-document");
  CHECK(correct(*desk.registry, found.corrections[0], desk.town.templates.services, desk.town.delays).changed);
  CHECK_FALSE(correct(*desk.registry, found.corrections[0], desk.town.templates.services, desk.town.delays).changed);
  CHECK(desk.from_csv(filled).corrections.empty());
}

TEST_CASE("a cell that nobody touched takes nothing back, and columns may stand in any order") {
  ReviewDesk desk;
  const std::string index = read_file(desk.batch() / "index.csv");
  desk.say(desk.ids[0], {{"service", "finances"}, {"subject", "Loyer"}});
  CHECK(desk.from_csv(index).corrections.empty());
  const IndexCorrections found = desk.from_csv("date;id\n03/02/2026;" + desk.ids[1] + "\n");
  REQUIRE(found.corrections.size() == 1);
  CHECK(found.corrections[0].values == std::map<std::string, std::string>{{"date", "03/02/2026"}});
  CHECK_THROWS_AS(desk.from_csv("a;b\n1;2\n"), UsageError);
}

TEST_CASE("a correction that was altered after it was taken over is found; one that was not is no alteration") {
  ReviewDesk desk;
  desk.say(desk.ids[0], {{"service", "finances"}});
  CHECK_FALSE(verify(*desk.registry, {"LOT"}).first);
  const fs::path file = desk.batch() / "finances" / desk.ids[0] / "correction.json";
  write_file(file, replaced(read_file(file), "\"ab\"", "\"cd\""));
  const VerifyResult found = verify(*desk.registry, {"LOT"});
  REQUIRE(found.first);
  CHECK(found.first->code == "verify-altered");
}

TEST_CASE("a hand-written correction that asks for review settles nothing, and one that is no correction is named") {
  ReviewDesk desk;
  const fs::path file = desk.batch() / "review" / desk.ids[0] / "correction.json";
  const auto take = [&] { return take_correction(*desk.registry, desk.ids[0], "ab", "2026-11-24T09:00:00Z", desk.town.templates.services, desk.town.delays); };
  write_file(file, R"({"review": {"needed": true}, "date": "03/02/2026"})");
  const Corrected done = take();
  CHECK(done.document.review());
  CHECK(done.document.date == "2026-02-03");
  for (const char* wrong : {R"({"fields": [{"name": 1, "value": "x"}]})", R"({"service": {"code": 7}})", R"([1])", "{"}) {
    write_file(file, wrong);
    try {
      take();
      FAIL(wrong);
    } catch (const UsageError& error) {
      CHECK_MESSAGE(error.code() == "correction-damaged", wrong);
    }
  }
}

TEST_CASE("an index may be filled in with English words too") {
  ReviewDesk desk;
  const IndexCorrections found = desk.from_csv("id;service;dossier;a_verifier\n" + desk.ids[0] + ";finances;new;no\n" + desk.ids[1] + ";autre;;yes\n");
  REQUIRE(found.corrections.size() == 1);
  CHECK(found.corrections[0].values == std::map<std::string, std::string>{{"service", "finances"}, {"dossier", "new"}});
  CHECK(found.corrections[0].confirm);
}

TEST_CASE("the line of a letter whose folder was taken away is a problem only where it asks for something") {
  ReviewDesk desk;
  desk.say(desk.ids[0], {{"service", "finances"}});
  const DocumentEntry taken = *desk.registry->document(desk.ids[0]);
  const std::string seen = read_file(desk.batch() / "index.csv"), head = "id;service;genre;recu_le;date;objet;a_verifier\n" + taken.id + ';';
  fs::rename(desk.batch() / taken.path, desk.batch() / "away");
  const IndexCorrections untouched = desk.from_csv(head + "finances;" + taken.kind + ";2026-11-23;;" + taken.subject + ";non\n");
  CHECK(untouched.corrections.empty());
  CHECK(untouched.problems.empty());
  const IndexCorrections asked = desk.from_csv(head + "urbanisme;" + taken.kind + ";2026-11-23;;" + taken.subject + ";non\n");
  REQUIRE(asked.problems.size() == 1);
  CHECK(asked.problems[0].code == "document-taken-away");
}

TEST_CASE("cells that Pli left empty while a folder was away take nothing back once it is there again; those that a clerk emptied do") {
  ReviewDesk desk;
  const std::string id = desk.ids[0], subject = desk.registry->document(id)->subject;
  CHECK_FALSE(subject.empty());
  CHECK(desk.from_csv("id;recu_le;date;objet\n" + id + ";;;\n").corrections.empty());
  const IndexCorrections emptied = desk.from_csv("id;recu_le;objet\n" + id + ";2026-11-23;\n");
  REQUIRE(emptied.corrections.size() == 1);
  CHECK(emptied.corrections[0].values == std::map<std::string, std::string>{{"subject", ""}});
}

TEST_CASE("two more columns part a letter and join what was torn, in the order of the pages; a ring joins nothing") {
  ReviewDesk desk;
  const auto& ids = desk.ids;
  const IndexCorrections found = desk.from_csv("id;partager_avant;suite_de\n" + ids[2] + ";;" + ids[0] + '\n' + ids[0] + ";;" + ids[1] + '\n');
  REQUIRE(found.mends.size() == 1);
  CHECK(found.mends[0].kind == "join");
  CHECK(found.mends[0].documents == std::vector<std::string>{ids[1], ids[0], ids[2]});
  const IndexCorrections parted = desk.from_csv("id;split_before;continues\n" + ids[0] + ";3, 5;\n" + ids[1] + ";x;\n");
  REQUIRE(parted.mends.size() == 1);
  CHECK(parted.mends[0].pages == std::vector<int>{3, 5});
  CHECK(parted.mend_lines == std::vector<int>{2});
  REQUIRE(parted.problems.size() == 1);
  CHECK(parted.problems[0].line == 3);
  const IndexCorrections ring = desk.from_csv("id;suite_de\n" + ids[0] + ';' + ids[1] + '\n' + ids[1] + ';' + ids[0] + '\n');
  CHECK(ring.mends.empty());
  CHECK(ring.problems.size() == 2);
  const IndexCorrections both = desk.from_csv("id;service;partager_avant\n" + ids[0] + ";finances;2\n");
  CHECK(both.mends.empty());
  REQUIRE(both.problems.size() == 1);
  CHECK(both.problems[0].code == "correct-parted");
}
