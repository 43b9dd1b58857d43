// Dates of the law, as pure arithmetic on ISO days: month delays, Easter, public holidays, the last day to act. No clock is read here.
// Days are ISO ("2026-11-23") and exist, from 1900 to 2199; handing over anything else is a bug, so what strangers wrote is checked before (day_number).
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace pli {

/// The same day `months` later ("de quantième à quantième"); the month's last day where there is no such day: 31 December and 2 months are 28 or 29 February.
std::string add_months(std::string_view iso, int months);
std::string add_days(std::string_view iso, int days);
/// Days from `from` to `to`, negative when `to` is earlier.
int days_between(std::string_view from, std::string_view to);
/// 1 Monday to 7 Sunday.
int weekday(std::string_view iso);
/// Easter Sunday of the Gregorian calendar (Meeus, Jones and Butcher), 1900 to 2199.
std::string easter(int year);

/// A day on which nobody works, every year: a day of a month, or days after Easter Sunday (Good Friday is -2).
struct Holiday {
  std::string name;
  int month = 0, day = 0;  ///< month 0: counted from Easter
  int after_easter = 0;
};

/// The holidays of a place (templates/delays.toml names them), and what follows from them.
struct Calendar {
  std::vector<Holiday> holidays;

  bool is_holiday(std::string_view iso) const;
  /// Neither Saturday, Sunday nor holiday.
  bool is_working_day(std::string_view iso) const;
  /// The day itself when it is a working day, else the first one after it.
  std::string next_working_day(std::string_view iso) const;
  /// The last day to go to the administrative court, a `délai franc` of months: neither the day it starts from nor the day it ends counts, and an end that is no
  /// working day waits for the next one. From 3 January 2021, two months: 4 March. (CJA R421-1; CE 19 September 2014, 362568.)
  std::string last_day_to_appeal(std::string_view notified, int months) const;
};

}  // namespace pli
