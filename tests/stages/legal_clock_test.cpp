#include "stages/legal_clock.h"

#include <doctest/doctest.h>

#include "pipeline/json.h"
#include "tests/support/paths.h"
#include "tests/support/registry_desk.h"

namespace pli {
namespace {

using namespace test;

const Delays& shipped() {
  static const Delays delays = load_delays(source_folder() / "templates/delays.toml");
  return delays;
}

Record request(const std::string& service = "voirie-proprete", const std::string& kind = "reclamation") {
  Record record;
  record.received = "2026-11-23";
  record.service = {.code = service, .confidence = 0.97, .decided_by = "rule", .sure = true, .candidates = {}, .evidence = {}};
  record.kind = {.code = kind, .confidence = 0.97, .decided_by = "text", .sure = true, .candidates = {}, .evidence = {}};
  return record;
}

/// A registry with one request in a dossier of its own, and letters that go out from it.
struct ClockDesk {
  TemporaryFolder folder;
  Registry registry{folder / "pli.db", fixed_registry()};
  std::string dossier;
  const LetterClocks clocks = {{"accuse-reception", "acknowledges"}, {"pieces-manquantes", "suspends"}, {"refus", "decides"}, {"transmission", "transmits"}};

  explicit ClockDesk(const Due& due) {
    open_lot(registry);
    dossier = arrive("D1", "2026-11-23", "", due);
  }
  std::string arrive(const std::string& id, const std::string& received, const std::string& into, const std::optional<Due>& due = {}) {
    DocumentEntry document = a_document(id);
    document.received = received;
    document.dossier = into;
    document.joined_by = into.empty() ? "new" : "reference";
    Arrival arrival;
    arrival.due = due;
    return registry.reserve(document, a_piece(id), into.empty(), arrival).dossier;
  }
  void post(const std::string& id, const std::string& letter_template, const std::string& day, const std::string& due = "") {
    LetterEntry letter = a_letter(id, dossier, due.empty() ? 0 : 30);
    letter.template_name = letter_template;
    RunEntry run = a_run("RUN-" + id);
    registry.open_run(run, {letter});
    registry.letter_made(made(*registry.letter(id)));
    registry.mark_letter(id, "posted", day, "", due);
  }
  std::vector<RunningClock> running() const { return running_clocks(registry, clocks); }
};

const Due refusal_in_two_months = {"2026-12-03", "2027-01-23", "svr", "CRPA, art. L231-4", 2, 0};

}  // namespace

TEST_CASE("a complaint is owed an acknowledgement, and after two months silence refuses it") {
  const auto due = due_of(request(), shipped());
  REQUIRE(due);
  CHECK(due->regime == "svr");
  CHECK(due->acknowledge_by == "2026-12-03");
  CHECK(due->decide_by == "2027-01-23");
  CHECK(due->source.find("L231") != std::string::npos);
}

TEST_CASE("no clock starts for what is no request, is unsure, is a copy, came back undelivered or belongs to nobody") {
  for (const char* kind : {"facture", "candidature", "information", "publicite", "pieces-complementaires", "mise-en-demeure"}) CHECK_FALSE(due_of(request("finances", kind), shipped()));
  Record record = request();
  record.kind.sure = false;
  CHECK_FALSE(due_of(record, shipped()));
  record = request();
  record.service.sure = false;
  CHECK_FALSE(due_of(record, shipped()));
  record = request();
  record.duplicate_of = "OTHER";
  CHECK_FALSE(due_of(record, shipped()));
  record = request();
  record.review = {"returned"};
  CHECK_FALSE(due_of(record, shipped()));
  CHECK_FALSE(due_of(request("autre"), shipped()));
  CHECK_FALSE(due_of(request("etat-civil", "demande"), shipped()));  // a copy of an act: nothing but conditions to check (R112-4)
}

TEST_CASE("a clock runs until the decision is posted; the acknowledgement takes its own day off") {
  ClockDesk desk(refusal_in_two_months);
  REQUIRE(desk.running().size() == 1);
  CHECK(desk.running()[0].next() == "2026-12-03");
  desk.post("A", "accuse-reception", "2026-11-26");
  REQUIRE(desk.running().size() == 1);
  CHECK(desk.running()[0].due.acknowledge_by.empty());
  CHECK(desk.running()[0].next() == "2027-01-23");
  desk.post("B", "refus", "2026-12-15");
  CHECK(desk.running().empty());
}

TEST_CASE("a letter that was made and not posted, and one that nobody got, change no clock") {
  ClockDesk desk(refusal_in_two_months);
  desk.post("A", "refus", "2026-12-15");
  desk.registry.mark_letter("A", "returned");
  REQUIRE(desk.running().size() == 1);
  CHECK(desk.running()[0].due.decide_by == "2027-01-23");
}

TEST_CASE("a registered decision that was refused or not claimed ends the clock all the same") {
  ClockDesk desk(refusal_in_two_months);
  desk.post("A", "refus", "2026-12-15");
  desk.registry.mark_letters({"A"}, {"returned", "", "", "", "unclaimed", "always", false, "2027-01-05"});
  CHECK(desk.running().empty());
}

TEST_CASE("what was passed on to whom it concerns runs here no more") {
  ClockDesk desk(refusal_in_two_months);
  desk.post("A", "transmission", "2026-11-25");
  CHECK(desk.running().empty());
}

TEST_CASE("while documents are missing a refusal by silence waits: for the deadline at most, and goes on when they come") {
  ClockDesk desk(refusal_in_two_months);
  desk.post("A", "pieces-manquantes", "2026-12-01", "2026-12-31");
  REQUIRE(desk.running().size() == 1);
  CHECK(desk.running()[0].suspended);
  CHECK(desk.running()[0].due.decide_by == "2027-02-22");  // thirty days later
  desk.arrive("D2", "2026-12-11", desk.dossier);
  REQUIRE(desk.running().size() == 1);
  CHECK_FALSE(desk.running()[0].suspended);
  CHECK(desk.running()[0].due.decide_by == "2027-02-02");  // ten days later
}

TEST_CASE("consent by silence counts from the day the request is complete") {
  ClockDesk desk({"", "2027-01-23", "sva", "CRPA, art. L231-1", 2, 0});
  desk.post("A", "pieces-manquantes", "2026-12-01", "2026-12-31");
  REQUIRE(desk.running().size() == 1);
  CHECK(desk.running()[0].suspended);
  CHECK(desk.running()[0].next().empty());
  desk.arrive("D2", "2026-12-11", desk.dossier);
  CHECK(desk.running()[0].due.decide_by == "2027-02-11");
}

TEST_CASE("the most pressing comes first, and a closed dossier waits for nothing") {
  ClockDesk desk(refusal_in_two_months);
  const std::string other = desk.arrive("D2", "2026-11-20", "", Due{"2026-11-30", "2027-01-20", "svr", "CRPA", 2, 0});
  REQUIRE(desk.running().size() == 2);
  CHECK(desk.running()[0].dossier == other);
  desk.registry.close_dossier(other);
  REQUIRE(desk.running().size() == 1);
  CHECK(desk.running()[0].dossier == desk.dossier);
  CHECK(running_clocks(desk.registry, desk.clocks, other).size() == 1);
}

TEST_CASE("a record keeps its delay, and has null where none runs") {
  Record record = request();
  CHECK(to_json(record).at("due").is_null());
  record.due = refusal_in_two_months;
  const Json json = to_json(record);
  CHECK(json.at("due").at("decide_by") == "2027-01-23");
  CHECK(record_from_json(json).due->source == refusal_in_two_months.source);
  CHECK(record_from_json(json).due->months == 2);
}

}  // namespace pli
