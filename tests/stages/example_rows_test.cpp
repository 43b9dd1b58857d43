#include "stages/example_rows.h"

#include <doctest/doctest.h>

#include <set>

#include "stages/check_rows.h"
#include "stages/rows.h"
#include "pipeline/files.h"
#include "templates/data.h"
#include "templates/stationery.h"
#include "tests/support/run.h"

namespace pli {
namespace {

TEST_CASE("every shipped letter's example rows pass every check, and no two go to the same address") {
  const fs::path templates = data_folder({}) / "templates";
  const Stationery stationery = load_stationery(templates);
  const Services services = load_services(templates / "services.toml");
  const ExamplePeople people = load_example_people(templates / "examples.toml");
  const auto names = letter_template_names(templates / "letters");
  CHECK(names.size() >= 7);
  constexpr int count = 40;
  for (const std::string& name : names) {
    CAPTURE(name);
    const LetterTemplate letter = load_letter_template(templates / "letters" / name);
    const Composer composer(letter, stationery, services);
    const test::TemporaryFolder folder;
    std::string text;
    for (int number = 0; number < count; ++number) text += compact(example_row(letter, stationery.legal, services, people, number)) + '\n';
    write_file(folder / "rows.jsonl", text);
    RowReader rows(folder / "rows.jsonl");
    std::set<std::vector<std::string>> addresses;
    int read = 0;
    for (DataRow data; rows.next(data); ++read) {
      std::vector<RowProblem> problems;
      const LetterRow row = typed_row(data, letter, problems);
      for (const RowProblem& problem : composer.check(row, "2026-11-23")) problems.push_back(problem);
      for (const RowProblem& problem : problems) FAIL_CHECK(problem.line << ' ' << problem.column << ' ' << problem.code);
      auto address = row.recipient_lines;
      address.push_back(row.recipient_name);
      CHECK(addresses.insert(address).second);
      const std::string called = row.values.value("civility", "");
      if (!called.empty()) CHECK((called == "Madame") == row.recipient_name.starts_with("Mme "));
      for (const LetterVariable& variable : letter.variables)
        if (variable.required) CHECK_MESSAGE(row.values.contains(variable.name), variable.name);
    }
    CHECK(read == count);
  }
}

}  // namespace
}  // namespace pli
