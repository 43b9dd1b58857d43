#include "stages/row_values.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>

#include "pipeline/text.h"
#include "pipeline/validators.h"

namespace pli {
namespace {

constexpr double largest_amount = 1e12;  // euros: doubles still count its cents

bool all_digits(std::string_view text) { return !text.empty() && text.find_first_not_of("0123456789") == text.npos; }

std::string without(std::string text, std::string_view part) {
  for (auto at = text.find(part); at != text.npos; at = text.find(part, at)) text.erase(at, part.size());
  return text;
}

/// Without the spaces that group thousands: plain, no-break and narrow no-break ones.
std::string joined_digits(std::string_view text) {
  std::string out = trimmed(text);
  for (const std::string_view space : {" ", "\u00A0", "\u202F"}) out = without(out, space);
  return out;
}

/// What strangers' control characters do is not printed; a tab is a space to whoever typed it.
std::string printable(std::string text) {
  for (char& c : text)
    if (c == '\t') c = ' ';
  return clean(text);
}

std::optional<Json> text_line(const std::string& text) {
  const std::string line = trimmed(printable(text));
  if (line.empty() || line.find_first_of("\n\f") != line.npos) return std::nullopt;
  return line;
}

std::optional<Json> paragraphs(const Json& cell) {
  std::string text;
  if (cell.is_string()) text = cell.get<std::string>();
  else if (!cell.is_array()) return std::nullopt;
  else
    for (const Json& part : cell) {
      if (!part.is_string()) return std::nullopt;
      text += (text.empty() ? "" : "\n") + part.get<std::string>();
    }
  text = trimmed(printable(text));
  if (text.empty()) return std::nullopt;
  return text;
}

std::optional<Json> amount(const Json& cell) {
  if (cell.is_number()) {
    const double value = cell.get<double>(), cents = std::round(value * 100);
    if (!(std::abs(value) < largest_amount) || std::abs(value * 100 - cents) > 1e-3) return std::nullopt;
    return fmt::format("{:.2f}", cents / 100);
  }
  if (!cell.is_string()) return std::nullopt;
  std::string text = joined_digits(without(cell.get<std::string>(), "€"));
  const std::string sign = text.starts_with('-') ? "-" : "";
  text.erase(0, sign.size());
  const std::size_t point = text.find_first_of(",.");
  const std::string whole = text.substr(0, point), cents = point == text.npos ? "00" : text.substr(point + 1);
  // Three digits behind a point may be thousandths or thousands: nobody is paid by a guess.
  if (!all_digits(whole) || whole.size() > 12 || !all_digits(cents) || cents.size() > 2) return std::nullopt;
  const std::size_t zeros = std::min(whole.find_first_not_of('0'), whole.size() - 1);
  return sign + whole.substr(zeros) + "." + cents + (cents.size() == 1 ? "0" : "");
}

std::optional<Json> integer(const Json& cell) {
  if (cell.is_number_integer()) return cell;
  if (!cell.is_string()) return std::nullopt;
  const std::string digits = joined_digits(cell.get<std::string>());
  long long value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return value;
}

std::optional<Json> flag(const Json& cell) {
  if (cell.is_boolean()) return cell;
  const std::string word = cell.is_string() ? matching(cell.get<std::string>()) : cell.is_number_integer() ? compact(cell) : "";
  for (const char* yes : {"oui", "vrai", "true", "yes", "1"})
    if (word == yes) return true;
  for (const char* no : {"non", "faux", "false", "no", "0"})
    if (word == no) return false;
  return std::nullopt;
}

std::optional<Json> list(const Json& cell) {
  Json out = Json::array();
  if (cell.is_string()) {
    for (const std::string& part : listed(printable(cell.get<std::string>()))) out.push_back(part);
  } else if (cell.is_array()) {
    for (const Json& part : cell) {
      const auto line = part.is_string() ? text_line(part.get<std::string>()) : std::nullopt;
      if (!line) return std::nullopt;
      out.push_back(*line);
    }
  }
  if (out.empty()) return std::nullopt;
  return out;
}

std::optional<std::string> table_cell(const Json& value) {
  if (value.is_null()) return "";
  if (value.is_number()) return compact(value);
  if (!value.is_string()) return std::nullopt;
  const std::string text = trimmed(printable(value.get<std::string>()));
  if (text.find_first_of("\n\f") != text.npos) return std::nullopt;
  return text;
}

std::optional<Json> table_row(const std::vector<std::string>& columns, const Json& object) {
  Json row = Json::object();
  for (const std::string& column : columns) row[column] = "";
  for (const auto& [key, value] : object.items()) {
    const auto text = table_cell(value);
    if (!row.contains(key) || !text) return std::nullopt;
    row[key] = *text;
  }
  return row;
}

std::optional<Json> table(const std::vector<std::string>& columns, const Json& cell) {
  Json out = Json::array();
  if (cell.is_string()) {
    for (const std::string& line : split(printable(cell.get<std::string>()), '\n')) {
      if (trimmed(line).empty()) continue;
      const std::vector<std::string> parts = split(line, '|');
      if (parts.size() != columns.size()) return std::nullopt;
      Json row = Json::object();
      for (std::size_t i = 0; i < parts.size(); ++i) row[columns[i]] = trimmed(parts[i]);
      out.push_back(row);
    }
  } else if (cell.is_array()) {
    for (const Json& object : cell) {
      const auto row = object.is_object() ? table_row(columns, object) : std::nullopt;
      if (!row) return std::nullopt;
      out.push_back(*row);
    }
  }
  if (out.empty()) return std::nullopt;
  return out;
}

}  // namespace

std::vector<std::string> listed(std::string_view text) {
  std::vector<std::string> out;
  for (const std::string& line : split(text, '\n'))
    for (const std::string& part : split(line, '|'))
      if (std::string kept = trimmed(part); !kept.empty()) out.push_back(std::move(kept));
  return out;
}

std::optional<std::string> date_of(std::string_view given) {
  const std::string text = trimmed(given);
  const bool iso = text.size() == 10 && text[4] == '-' && text[7] == '-';
  const bool french = text.size() == 10 && text[2] == '/' && text[5] == '/';
  if (!iso && !french) return std::nullopt;
  const std::string year = iso ? text.substr(0, 4) : text.substr(6), month = text.substr(iso ? 5 : 3, 2), day = text.substr(iso ? 8 : 0, 2);
  if (!all_digits(year) || !all_digits(month) || !all_digits(day)) return std::nullopt;
  if (!valid_date(std::stoi(year), std::stoi(month), std::stoi(day))) return std::nullopt;
  return year + '-' + month + '-' + day;
}

std::optional<Json> typed_value(const std::string& type, const std::vector<std::string>& columns, const Json& cell) {
  if (type == "paragraphs") return paragraphs(cell);
  if (type == "amount") return amount(cell);
  if (type == "integer") return integer(cell);
  if (type == "flag") return flag(cell);
  if (type == "list") return list(cell);
  if (type == "table") return table(columns, cell);
  if (type == "date") {
    const auto date = cell.is_string() ? date_of(cell.get<std::string>()) : std::nullopt;
    return date ? std::optional<Json>(*date) : std::nullopt;
  }
  if (cell.is_number()) return compact(cell);
  return cell.is_string() ? text_line(cell.get<std::string>()) : std::nullopt;
}

}  // namespace pli
