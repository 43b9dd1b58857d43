#include "stages/extract_dates.h"

#include <doctest/doctest.h>

#include "pipeline/validators.h"
#include "tests/support/letter_page.h"

using namespace pli;

namespace {

std::vector<std::string> dates(const std::string& text) {
  TypedPage page;
  page.at(20, 20, text);
  std::vector<std::string> out;
  for (const TextLine& line : text_lines({page.page()}))
    for (const FoundDate& date : find_dates(line)) out.push_back(date.year ? iso_date(date.year, date.month, date.day) : std::to_string(date.day) + "/" + std::to_string(date.month));
  return out;
}

std::string letter_date(const std::string& line, const std::string& received) {
  TypedPage page;
  page.at(115, 60, line);
  page.at(20, 90, "Madame, Monsieur,");
  return value(extract({page.page()}, {received, {}}), "date");
}

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("dates are read in figures, names and words") {
  CHECK(dates("Angers, le 3 septembre 2025") == Texts{"2025-09-03"});
  CHECK(dates("le 1er mars 2026") == Texts{"2026-03-01"});
  CHECK(dates("03/02/26") == Texts{"2026-02-03"});
  CHECK(dates("12.03.2025") == Texts{"2025-03-12"});
  CHECK(dates("25-08-2025") == Texts{"2025-08-25"});
  CHECK(dates("2026-02-03") == Texts{"2026-02-03"});
  CHECK(dates("2 févr. 2026") == Texts{"2026-02-02"});
  CHECK(dates("Le dix-sept mai deux mille vingt-six") == Texts{"2026-05-17"});
}

TEST_CASE("OCR slips in a date are mended") {
  CHECK(dates("le l2 mars 2O25") == Texts{"2025-03-12"});
  CHECK(dates("le ler aout 2025") == Texts{"2025-08-01"});
  CHECK(dates("4 décernbre 2025") == Texts{"2025-12-04"});
  CHECK(dates("3septembre 2025") == Texts{"2025-09-03"});
}

TEST_CASE("a month without a day, an impossible day and numbers that look like dates are none") {
  CHECK(dates("juillet 2026").empty());
  CHECK(dates("31/02/2025").empty());
  CHECK(dates("24.1187.25").empty());
  CHECK(dates("02.41.20.77.35").empty());
  CHECK(dates("version 3.2.1").empty());
}

TEST_CASE("a year that is missing comes from the day of arrival, never silently") {
  TypedPage page;
  page.at(115, 60, "Angers, le 28 décembre");
  page.at(20, 90, "Madame, Monsieur,");
  const auto fields = extract({page.page()}, {"2026-01-05", {}});
  CHECK(value(fields, "date") == "2025-12-28");
  for (const Field& field : fields) CHECK(field.confidence < 0.5);
  CHECK(letter_date("Angers, le 28 décembre", "") == "");
}

TEST_CASE("a date after the day of arrival is doubted") {
  TypedPage page;
  page.at(115, 60, "Angers, le 28 décembre 2026");
  page.at(20, 90, "Madame, Monsieur,");
  const auto fields = extract({page.page()}, {"2026-11-24", {}});
  REQUIRE(values(fields, "date").size() == 1);
  CHECK(fields[0].confidence < 0.5);
  CHECK(letter_date("Angers, le 25 novembre 2026", "2026-11-24") == "2026-11-25");
}

TEST_CASE("the place before a date does not matter, other words do") {
  CHECK(letter_date("Fait à Rivemont, le 4 mai 2026", "2026-11-24") == "2026-05-04");
  CHECK(letter_date("lundi 4 mai 2026", "2026-11-24") == "2026-05-04");
  CHECK(letter_date("Votre lettre du 4 mai 2026", "2026-11-24") == "");
  CHECK(letter_date("né le 4 mai 2006", "2026-11-24") == "");
}
