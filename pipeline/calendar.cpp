#include "pipeline/calendar.h"

#include <algorithm>
#include <cassert>
#include <chrono>

#include "pipeline/validators.h"

namespace pli {
namespace {

using std::chrono::sys_days;
using std::chrono::year_month_day;

sys_days day_of(std::string_view iso) {
  const long long number = day_number(iso);
  assert(number != unknown_day);
  return sys_days(std::chrono::days(number));
}

std::string iso_of(year_month_day date) {
  return iso_date(static_cast<int>(date.year()), static_cast<int>(static_cast<unsigned>(date.month())), static_cast<int>(static_cast<unsigned>(date.day())));
}

}  // namespace

std::string add_months(std::string_view iso, int months) {
  const year_month_day start(day_of(iso));
  year_month_day end = start + std::chrono::months(months);
  if (!end.ok()) end = end.year() / end.month() / std::chrono::last;
  return iso_of(end);
}

std::string add_days(std::string_view iso, int days) { return iso_of(year_month_day(day_of(iso) + std::chrono::days(days))); }

int days_between(std::string_view from, std::string_view to) { return static_cast<int>((day_of(to) - day_of(from)).count()); }

int weekday(std::string_view iso) { return static_cast<int>(std::chrono::weekday(day_of(iso)).iso_encoding()); }

std::string easter(int year) {
  assert(year >= 1900 && year <= 2199);
  const int golden = year % 19, century = year / 100, of_century = year % 100;
  const int correction = (century + 8) / 25;
  const int epact = (19 * golden + century - century / 4 - (century - correction + 1) / 3 + 15) % 30;
  const int to_sunday = (32 + 2 * (century % 4) + 2 * (of_century / 4) - epact - of_century % 4) % 7;
  const int late = (golden + 11 * epact + 22 * to_sunday) / 451;
  const int days = epact + to_sunday - 7 * late + 114;
  return iso_date(year, days / 31, days % 31 + 1);
}

bool Calendar::is_holiday(std::string_view iso) const {
  const year_month_day date(day_of(iso));
  const int from_easter = days_between(easter(static_cast<int>(date.year())), iso);
  return std::any_of(holidays.begin(), holidays.end(), [&](const Holiday& holiday) {
    if (holiday.month == 0) return holiday.after_easter == from_easter;
    return static_cast<unsigned>(holiday.month) == static_cast<unsigned>(date.month()) && static_cast<unsigned>(holiday.day) == static_cast<unsigned>(date.day());
  });
}

bool Calendar::is_working_day(std::string_view iso) const { return weekday(iso) <= 5 && !is_holiday(iso); }

std::string Calendar::next_working_day(std::string_view iso) const {
  std::string day(iso);
  // A week full of holidays would be a mistake of data that no reader can rule out: a year is enough to say so.
  for (int tried = 0; !is_working_day(day) && tried < 366; ++tried) day = add_days(day, 1);
  return day;
}

std::string Calendar::last_day_to_appeal(std::string_view notified, int months) const { return next_working_day(add_days(add_months(notified, months), 1)); }

}  // namespace pli
