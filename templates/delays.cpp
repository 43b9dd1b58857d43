#include "templates/delays.h"

#include <algorithm>
#include <set>

#include "pipeline/digest.h"
#include "templates/kinds.h"
#include "templates/toml_file.h"

namespace pli {
namespace {

constexpr int longest_exempt_days = 15;   // R112-4: a consent reached within 15 days is not acknowledged

bool one_of(const std::vector<std::string>& list, const std::string& wanted) { return std::find(list.begin(), list.end(), wanted) != list.end(); }

int whole(const TomlFile& file, const toml::table& table, const char* key, int least, int most, const std::string& where) {
  if (!table.contains(key)) return 0;
  if (!table[key].is_integer()) file.refuse(where + key + ": whole number expected");
  return static_cast<int>(file.number_or(table, key, 0, least, most, where));
}

Regime regime_in(const TomlFile& file, const toml::table& table, const std::string& where) {
  Regime r;
  r.regime = file.text(table, "regime", where);
  if (r.regime != "svr" && r.regime != "sva" && r.regime != "none") file.refuse(where + "regime: svr, sva or none expected");
  r.months = whole(file, table, "months", 1, 60, where), r.days = whole(file, table, "days", 1, 1000, where);
  if (r.months && r.days) file.refuse(where + "months or days, not both");
  if (r.regime != "none" && !r.months && !r.days) file.refuse(where + "months or days expected: how long is the silence?");
  for (const char* key : {"acknowledge", "verified"})
    if (!table.contains(key)) file.refuse(where + key + ": true or false expected");
  r.acknowledge = file.flag_or(table, "acknowledge", false, where), r.verified = file.flag_or(table, "verified", false, where);
  r.source = file.text(table, "source", where), r.note = file.text_or(table, "note", "", where);
  if (r.acknowledge && r.regime == "sva" && r.days && r.days <= longest_exempt_days) file.refuse(where + "acknowledge: consent within 15 days is not acknowledged (R112-4)");
  return r;
}

Delays::Entry entry_in(const TomlFile& file, const toml::table& table, const std::string& where) {
  file.only(table, {"services", "kinds", "regime", "months", "days", "acknowledge", "source", "verified", "note"}, where);
  Delays::Entry entry{file.texts(table, "services", where), file.texts(table, "kinds", where), regime_in(file, table, where)};
  if (entry.kinds.empty()) file.refuse(where + "kinds: at least one expected");
  for (const std::string& kind : entry.kinds)
    if (!is_kind(kind)) file.refuse(where + "kinds: " + kind + " is no kind of letter");
  return entry;
}

/// Some kind and service must still reach it past those before.
void refuse_hidden(const TomlFile& file, const std::vector<Delays::Entry>& before, const Delays::Entry& entry, const std::string& where) {
  const std::vector<std::string> any{""};
  const auto covers = [](const Delays::Entry& e, const std::string& kind, const std::string& service) { return one_of(e.kinds, kind) && (e.services.empty() || one_of(e.services, service)); };
  for (const std::string& kind : entry.kinds)
    for (const std::string& service : entry.services.empty() ? any : entry.services)
      if (std::none_of(before.begin(), before.end(), [&](const Delays::Entry& e) { return covers(e, kind, service); })) return;
  file.refuse(where + "never reached: the entries before it say the same kinds and services");
}

void read_holidays(const TomlFile& file, std::string place, Delays& delays) {
  std::set<std::string> places;
  if (place.empty()) place = file.text(file.root(), "place", "");
  file.each("holiday", [&](const toml::table& table, const std::string& where) {
    file.only(table, {"name", "month", "day", "after_easter", "places"}, where);
    Holiday holiday{file.text(table, "name", where), whole(file, table, "month", 1, 12, where), whole(file, table, "day", 1, 31, where), whole(file, table, "after_easter", -60, 60, where)};
    const bool fixed = holiday.month && holiday.day;
    if (fixed == table.contains("after_easter") || (holiday.month != 0) != (holiday.day != 0)) file.refuse(where + "month and day, or after_easter expected");
    const std::vector<std::string> of = file.texts(table, "places", where);
    places.insert(of.begin(), of.end());
    if (of.empty() || one_of(of, place)) delays.calendar.holidays.push_back(std::move(holiday));
  });
  if (place != "metropole" && !places.contains(place)) file.refuse("place: no holiday names " + place);
}

std::string after(const Regime& regime, const std::string& start) { return regime.months ? add_months(start, regime.months) : add_days(start, regime.days); }

}  // namespace

Regime Delays::regime_of(const std::string& service, const std::string& kind) const {
  for (const Entry& entry : entries)
    if (one_of(entry.kinds, kind) && (entry.services.empty() || one_of(entry.services, service))) return entry.regime;
  return {};
}

const Procedure* Delays::procedure(const std::string& code) const {
  const auto at = std::find_if(procedures.begin(), procedures.end(), [&](const Procedure& p) { return p.code == code; });
  return at == procedures.end() ? nullptr : &*at;
}

Delays load_delays(const std::filesystem::path& path, const std::string& place) {
  const TomlFile file(path);
  file.only(file.root(), {"place", "acknowledge_days", "delay", "procedure", "holiday"}, "");
  Delays delays;
  delays.digest = sha256(file.bytes());
  delays.acknowledge_days = whole(file, file.root(), "acknowledge_days", 1, 60, "");
  if (!delays.acknowledge_days) file.refuse("acknowledge_days: whole number from 1 to 60 expected");
  file.each("delay", [&](const toml::table& table, const std::string& where) {
    Delays::Entry entry = entry_in(file, table, where);
    refuse_hidden(file, delays.entries, entry, where);
    delays.entries.push_back(std::move(entry));
  });
  file.each("procedure", [&](const toml::table& table, const std::string& where) {
    file.only(table, {"code", "label", "regime", "months", "days", "acknowledge", "remedy", "source", "verified", "note"}, where);
    Procedure procedure{file.text(table, "code", where), file.text(table, "label", where), regime_in(file, table, where), file.text_or(table, "remedy", "", where)};
    if (!procedure.remedy.empty() && procedure.remedy != "cada") file.refuse(where + "remedy: cada expected, or nothing");
    if (delays.procedure(procedure.code)) file.refuse(where + "code: " + procedure.code + " stands twice");
    delays.procedures.push_back(std::move(procedure));
  });
  read_holidays(file, place, delays);
  return delays;
}

std::optional<std::string> implicit_decision(const Regime& regime, const Course& course) {
  if (regime.regime == "none" || course.received.empty()) return std::nullopt;
  const bool asked = !course.missing_asked.empty();
  if (regime.regime == "sva") {
    if (asked && course.completed.empty()) return std::nullopt;
    const std::string& start = course.transmitted.empty() ? course.received : course.transmitted;
    return after(regime, asked ? std::max(start, course.completed) : start);
  }
  const std::string end = after(regime, course.received);
  // What is asked for once silence has decided changes nothing any more.
  if (!asked || course.missing_asked >= end) return end;
  std::string resumed = course.missing_deadline;
  if (!course.completed.empty() && (resumed.empty() || course.completed < resumed)) resumed = course.completed;
  if (resumed.empty()) return std::nullopt;
  return add_days(end, std::max(0, days_between(course.missing_asked, resumed)));
}

}  // namespace pli
