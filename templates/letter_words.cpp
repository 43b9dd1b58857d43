#include "templates/letter_words.h"

#include <cassert>
#include <regex>

#include "pipeline/calendar.h"
#include "pipeline/digest.h"
#include "pipeline/validators.h"
#include "templates/toml_file.h"

namespace pli {
namespace {

constexpr const char* needed[] = {"place-date", "subject", "reference", "page", "service", "agent", "phone", "email", "hours", "form-date"};

std::set<std::string> word_set(const TomlFile& file, const char* key) {
  const auto list = file.texts(file.root(), key, "");
  return {list.begin(), list.end()};
}

}  // namespace

const std::string& LetterWords::label(const std::string& key) const {
  assert(labels.contains(key));
  return labels.at(key);
}

std::string LetterWords::date(const std::string& iso) const {
  static const std::regex form(R"((\d{4})-(\d\d)-(\d\d))");
  std::smatch parts;
  if (iso.size() != 10 || !std::regex_match(iso, parts, form)) return iso;
  const int month = std::stoi(parts[2]), day = std::stoi(parts[3]);
  if (month < 1 || month > 12) return iso;
  return (day == 1 ? first_day : std::to_string(day)) + ' ' + months[static_cast<std::size_t>(month) - 1] + ' ' + parts[1].str();
}

std::string LetterWords::weekday(const std::string& iso) const {
  return day_number(iso) == unknown_day ? "" : weekdays[static_cast<std::size_t>(pli::weekday(iso)) - 1];
}

std::string LetterWords::amount(const std::string& decimal) const {
  static const std::regex form(R"((-?)(\d+)(?:\.(\d{1,2}))?)");
  std::smatch parts;
  if (decimal.size() > 40 || !std::regex_match(decimal, parts, form)) return decimal;
  std::string whole = parts[2], cents = parts[3];
  for (int at = static_cast<int>(whole.size()) - 3; at > 0; at -= 3) whole.insert(static_cast<std::size_t>(at), "\u202f");
  cents.resize(2, '0');
  return (parts[1].length() ? "\u2212" : "") + whole + ',' + cents + "\u00a0€";
}

LetterWords load_letter_words(const std::filesystem::path& path) {
  const TomlFile file(path);
  file.only(file.root(), {"first_day", "months", "weekdays", "before_a_number", "before_a_name", "units", "labels"}, "");
  LetterWords out;
  out.first_day = file.text(file.root(), "first_day", "");
  out.months = file.texts(file.root(), "months", "");
  if (out.months.size() != 12) file.refuse("months: twelve expected");
  out.weekdays = file.texts(file.root(), "weekdays", "");
  if (out.weekdays.size() != 7) file.refuse("weekdays: seven expected, Monday first");
  out.before_a_number = word_set(file, "before_a_number"), out.before_a_name = word_set(file, "before_a_name"), out.units = word_set(file, "units");
  out.units.insert(out.months.begin(), out.months.end());
  const auto* labels = file.root()["labels"].as_table();
  if (!labels) file.refuse("labels: table expected");
  for (const auto& [key, entry] : *labels) out.labels[std::string(key.str())] = file.text(*labels, key.str(), "labels: ");
  for (const char* key : needed)
    if (!out.labels.contains(key)) file.refuse("labels: " + std::string(key) + " is missing");
  out.digest = sha256(file.bytes());
  return out;
}

}  // namespace pli
