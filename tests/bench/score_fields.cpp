#include "tests/bench/score_fields.h"

#include <algorithm>
#include <regex>

#include "pipeline/text.h"
#include "stages/extract_numbers.h"
#include "tests/bench/score_text.h"

namespace pli::bench {
namespace {

std::string text_of(const Json& json, const char* key) {
  const auto at = json.find(key);
  return at != json.end() && at->is_string() ? at->get<std::string>() : std::string();
}

std::string digits_of(const std::string& text) {
  std::string out;
  for (const char c : text)
    if (c >= '0' && c <= '9') out += c;
  return out;
}

/// A telephone number without its country's or trunk prefix.
std::string subscriber(const std::string& phone) {
  std::string digits = digits_of(phone);
  if (digits.size() == 11 && digits.starts_with("33")) digits.erase(0, 2);
  if (digits.starts_with("0")) digits.erase(0, 1);
  return digits;
}

std::string letters_and_digits(const std::string& text) {
  std::string out = matching(text);
  std::erase(out, ' ');
  return out;
}

void add(std::vector<WantedField>& out, const char* name, const std::string& value) {
  if (!value.empty()) out.push_back({name, value});
}

}  // namespace

std::vector<WantedField> wanted_fields(const Json& letter) {
  std::vector<WantedField> out;
  const Json sender = letter.value("sender", Json::object());
  add(out, "sender.name", text_of(sender, "name"));
  static const std::regex town(R"((\d{5}) (.+))");
  for (const Json& line : sender.value("lines", Json::array())) {
    std::smatch found;
    const std::string text = line.get<std::string>();
    if (std::regex_match(text, found, town)) add(out, "sender.postcode", found[1]), add(out, "sender.city", found[2]);
  }
  add(out, "date", text_of(letter, "date_iso"));
  add(out, "subject", text_of(letter, "subject"));
  for (const Json& reference : letter.value("references", Json::array()))
    if (const std::string value = reference; without_nir(value) == value) add(out, "reference", value);  // a social security number is nobody's to keep
  add(out, "phone", subscriber(text_of(sender, "phone")));
  add(out, "email", folded(text_of(sender, "email")));
  add(out, "iban", letters_and_digits(text_of(letter, "iban")));
  add(out, "siret", digits_of(text_of(letter, "siret")));
  return out;
}

bool field_found(const WantedField& wanted, const std::vector<std::string>& values) {
  return std::any_of(values.begin(), values.end(), [&](const std::string& value) {
    if (wanted.name == "phone") return subscriber(value) == wanted.value;
    if (wanted.name == "subject" || wanted.name == "sender.name") return likeness(wanted.value, value) >= 0.9;
    const std::string a = letters_and_digits(wanted.value), b = letters_and_digits(value);
    return a == b || (wanted.name == "reference" && b.size() >= 5 && a.find(b) != std::string::npos);
  });
}

std::string field_group(const std::string& name) {
  if (name.starts_with("sender.")) return "sender";
  return name == "subject" || name == "reference" ? "subject" : "exact";
}

}  // namespace pli::bench
