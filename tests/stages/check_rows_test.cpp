#include "stages/check_rows.h"

#include <doctest/doctest.h>

#include "pipeline/reference.h"
#include "tests/support/registry_desk.h"
#include "tests/support/run.h"
#include "tests/support/town.h"

namespace pli {
namespace {

LetterVariable variable(const std::string& name, const std::string& type, bool required) { return {name, type, "", required, {}, Json::array()}; }

LetterTemplate letter() {
  LetterTemplate letter;
  letter.name = "avis";
  letter.service = "finances";
  letter.variables = {variable("objet", "text", true), variable("montant", "amount", false), variable("le_jour", "date", false)};
  return letter;
}

using Cells = std::vector<std::pair<std::string, Json>>;

DataRow row_of(Cells cells, bool whole = true) {
  if (whole) {
    cells.emplace_back("recipient.name", "Mme Alix Exemple");
    cells.emplace_back("recipient.lines", "3 rue des Exemples|49890 Rivemont");
    cells.emplace_back("objet", "la facture");
  }
  return {7, std::move(cells), {}};
}

/// `column code` of each problem.
std::vector<std::string> problems_of(const DataRow& data, const LetterTemplate& used = letter()) {
  std::vector<RowProblem> problems;
  typed_row(data, used, problems);
  std::vector<std::string> all;
  for (const RowProblem& problem : problems) {
    CHECK(problem.line == 7);
    all.push_back(problem.column + ' ' + problem.code);
  }
  return all;
}

LetterRow typed(const DataRow& data) {
  std::vector<RowProblem> problems;
  LetterRow row = typed_row(data, letter(), problems);
  CHECK(problems.empty());
  return row;
}

using Problems = std::vector<std::string>;

TEST_CASE("a whole row becomes a letter's values, dates and amounts in their one form") {
  const LetterRow row = typed(row_of({{"montant", "1 234,5"}, {"le_jour", "23/11/2026"}, {"received", "2026-11-20"}, {"subject", "Autre objet"}}));
  CHECK(row.line == 7);
  CHECK(row.recipient_lines == std::vector<std::string>{"3 rue des Exemples", "49890 Rivemont"});
  CHECK(row.values == Json{{"montant", "1234.50"}, {"le_jour", "2026-11-23"}, {"objet", "la facture"}});
  CHECK(row.received == "2026-11-20");
  CHECK(row.subject == "Autre objet");
}

TEST_CASE("address lines may stand in columns of their own, in the order of their numbers, but not in both ways") {
  const Cells numbered = {{"recipient.name", "A"}, {"objet", "x"}, {"recipient.line2", "49890 Rivemont"}, {"recipient.line1", "3 rue des Exemples"}};
  CHECK(typed(row_of(numbered, false)).recipient_lines == std::vector<std::string>{"3 rue des Exemples", "49890 Rivemont"});
  CHECK(problems_of(row_of({{"recipient.line1", "3 rue des Exemples"}})) == Problems{"recipient.lines row-lines-twice"});
}

TEST_CASE("everything that is wrong with a row is said at once, each with its column") {
  CHECK(problems_of(row_of({}, false)) == Problems{"recipient.name row-value-missing", "recipient.lines row-value-missing", "objet row-value-missing"});
  CHECK(problems_of(row_of({{"coleur", "bleu"}, {"montant", "douze"}, {"le_jour", "2026-02-30"}, {"recipient.age", 4}})) ==
        Problems{"coleur row-unknown-column", "montant row-wrong-type", "le_jour row-wrong-type", "recipient.age row-unknown-column"});
  Cells wrong_name = {{"recipient.name", Json::array({1})}, {"recipient.lines", "a|b"}, {"objet", "x"}};
  CHECK(problems_of(row_of(wrong_name, false)) == Problems{"recipient.name row-wrong-type"});
}

TEST_CASE("of a row that could not be read only that is said") {
  DataRow row{7, {}, {{7, "", "row-not-json", {}}}};
  CHECK(problems_of(row) == Problems{" row-not-json"});
}

TEST_CASE("a dossier must be there, open and itself, not merged into another; a service must be the town's, and a dossier gives its service where nobody says one") {
  const test::TemporaryFolder folder;
  Registry registry(folder / "pli.db", test::fixed_registry());
  Services services;
  services.all = {{"finances", "Finances", false}, {"urbanisme", "Urbanisme", false}};
  const std::string open = registry.open_dossier("urbanisme", "", "2026-11-23");
  const auto places = [&](LetterRow row, LetterTemplate used, std::string* service = nullptr) {
    std::vector<RowProblem> problems;
    check_places(row, used, services, registry, problems);
    if (service) *service = row.service;
    return problems.empty() ? std::string() : problems.front().column + ' ' + problems.front().code;
  };
  LetterRow row;
  const auto with = [&](const std::string& dossier) {
    LetterRow changed = row;
    changed.dossier = dossier;
    return changed;
  };
  CHECK(places(row, letter()).empty());
  CHECK(places(with(open), letter()).empty());
  CHECK(places(with("2026-00000"), letter()) == "dossier row-dossier-invalid");
  CHECK(places(with(dossier_id(2026, 999'000)), letter()) == "dossier row-dossier-unknown");
  const std::string taken = registry.open_dossier("urbanisme", "", "2026-11-23"), closed = registry.open_dossier("urbanisme", "", "2026-11-23");
  registry.merge_dossiers(open, taken);
  registry.close_dossier(closed);
  CHECK(places(with(taken), letter()) == "dossier row-dossier-merged");
  CHECK(places(with(closed), letter()) == "dossier row-dossier-closed");
  row.service = "voirie";
  CHECK(places(row, letter()) == "service row-service-unknown");
  row.service.clear();
  LetterTemplate without = letter();
  without.service.clear();
  CHECK(places(row, without) == "service row-service-missing");
  std::string service;
  CHECK(places(with(open), without, &service).empty());
  CHECK(service == "urbanisme");
}

TEST_CASE("nobody writes to an address that a letter came back from, unless he forces it; a reminder names a letter of its own dossier") {
  const test::TemporaryFolder folder;
  Registry registry(folder / "pli.db", test::fixed_registry());
  Services services;
  services.all = {{"finances", "Finances", false}};
  const auto sent = registry.open_run(test::a_run(), {test::a_letter("L1")});
  registry.letter_made(test::made(sent[0]));
  registry.mark_letter("L1", "posted", "2026-11-10");
  LetterRow row;
  row.recipient_name = "Mme Léa ESSAI", row.recipient_lines = {"4, rue des Prés", "49890 Rivemont"};
  const auto places = [&](LetterRow& checked, bool force = false) {
    std::vector<RowProblem> problems;
    check_places(checked, letter(), services, registry, problems, force);
    return problems;
  };
  CHECK(places(row).empty());
  registry.mark_letters({"L1"}, {"returned", "", "", "", "unknown-recipient", "none", true, "2026-11-20"});
  const auto problems = places(row);
  REQUIRE(problems.size() == 1);
  CHECK(problems[0].column == "recipient.lines");
  CHECK(problems[0].code == "row-undeliverable");
  CHECK(problems[0].args == MessageArgs{{"letter", "L1"}, {"day", "2026-11-20"}, {"motive", "unknown-recipient"}});
  CHECK(places(row, true).empty());
  registry.good_address("L1");
  CHECK(places(row).empty());

  row.reminds = "L1";
  CHECK(places(row).empty());
  CHECK(row.dossier == sent[0].dossier);
  row.dossier = registry.open_dossier("finances", "", "2026-11-01");
  CHECK(places(row)[0].code == "row-letter-elsewhere");
  row.reminds = "L9";
  CHECK(places(row)[0].code == "row-letter-unknown");
  CHECK(problems_of(row_of({{"reminds", "L1"}})) == Problems{"reminds row-unknown-column"});
  LetterTemplate reminder = letter();
  reminder.reminder = true;
  CHECK(problems_of(row_of({{"reminds", "L1"}}), reminder).empty());
}

}  // namespace
}  // namespace pli
