#include <doctest/doctest.h>

#include "pipeline/errors.h"
#include "tests/support/registry_desk.h"

using namespace pli;
using namespace pli::test;

namespace {

const char* const name = "Mme Léa Essai";
const char* const address = "4 RUE DES PRES\n49890 RIVEMONT";

// A letter that was posted and expects an answer.
struct Desk {
  TemporaryFolder folder;
  Registry registry{folder / "pli.db", fixed_registry()};
  std::string dossier;

  Desk() {
    open_lot(registry);
    dossier = registry.open_dossier("urbanisme", "Clôture", "2026-11-01");
    registry.open_run(a_run(), {a_letter("L1", dossier)});
    registry.letter_made(made(*registry.letter("L1")));
    registry.mark_letter("L1", "posted", "2026-11-10");
  }
  void arrive(const std::string& id, const std::optional<Returned>& back, const std::vector<std::string>& letters = {}, const Contact& sender = {}, const char* day = "2026-11-23") {
    DocumentEntry document = a_document(id);
    document.dossier = dossier;
    document.joined_by = letters.empty() ? "reference" : "barcode";
    document.received = day;
    if (back) document.reasons = {"returned"};
    Arrival arrival{sender, letters, {}};
    arrival.returned = back;
    registry.reserve(document, a_piece(id), false, arrival);
  }
  LetterEntry letter(const char* id = "L1") const { return *registry.letter(id); }
  bool bad() const { return registry.bad_address(name, address).has_value(); }
  LetterChange came_back(const char* motive, const char* effect, bool bad_address) const { return {"returned", "", "", "", motive, effect, bad_address, "2026-11-24"}; }
};

const Returned unknown_there{"", "unknown-recipient", false, true};

}  // namespace

TEST_CASE("a letter that the post gave back says why, and its address is held against nobody else") {
  Desk desk;
  desk.arrive("D1", unknown_there);
  CHECK(desk.letter().state == "returned");
  CHECK(desk.letter().motive == "unknown-recipient");
  CHECK(desk.letter().settled_by == "D1");
  CHECK(told(desk.registry, "L1") == "letter-reserved letter-made letter-posted letter-returned address-undeliverable");
  const auto bad = desk.registry.bad_address("Léa ESSAI", "4, rue des Prés\n49890 Rivemont");
  REQUIRE(bad);
  CHECK(bad->letter == "L1");
  CHECK(bad->day == "2026-11-23");
  CHECK_FALSE(desk.registry.bad_address("M. Paul Essai", address));
  CHECK_FALSE(desk.registry.bad_address(name, "5 RUE DES PRES\n49890 RIVEMONT"));
  CHECK_FALSE(desk.registry.bad_address("", address));
}

TEST_CASE("a registered letter that was refused leaves the address good and is told apart") {
  Desk desk;
  desk.arrive("D1", Returned{"", "refused", true, false});
  CHECK(desk.letter().legal_effect);
  CHECK_FALSE(desk.bad());
  CHECK(told(desk.registry, "L1") == "letter-reserved letter-made letter-posted letter-returned letter-refused");
}

TEST_CASE("an answer to the letter, a letter from that address and a person's word each make the address good again") {
  Desk answered;
  answered.arrive("D1", unknown_there);
  answered.arrive("D2", std::nullopt, {"L1"});
  CHECK_FALSE(answered.bad());
  CHECK(answered.letter().state == "answered");
  CHECK(answered.letter().motive == "");

  Desk wrote;
  wrote.arrive("D1", unknown_there);
  wrote.arrive("D2", std::nullopt, {}, contact_of("Léa Essai", "9 rue Neuve", "49000", "Angers", "", ""));
  CHECK(wrote.bad());
  wrote.arrive("D3", std::nullopt, {}, contact_of("Léa Essai", "4 rue des Prés", "49890", "Rivemont", "", ""), "2026-11-20");  // before
  CHECK(wrote.bad());
  wrote.arrive("D4", std::nullopt, {}, contact_of("Léa Essai", "4 rue des Prés", "49890", "Rivemont", "", ""));
  CHECK_FALSE(wrote.bad());
  CHECK(wrote.registry.events_about("L1").back().facts == R"({"document":"D4"})");

  Desk said;
  said.arrive("D1", unknown_there);
  CHECK(said.registry.good_address("L1"));
  CHECK_FALSE(said.registry.good_address("L1"));
  CHECK_FALSE(said.bad());
  CHECK_THROWS_AS(said.registry.good_address("L9"), UsageError);
}

TEST_CASE("a person who read the label corrects the motive; who says none takes none back") {
  Desk desk;
  desk.registry.mark_letters({"L1"}, desk.came_back("unknown", "none", true));
  CHECK(desk.bad());
  desk.registry.mark_letters({"L1"}, desk.came_back("unclaimed", "always", false));
  CHECK(desk.letter().motive == "unclaimed");
  CHECK(desk.letter().legal_effect);
  CHECK_FALSE(desk.bad());
  const std::size_t events = all_events(desk.registry).size();
  desk.registry.mark_letters({"L1"}, desk.came_back("unclaimed", "always", false));
  desk.registry.mark_letters({"L1"}, desk.came_back("unknown", "none", true));
  CHECK(all_events(desk.registry).size() == events);
  CHECK(desk.letter().motive == "unclaimed");
  desk.registry.mark_letter("L1", "posted", "2026-11-25");
  CHECK(desk.letter().motive == "");
  CHECK_FALSE(desk.letter().legal_effect);
  CHECK(broken_chain(desk.registry) == "");
}

TEST_CASE("a refused letter has legal effect by its tracking number alone") {
  Desk desk;
  desk.registry.mark_letters({"L1"}, desk.came_back("refused", "registered", false));
  CHECK_FALSE(desk.letter().legal_effect);
  desk.registry.mark_letter("L1", "posted", "2026-11-10", "1A12345678901");
  desk.registry.mark_letters({"L1"}, desk.came_back("refused", "registered", false));
  CHECK(desk.letter().legal_effect);
}

TEST_CASE("what came back stays undelivered though nobody waits for a person any more: filed elsewhere it answers nothing") {
  Desk desk;
  desk.registry.mark_letter("L1", "cancelled");
  desk.arrive("D1", unknown_there);
  const std::string other = desk.registry.open_dossier("urbanisme", "Autre", "2026-11-01");
  desk.registry.open_run(a_run("L-OTHER"), {a_letter("L2", other)});
  desk.registry.letter_made(made(*desk.registry.letter("L2")));
  desk.registry.mark_letter("L2", "posted", "2026-11-10");
  Raw(desk.folder / "pli.db").run("UPDATE documents SET reasons = '[]' WHERE id = 'D1'");
  desk.registry.attach("D1", other);
  CHECK(desk.letter("L2").state == "returned");
  CHECK(desk.letter("L2").motive == "unknown-recipient");
}

TEST_CASE("the letter that the window shows came back, not another of its dossier that is on its way too") {
  Desk desk;
  desk.registry.open_run(a_run("L-MORE"), {a_letter("L2", desk.dossier)});
  desk.registry.letter_made(made(*desk.registry.letter("L2")));
  desk.registry.mark_letter("L2", "posted", "2026-11-12");
  desk.arrive("D1", Returned{"L2", "address-fault", false, true});
  CHECK(desk.letter("L1").state == "posted");
  CHECK(desk.letter("L2").state == "returned");
}

TEST_CASE("a reminder that names its letter is answered with it, whichever of the two comes back, though others wait in the dossier") {
  for (const char* answered : {"L1", "R1"}) {
    Desk desk;
    LetterEntry reminder = a_letter("R1", desk.dossier, 15);
    reminder.reminder = true, reminder.reminds = "L1";
    desk.registry.open_run(a_run("L-REMINDERS"), {a_letter("L2", desk.dossier), reminder});
    for (const char* id : {"L2", "R1"}) {
      desk.registry.letter_made(made(*desk.registry.letter(id)));
      desk.registry.mark_letter(id, "posted", "2026-11-20");
    }
    CHECK(desk.registry.reminders_of("L1").size() == 1);
    desk.arrive("D1", std::nullopt, {answered});
    CHECK(desk.letter("L1").state + ' ' + desk.letter("R1").state + ' ' + desk.letter("L2").state == "answered answered posted");
    CHECK(desk.registry.letters_brought_by("D1").size() == 2);
  }
}

TEST_CASE("letters that expect an answer are those of open dossiers that were made and not cancelled, the earliest due first") {
  Desk desk;
  desk.registry.open_run(a_run("L-MORE"), {a_letter("L2", desk.dossier), a_letter("L3", desk.dossier, 0), a_letter("L4", desk.dossier), a_letter("L5", desk.registry.open_dossier("finances", "", "2026-11-01"))});
  for (const char* id : {"L2", "L3", "L5"}) desk.registry.letter_made(made(*desk.registry.letter(id)));
  desk.registry.mark_letter("L2", "posted", "2026-11-05");
  desk.registry.mark_letter("L5", "cancelled");
  const auto ids = [&] {
    std::string all;
    for (const LetterEntry& letter : desk.registry.letters_expecting()) all += letter.id + ' ';
    return all;
  };
  CHECK(ids() == "L2 L1 ");
  CHECK(desk.registry.letters_expecting("finances").empty());
  desk.registry.close_dossier(desk.dossier);
  CHECK(ids() == "");
}
