#include "pipeline/calendar.h"

#include <doctest/doctest.h>

#include <map>
#include <set>

using namespace pli;

namespace {

const Calendar france = {{{"Jour de l'an", 1, 1, 0},
                          {"Lundi de Pâques", 0, 0, 1},
                          {"Fête du Travail", 5, 1, 0},
                          {"Ascension", 0, 0, 39},
                          {"Lundi de Pentecôte", 0, 0, 50},
                          {"Fête nationale", 7, 14, 0},
                          {"Noël", 12, 25, 0}}};

}  // namespace

TEST_CASE("a delay in months ends on the day of the same number, or on the month's last day where there is none") {
  CHECK(add_months("2026-01-15", 2) == "2026-03-15");
  CHECK(add_months("2025-12-31", 2) == "2026-02-28");
  CHECK(add_months("2027-12-31", 2) == "2028-02-29");
  CHECK(add_months("2026-01-31", 1) == "2026-02-28");
  CHECK(add_months("2026-01-31", 3) == "2026-04-30");
  CHECK(add_months("2028-02-29", 12) == "2029-02-28");
  CHECK(add_months("2028-02-29", 48) == "2032-02-29");
  CHECK(add_months("2026-11-23", 2) == "2027-01-23");
  CHECK(add_months("2099-12-31", 2) == "2100-02-28");  // no leap year
  CHECK(add_months("2000-02-29", 0) == "2000-02-29");
  CHECK(add_months("2026-03-31", -1) == "2026-02-28");
}

TEST_CASE("days cross months, years and 29 February") {
  CHECK(add_days("2026-12-31", 1) == "2027-01-01");
  CHECK(add_days("2028-02-28", 1) == "2028-02-29");
  CHECK(add_days("2026-02-28", 1) == "2026-03-01");
  CHECK(add_days("2026-01-01", -1) == "2025-12-31");
  CHECK(days_between("2028-02-01", "2028-03-01") == 29);
  CHECK(days_between("2026-03-01", "2026-02-01") == -28);
  CHECK(weekday("2026-11-23") == 1);
  CHECK(weekday("2026-11-22") == 7);
  CHECK(weekday("2000-02-29") == 2);
}

TEST_CASE("Easter falls where the church's tables put it") {
  const std::map<int, std::string> known = {{1900, "04-15"}, {1913, "03-23"}, {1943, "04-25"}, {1954, "04-18"}, {1961, "04-02"}, {1981, "04-19"}, {1999, "04-04"}, {2000, "04-23"}, {2008, "03-23"},
                                            {2011, "04-24"}, {2019, "04-21"}, {2020, "04-12"}, {2021, "04-04"}, {2022, "04-17"}, {2023, "04-09"}, {2024, "03-31"}, {2025, "04-20"}, {2026, "04-05"},
                                            {2027, "03-28"}, {2028, "04-16"}, {2029, "04-01"}, {2030, "04-21"}, {2038, "04-25"}, {2049, "04-18"}, {2076, "04-19"}, {2100, "03-28"}, {2160, "03-23"}};
  for (const auto& [year, day] : known) CHECK_MESSAGE(easter(year) == std::to_string(year) + "-" + day, year);
}

TEST_CASE("through three centuries Easter is a Sunday from 22 March to 25 April, never twice the same way wrong") {
  std::set<std::string> days;
  for (int year = 1900; year <= 2199; ++year) {
    const std::string day = easter(year);
    CHECK(weekday(day) == 7);
    CHECK(day.substr(5) >= "03-22");
    CHECK(day.substr(5) <= "04-25");
    days.insert(day.substr(5));
  }
  CHECK(days.size() > 30);
}

TEST_CASE("holidays that follow Easter move with it, the others stay") {
  CHECK(france.is_holiday("2026-04-06"));
  CHECK(france.is_holiday("2026-05-14"));
  CHECK(france.is_holiday("2026-05-25"));
  CHECK(france.is_holiday("2027-05-06"));
  CHECK_FALSE(france.is_holiday("2027-05-14"));
  CHECK(france.is_holiday("2028-07-14"));
  CHECK_FALSE(france.is_holiday("2026-04-05"));  // a Sunday like others
  CHECK_FALSE(france.is_holiday("2026-12-26"));
}

TEST_CASE("the next working day skips weekends and holidays, and is the day itself when it is one") {
  CHECK(france.next_working_day("2026-11-23") == "2026-11-23");
  CHECK(france.next_working_day("2026-11-21") == "2026-11-23");
  CHECK(france.next_working_day("2026-04-04") == "2026-04-07");  // Saturday, Easter, Easter Monday
  CHECK(france.next_working_day("2026-12-25") == "2026-12-28");
  CHECK(france.next_working_day("2026-12-31") == "2026-12-31");
}

TEST_CASE("the delay to go to court leaves out its first and its last day and ends on a working day") {
  CHECK(france.last_day_to_appeal("2021-01-03", 2) == "2021-03-04");
  CHECK(france.last_day_to_appeal("2025-12-31", 2) == "2026-03-02");  // 28 February and a day: a Sunday
  CHECK(france.last_day_to_appeal("2026-02-05", 2) == "2026-04-07");  // 6 April is Easter Monday
  CHECK(france.last_day_to_appeal("2026-03-06", 2) == "2026-05-07");
}
