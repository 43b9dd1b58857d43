#include "stages/acknowledge.h"

#include <doctest/doctest.h>

#include "pipeline/errors.h"
#include "pipeline/files.h"
#include "tests/support/morning.h"

namespace pli {
namespace {

using test::Morning;

TEST_CASE("a request is owed an acknowledgement: a row with its dossier, service, sender and dates") {
  Morning morning;
  const std::string id = morning.file(Morning::request());
  const Acknowledgements found = morning.propose();
  REQUIRE(found.rows.size() == 1);
  CHECK(found.documents == std::vector<std::string>{id});
  CHECK(found.rows[0] == Json{{"dossier", morning.registry.document(id)->dossier},
                              {"service", "action-sociale"},
                              {"recipient", {{"name", "Mme Alix Exemple"}, {"lines", {"3 rue des Exemples", "49890 Rivemont"}}}},
                              {"received", "2026-11-23"},
                              {"demande_date", "2026-11-20"}});
}

TEST_CASE("what needs none, waits for a person, is a copy or says not where to write is left out, with the reason") {
  Morning morning;
  Json invoice = Morning::request(), certificate = Morning::request();
  invoice["kind"]["code"] = "facture";
  certificate["service"]["code"] = "etat-civil";
  const std::string not_request = morning.file(invoice), not_due = morning.file(certificate), review = morning.file(Morning::request(), true),
                    copy = morning.file(Morning::request(), false, "", not_due), anonymous = morning.file(Morning::without(Morning::request(), "sender.name")),
                    nowhere = morning.file(Morning::without(Morning::request(), "sender.postcode")), no_street = morning.file(Morning::without(Morning::request(), "sender.street")), gone = morning.file(Morning::request());
  fs::remove_all(morning.folder / "LOT" / morning.registry.document(gone)->path);
  const Acknowledgements found = morning.propose();
  CHECK(found.rows.empty());
  CHECK(Morning::reason(found, not_request) == "not-due");
  CHECK(Morning::reason(found, not_due) == "not-due");
  CHECK(Morning::reason(found, review) == "in-review");
  CHECK(Morning::reason(found, copy) == "duplicate");
  CHECK(Morning::reason(found, anonymous) == "no-sender");
  CHECK(Morning::reason(found, nowhere) == "no-address");
  CHECK(Morning::reason(found, no_street) == "no-address");
  CHECK(Morning::reason(found, gone) == "taken-away");
}

TEST_CASE("a person's correction goes before the record, and a confirmed document no longer waits") {
  Morning morning;
  Json unread = Morning::without(Morning::request(), "sender.city");
  unread["kind"]["code"] = "information";
  const std::string id = morning.file(unread, true);
  morning.correct(id, {{"by", "ab"}, {"kind", "demande"}, {"fields", {{{"name", "sender.city"}, {"value", "Rivemont Cedex"}}}}, {"review", {{"needed", false}}}});
  const Acknowledgements found = morning.propose();
  REQUIRE(found.rows.size() == 1);
  CHECK(found.rows[0].at("recipient").at("lines")[1] == "49890 Rivemont Cedex");
}

TEST_CASE("where the kind changes the delay, the row names the procedure that has it") {
  Morning morning;
  Json complaint = Morning::request();
  complaint["service"]["code"] = "etat-civil";
  complaint["kind"]["code"] = "reclamation";
  morning.file(complaint);
  const Acknowledgements found = morning.propose();
  REQUIRE(found.rows.size() == 1);
  const Regime wanted = morning.delays.regime_of("etat-civil", "reclamation");
  const Procedure* named = morning.delays.procedure(found.rows[0].at("procedure").get<std::string>());
  REQUIRE(named);
  CHECK(named->regime.regime == wanted.regime);
  CHECK(named->regime.months == wanted.months);
}

TEST_CASE("two letters of one dossier are owed one answer, and none once it was made; a run that was stopped is no answer") {
  Morning morning;
  const std::string first = morning.file(Morning::request()), dossier = morning.registry.document(first)->dossier;
  const std::string second = morning.file(Morning::request(), false, dossier);
  Acknowledgements found = morning.propose();
  CHECK(found.documents == std::vector<std::string>{first});
  CHECK(Morning::reason(found, second) == "same-dossier");

  LetterEntry letter;
  letter.id = "LETTER000001";
  letter.dossier = dossier;
  letter.service = "action-sociale";
  morning.registry.open_run({"AR", "digest", "accuse-reception", "2026-11-24", "", false}, {letter});
  CHECK(propose_acknowledgements(morning.registry, "LOT", morning.delays).rows.size() == 1);
  morning.registry.complete_run("AR", "sha");
  found = propose_acknowledgements(morning.registry, "LOT", morning.delays);
  CHECK(found.rows.empty());
  CHECK(Morning::reason(found, first) == "done");
}

TEST_CASE("a batch that is unknown or not finished proposes nothing") {
  Morning morning;
  CHECK_THROWS_AS(propose_acknowledgements(morning.registry, "AUTRE", morning.delays), UsageError);
  CHECK_THROWS_AS(propose_acknowledgements(morning.registry, "LOT", morning.delays), UsageError);
}

}  // namespace
}  // namespace pli
