#include <doctest/doctest.h>

#include "pipeline/errors.h"
#include "pipeline/reference.h"
#include "tests/support/registry_desk.h"

using namespace pli;
using namespace pli::test;

namespace {

struct Desk {
  TemporaryFolder folder;
  Registry registry{folder / "pli.db", fixed_registry()};

  std::vector<LetterEntry> open(const std::vector<std::string>& ids, const std::string& dossier = "", int answer_days = 30) {
    std::vector<LetterEntry> rows;
    for (const std::string& id : ids) rows.push_back(a_letter(id, dossier, answer_days));
    return registry.open_run(a_run(), rows);
  }
  LetterEntry make(const std::string& id) {
    registry.letter_made(made(*registry.letter(id)));
    return *registry.letter(id);
  }
};

template <typename Action>
std::string refused(Action action) {
  try {
    action();
    return "";
  } catch (const UsageError& error) {
    return error.code();
  }
}

}  // namespace

TEST_CASE("a run reserves its letters and their dossiers in the order of its rows") {
  Desk desk;
  const std::string known = desk.registry.open_dossier("voirie-proprete", "Trou", "2026-01-01");
  std::vector<LetterEntry> rows = {a_letter("A"), a_letter("B", known), a_letter("C")};
  const auto letters = desk.registry.open_run(a_run(), rows);
  REQUIRE(letters.size() == 3);
  const int number = next_number(2026, next_number(2026, 0));
  CHECK(letters[0].dossier == dossier_id(2026, number));
  CHECK(letters[1].dossier == known);
  CHECK(letters[2].dossier == dossier_id(2026, next_number(2026, number)));
  for (int i = 0; i < 3; ++i) {
    const LetterEntry& letter = letters[static_cast<std::size_t>(i)];
    CHECK(letter.run == "L-RUN");
    CHECK(letter.position == i);
    CHECK(letter.date == "2026-11-24");
    CHECK(letter.template_name == "pieces-manquantes");
    CHECK(letter.state == "generated");
  }
  CHECK(desk.registry.dossier(letters[0].dossier)->subject == "Votre demande");
  CHECK(desk.registry.dossier(letters[0].dossier)->opened == "2026-11-24");
  CHECK(desk.registry.dossier(letters[0].dossier)->documents == 0);
  CHECK(desk.registry.letters("L-RUN").size() == 3);
  CHECK(told(desk.registry, "A") == "letter-reserved");
  CHECK(broken_chain(desk.registry) == "");
}

TEST_CASE("a run known before comes back as it stands; another under its name is refused") {
  Desk desk;
  const auto first = desk.open({"A", "B"});
  desk.make("A");
  const std::size_t events = all_events(desk.registry).size();
  const auto again = desk.open({"A", "B"});
  REQUIRE(again.size() == 2);
  CHECK(again[0].dossier == first[0].dossier);
  CHECK(again[0].sha256 == "sha of A");
  CHECK(again[1].sha256 == "");
  CHECK(all_events(desk.registry).size() == events);
  CHECK(desk.registry.dossiers().size() == 2);
  RunEntry other = a_run();
  other.digest = "other";
  CHECK(refused([&] { desk.registry.open_run(other, {a_letter("Z")}); }) == "run-exists");
  CHECK_FALSE(desk.registry.letter("Z"));
}

TEST_CASE("a run that names an unknown dossier reserves nothing") {
  Desk desk;
  CHECK(refused([&] { desk.registry.open_run(a_run(), {a_letter("A"), a_letter("B", "2026-000123-H")}); }) == "unknown-dossier");
  CHECK_FALSE(desk.registry.run("L-RUN"));
  CHECK_FALSE(desk.registry.letter("A"));
  CHECK(desk.registry.dossiers().empty());
  CHECK(all_events(desk.registry).empty());
}

TEST_CASE("a letter that is made becomes a document of its dossier, once") {
  Desk desk;
  const std::string dossier = desk.open({"A"}).front().dossier;
  CHECK(desk.registry.documents_of_dossier(dossier).empty());
  desk.make("A");
  desk.make("A");
  const auto documents = desk.registry.documents_of_dossier(dossier);
  REQUIRE(documents.size() == 1);
  CHECK(documents[0].id == "A");
  CHECK(documents[0].direction == "outbound");
  CHECK(documents[0].origin == "run");
  CHECK(documents[0].path == "L-RUN/letters/A.pdf");
  CHECK(documents[0].kind == "pieces-manquantes");
  CHECK(documents[0].sender == "Mme Léa Essai");
  CHECK(documents[0].record_sha256 == "sha of A");
  CHECK(documents[0].emitted);
  const LetterEntry letter = *desk.registry.letter("A");
  CHECK(letter.pages == 2);
  CHECK(letter.print_to == 2);
  CHECK(letter.weight_g == 10);
  CHECK(told(desk.registry, "A") == "letter-reserved letter-made");
  CHECK(refused([&] { desk.registry.letter_made(made(a_letter("Z"))); }) == "unknown-letter");
  desk.registry.complete_run("L-RUN", "sha");
  CHECK(desk.registry.run("L-RUN")->complete);
  CHECK(refused([&] { desk.registry.complete_run("L-OTHER", "sha"); }) == "unknown-run");
}

TEST_CASE("an answer is due so many days after posting, unless another day is given or none is expected") {
  Desk desk;
  desk.registry.open_run(a_run(), {a_letter("A", "", 30), a_letter("B", "", 30), a_letter("C", "", 0)});
  for (const char* id : {"A", "B", "C"}) desk.make(id);
  desk.registry.mark_letter("A", "posted", "2026-12-15", "1A 000 000 0001");
  desk.registry.mark_letter("B", "posted", "2026-12-15", "", "2027-03-01");
  desk.registry.mark_letter("C", "posted", "2026-12-15");
  CHECK(desk.registry.letter("A")->due == "2027-01-14");
  CHECK(desk.registry.letter("A")->tracking == "1A 000 000 0001");
  CHECK(desk.registry.letter("B")->due == "2027-03-01");
  CHECK(desk.registry.letter("C")->due == "");
  desk.registry.mark_letter("A", "posted", "2026-12-16");
  CHECK(desk.registry.letter("A")->due == "2027-01-15");
  CHECK(desk.registry.letter("A")->tracking == "1A 000 000 0001");
}

TEST_CASE("a letter goes through its states in their order, and each step is told once") {
  const std::vector<std::string> states = {"generated", "signed", "posted", "returned", "answered", "cancelled"};
  const std::vector<std::vector<bool>> may = {
      {true, true, true, false, false, true},     // generated; the same again changes nothing
      {false, true, true, false, false, true},    // signed
      {false, false, true, true, true, true},     // posted
      {false, false, true, true, true, true},     // returned
      {false, false, false, false, true, false},  // answered
      {false, false, false, false, false, true},  // cancelled
  };
  const std::vector<std::vector<std::string>> ways = {{}, {"signed"}, {"posted"}, {"posted", "returned"}, {"posted", "answered"}, {"cancelled"}};
  const auto mark = [](Registry& registry, const std::string& state) { registry.mark_letter("A", state, state == "posted" ? "2026-12-15" : ""); };
  for (std::size_t from = 0; from < states.size(); ++from)
    for (std::size_t to = 0; to < states.size(); ++to) {
      Desk desk;
      desk.open({"A"});
      desk.make("A");
      for (const std::string& step : ways[from]) mark(desk.registry, step);
      const std::size_t before = all_events(desk.registry).size();
      CAPTURE(states[from]);
      CAPTURE(states[to]);
      CHECK(refused([&] { mark(desk.registry, states[to]); }) == (may[from][to] ? "" : "letter-state"));
      CHECK(desk.registry.letter("A")->state == (may[from][to] ? states[to] : states[from]));
      CHECK(all_events(desk.registry).size() == before + (may[from][to] && from != to ? 1 : 0));
    }
}

TEST_CASE("letters are marked together or not at all, and only with days that exist") {
  Desk desk;
  desk.open({"A", "B"});
  desk.make("A");
  CHECK(refused([&] { desk.registry.mark_letters({"A", "B"}, {"posted", "2026-12-15", "", ""}); }) == "letter-not-made");
  CHECK(refused([&] { desk.registry.mark_letters({"A", "Z"}, {"posted", "2026-12-15", "", ""}); }) == "unknown-letter");
  CHECK(refused([&] { desk.registry.mark_letter("A", "posted"); }) == "bad-date");
  CHECK(refused([&] { desk.registry.mark_letter("A", "posted", "2026-02-30"); }) == "bad-date");
  CHECK(refused([&] { desk.registry.mark_letter("A", "posted", "2026-12-15", "", "demain"); }) == "bad-date");
  CHECK(refused([&] { desk.registry.mark_letter("A", "burnt"); }) == "letter-state");
  CHECK(desk.registry.letter("A")->state == "generated");
  desk.registry.mark_letter("B", "cancelled");
  CHECK(desk.registry.letter("B")->state == "cancelled");
  CHECK(broken_chain(desk.registry) == "");
}
