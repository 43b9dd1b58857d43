#include <doctest/doctest.h>

#include "tests/support/registry_desk.h"

using namespace pli;
using namespace pli::test;

namespace {

const Contact lea = contact_of("Léa Essai", "4 rue des Prés", "49890", "Rivemont", "", "");

// A dossier in which a letter was sent that expects an answer within 30 days.
struct Desk {
  TemporaryFolder folder;
  Registry registry{folder / "pli.db", fixed_registry()};
  std::string dossier;

  Desk() {
    open_lot(registry);
    dossier = registry.open_dossier("urbanisme", "Clôture", "2026-11-01");
    registry.open_run(a_run(), {a_letter("L1", dossier), a_letter("L2", dossier), a_letter("L3", dossier, 0)});
    for (const char* id : {"L1", "L2", "L3"}) registry.letter_made(made(*registry.letter(id)));
  }
  void post(const char* id, const char* day = "2026-11-10") { registry.mark_letter(id, "posted", day); }
  void arrive(const std::string& id, const char* joined_by, const std::vector<std::string>& letters = {}, const std::vector<std::string>& reasons = {},
              const std::vector<LetterPage>& pages = {}) {
    DocumentEntry document = a_document(id);
    document.dossier = dossier;
    document.joined_by = joined_by;
    document.reasons = reasons;
    registry.reserve(document, a_piece(id), false, {lea, letters, {}, pages});
  }
  std::string states() const { return registry.letter("L1")->state + ' ' + registry.letter("L2")->state + ' ' + registry.letter("L3")->state; }
};

std::string last_facts(const Registry& registry, const std::string& subject) { return registry.events_about(subject).back().facts; }

}  // namespace

TEST_CASE("a page with a letter's code answers that letter, also one that nobody marked as posted") {
  Desk desk;
  desk.post("L1");
  desk.arrive("D1", "barcode", {"L1"});
  CHECK(desk.states() == "answered generated generated");
  CHECK(last_facts(desk.registry, "L1") == R"({"document":"D1"})");
  desk.arrive("D2", "barcode", {"L3"});
  CHECK(desk.states() == "answered generated answered");
  const std::size_t before = all_events(desk.registry).size();
  desk.arrive("D3", "barcode", {"L1"});  // a second page of the same letter changes nothing more
  CHECK(all_events(desk.registry).size() == before + 1);
}

TEST_CASE("a quoted reference answers the posted letters that expect an answer, not others") {
  Desk desk;
  desk.arrive("D1", "reference");
  CHECK(desk.states() == "generated generated generated");
  desk.post("L1");
  desk.post("L3");
  desk.arrive("D2", "reference");
  CHECK(desk.states() == "answered generated posted");
  desk.post("L2", "2026-12-01");  // posted after what arrives
  desk.arrive("D3", "reference");
  CHECK(desk.states() == "answered posted posted");
}

TEST_CASE("what a person attaches is an answer too") {
  Desk desk;
  desk.post("L1");
  desk.registry.reserve(a_document("D1"), a_piece("D1"), true);
  desk.registry.attach("D1", desk.dossier);
  CHECK(desk.states() == "answered generated generated");
}

TEST_CASE("a letter that comes back undelivered is returned, not answered; which one, when it can't be told, is for a person") {
  Desk desk;
  desk.post("L1");
  desk.arrive("D1", "barcode", {"L1"}, {"returned"});
  CHECK(desk.states() == "returned generated generated");
  desk.post("L2");
  desk.arrive("D2", "reference", {}, {"returned"});
  CHECK(desk.states() == "returned returned generated");
  for (const char* id : {"L1", "L2"}) desk.post(id);
  desk.arrive("D3", "reference", {}, {"returned"});
  CHECK(desk.states() == "posted posted generated");
}

TEST_CASE("a page that came before is known with the first document that brought it, and a document never meets itself or a later one") {
  Desk desk;
  const auto before = [&](int page, const char* but) { return desk.registry.document_with_letter_page({"L1", page}, but); };
  desk.arrive("D1", "barcode", {"L1"}, {}, {{"L1", 1}, {"L1", 2}});
  desk.arrive("D2", "barcode", {"L1"}, {}, {{"L1", 1}});
  CHECK(before(1, "D3") == "D1");
  CHECK(before(1, "D2") == "D1");
  CHECK(before(1, "D1") == "");
  CHECK(before(2, "D2") == "D1");
  CHECK(before(3, "D3") == "");
  CHECK(desk.registry.document_with_letter_page({"L2", 1}, "D3") == "");
}

TEST_CASE("a page that came back undelivered was in nobody's hands: it may still come as an answer") {
  Desk desk;
  desk.arrive("D1", "barcode", {"L1"}, {"returned"}, {{"L1", 1}});
  CHECK(desk.registry.document_with_letter_page({"L1", 1}, "D2") == "");
}

TEST_CASE("who answers a reminder answers the letter it reminds of, unless several could be meant or it came back undelivered") {
  const auto states = [](int asked, const std::vector<std::string>& reasons, const char* remind_on = "2026-11-20") {
    Desk desk;
    LetterEntry reminder = a_letter("R1", desk.dossier, 15), second = a_letter("R2", desk.dossier, 15);
    reminder.reminder = second.reminder = true, reminder.date = second.date = remind_on;
    desk.registry.open_run(a_run("L-REMINDERS"), {reminder, second});
    for (const char* id : {"R1", "R2"}) {
      desk.registry.letter_made(made(*desk.registry.letter(id)));
      desk.post(id, "2026-11-21");
    }
    desk.post("L1");
    if (asked > 1) desk.post("L2");
    desk.arrive("D1", "barcode", {"R2"}, reasons);
    return desk.registry.letter("L1")->state + ' ' + desk.registry.letter("R1")->state + ' ' + desk.registry.letter("R2")->state;
  };
  CHECK(states(1, {}, "2026-11-25") == "answered answered answered");
  CHECK(states(2, {}, "2026-11-25") == "posted posted answered");
  CHECK(states(1, {"returned"}, "2026-11-25") == "posted posted returned");
  CHECK(states(1, {}, "2026-11-20") == "posted answered answered");  // the letter is younger than its "reminder"
}

TEST_CASE("a letter that was cancelled or belongs to another dossier is not answered") {
  Desk desk;
  desk.registry.mark_letter("L1", "cancelled");
  desk.registry.attach("L2", desk.registry.open_dossier("urbanisme", "", "2026-11-01"));
  desk.arrive("D1", "barcode", {"L1", "L2", "L9"});
  CHECK(desk.states() == "cancelled generated generated");
}

TEST_CASE("mail for a closed dossier opens it again, and the event names the document") {
  Desk desk;
  desk.registry.close_dossier(desk.dossier);
  desk.arrive("D1", "reference");
  CHECK(desk.registry.dossier(desk.dossier)->state == "open");
  CHECK(told(desk.registry, desk.dossier) == "dossier-opened dossier-closed dossier-reopened");
  CHECK(last_facts(desk.registry, desk.dossier) == R"({"document":"D1"})");
}

TEST_CASE("a sender is acquainted with the open dossiers of the service in which he wrote or was written to") {
  Desk desk;
  const auto known = [&](const Contact& contact, const char* service = "urbanisme", const char* since = "2026-01-01", const char* but = "") {
    std::string found;
    for (const DossierCandidate& candidate : desk.registry.acquainted(contact, service, since, but)) found += candidate.id + ' ' + candidate.why + ' ';
    return found;
  };
  CHECK(known(lea) == desk.dossier + " address ");  // by the letters he got
  DocumentEntry first = a_document("D1");
  desk.registry.reserve(first, a_piece("D1"), true, {lea, {}, {}});
  const std::string own = desk.registry.document("D1")->dossier;
  CHECK(known(lea) == own + " address " + desk.dossier + " address ");
  CHECK(known(lea, "urbanisme", "2026-01-01", "D1") == desk.dossier + " address ");
  CHECK(known(lea, "finances") == "");
  CHECK(known(lea, "urbanisme", "2026-11-24") == desk.dossier + " address ");  // the document came on the 23rd
  CHECK(known(lea, "urbanisme", "2026-11-25") == "");
  CHECK(known(contact_of("Léa Essai", "", "", "", "", "")) == "");
  CHECK(known(contact_of("", "4 rue des Prés", "49890", "", "", "")) == "");
  desk.registry.close_dossier(desk.dossier);
  CHECK(known(lea) == own + " address ");
}

TEST_CASE("a question stays open until a person files the document, here or there") {
  Desk desk;
  const auto ask = [&](const char* id) {
    desk.registry.reserve(a_document(id), a_piece(id), true, {lea, {}, {{desk.dossier, "address"}}});
    return desk.registry.document(id)->dossier;
  };
  const std::string own = ask("D1");
  REQUIRE(desk.registry.open_questions(own).size() == 1);
  REQUIRE(desk.registry.open_questions(desk.dossier).size() == 1);
  CHECK(desk.registry.open_questions(desk.dossier)[0].document == "D1");
  CHECK(desk.registry.open_questions(desk.dossier)[0].why == "address");
  desk.registry.attach("D1", own);  // no, another matter
  CHECK(desk.registry.open_questions(own).empty());
  CHECK(desk.registry.events_about("D1").back().kind == "document-confirmed");
  ask("D2");
  desk.registry.attach("D2", desk.dossier);
  CHECK(desk.registry.open_questions(desk.dossier).empty());
  desk.registry.merge_dossiers(desk.dossier, ask("D3"));
  CHECK(desk.registry.open_questions(desk.dossier).empty());
}
