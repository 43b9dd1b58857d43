#include "templates/returns.h"

#include <algorithm>
#include <set>

#include "pipeline/digest.h"
#include "pipeline/text.h"
#include "templates/toml_file.h"

namespace pli {
namespace {

std::vector<std::string> label_phrases(const TomlFile& file, const toml::table& table, const char* key, const std::string& where) {
  std::vector<std::string> phrases;
  for (const std::string& text : file.texts(table, key, where)) {
    phrases.push_back(matching(text));
    if (phrases.back().size() < 4) file.refuse(where + key + ": " + text + " is too short to be told from other words");
  }
  if (phrases.empty()) file.refuse(where + key + ": at least one expected");
  return phrases;
}

ReturnMotive return_motive(const TomlFile& file, const toml::table& table, const std::string& where) {
  file.only(table, {"code", "bad_address", "effect", "phrases"}, where);
  ReturnMotive motive;
  motive.code = file.text(table, "code", where);
  if (motive.code == unknown_motive) file.refuse(where + "code: unknown is what no label says");
  if (motive.code.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") != std::string::npos) file.refuse(where + "code: small letters, digits and dashes expected");
  if (!table.contains("bad_address")) file.refuse(where + "bad_address: true or false expected");
  motive.bad_address = file.flag_or(table, "bad_address", true, where);
  motive.effect = file.text(table, "effect", where);
  if (motive.effect != "none" && motive.effect != "registered" && motive.effect != "always") file.refuse(where + "effect: none, registered or always expected");
  motive.phrases = label_phrases(file, table, "phrases", where);
  return motive;
}

const toml::table& section(const TomlFile& file, const char* name) {
  const toml::table* table = file.root()[name].as_table();
  if (!table) file.refuse(std::string(name) + ": table expected");
  return *table;
}

}  // namespace

ReturnMotive ReturnWords::motive(const std::string& code) const {
  const auto at = std::find_if(motives.begin(), motives.end(), [&](const ReturnMotive& one) { return one.code == code; });
  return at == motives.end() ? ReturnMotive{unknown_motive, true, "none", {}} : *at;
}

bool ReturnWords::knows(const std::string& code) const { return code == unknown_motive || motive(code).code == code; }

std::string ReturnWords::codes() const {
  std::string all;
  for (const ReturnMotive& one : motives) all += one.code + ", ";
  return all + unknown_motive;
}

ReturnWords load_return_words(const std::filesystem::path& path) {
  const TomlFile file(path);
  file.only(file.root(), {"motive", "label", "reminder"}, "");
  ReturnWords words;
  words.digest = sha256(file.bytes());
  std::set<std::string> codes, phrases;
  file.each("motive", [&](const toml::table& table, const std::string& where) {
    words.motives.push_back(return_motive(file, table, where));
    if (!codes.insert(words.motives.back().code).second) file.refuse(where + "code: stands twice");
    for (const std::string& phrase : words.motives.back().phrases)
      if (!phrases.insert(phrase).second) file.refuse(where + "phrases: " + phrase + " stands twice");
  });
  const toml::table& label = section(file, "label");
  file.only(label, {"back", "registered", "letter_words", "most_words"}, "label.");
  words.back = label_phrases(file, label, "back", "label.");
  words.registered = label_phrases(file, label, "registered", "label.");
  words.letter_words = label_phrases(file, label, "letter_words", "label.");
  words.most_words = static_cast<int>(file.number_or(label, "most_words", 110, 10, 1000, "label."));
  const toml::table& reminder = section(file, "reminder");
  file.only(reminder, {"days", "subject", "no_subject", "expected"}, "reminder.");
  words.reminder_days = static_cast<int>(file.number_or(reminder, "days", 15, 1, 365, "reminder."));
  words.subject = file.text(reminder, "subject", "reminder.");
  words.no_subject = file.text(reminder, "no_subject", "reminder.");
  words.expected = file.texts(reminder, "expected", "reminder.");
  if (words.expected.empty()) file.refuse("reminder.expected: at least one expected");
  return words;
}

}  // namespace pli
