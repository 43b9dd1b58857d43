#include "templates/letters.h"

#include <algorithm>
#include <regex>
#include <stdexcept>

#include "pipeline/digest.h"
#include "pipeline/errors.h"
#include "pipeline/files.h"
#include "pipeline/text.h"
#include "templates/toml_file.h"

namespace pli {
namespace {

constexpr std::size_t most_body = 200'000;

Json json_of(const toml::node& node) {
  if (const auto* text = node.as_string()) return text->get();
  if (const auto* number = node.as_integer()) return number->get();
  if (const auto* flag = node.as_boolean()) return flag->get();
  if (const auto* array = node.as_array()) {
    Json out = Json::array();
    for (const auto& item : *array) out.push_back(json_of(item));
    return out;
  }
  if (const auto* table = node.as_table()) {
    Json out = Json::object();
    for (const auto& [key, value] : *table) out[std::string(key.str())] = json_of(value);
    return out;
  }
  return nullptr;  // floats and dates: amounts and days are written as text
}

constexpr std::size_t longest_figure = 40;  // bytes: std::regex needs stack for each

bool fits_type(const Json& value, const LetterVariable& v) {
  static const std::regex date(R"(\d{4}-\d\d-\d\d)"), amount(R"(-?\d+(\.\d{1,2})?)");
  const auto text = [](const Json& j) { return j.is_string(); };
  if (v.type == "integer") return value.is_number_integer();
  if (v.type == "flag") return value.is_boolean();
  if (v.type == "list") return value.is_array() && std::all_of(value.begin(), value.end(), text);
  if (v.type == "table") {
    return value.is_array() && std::all_of(value.begin(), value.end(), [&](const Json& row) {
             if (!row.is_object()) return false;
             for (const auto& [key, cell] : row.items())
               if (!cell.is_string() || !std::count(v.columns.begin(), v.columns.end(), key)) return false;
             return true;
           });
  }
  if (!value.is_string()) return false;
  const std::string& shown = value.get_ref<const std::string&>();
  if (v.type == "date" || v.type == "amount") return shown.size() <= longest_figure && std::regex_match(shown, v.type == "date" ? date : amount);
  return v.type == "paragraphs" || shown.find('\n') == std::string::npos;
}

LetterVariable variable_of(const TomlFile& file, const toml::table& table, const std::string& where) {
  static const std::vector<std::string> types = {"text", "paragraphs", "date", "amount", "integer", "flag", "list", "table"};
  static const std::regex form("[a-z][a-z0-9_]{0,39}");
  file.only(table, {"name", "type", "required", "help", "example", "columns"}, where);
  LetterVariable v{file.text(table, "name", where), file.text(table, "type", where), file.text(table, "help", where), file.flag_or(table, "required", false, where), file.texts(table, "columns", where), Json::array()};
  const auto refuse = [&](const std::string& detail) { file.refuse(where + v.name + ": " + detail); };
  if (!std::regex_match(v.name, form)) refuse("lower-case letters, digits and _ expected, a letter first");
  const bool taken = std::any_of(known_variables().begin(), known_variables().end(), [&](const std::string& known) { return known.substr(0, known.find('.')) == v.name; });
  if (taken || v.name == "dossier" || v.name == "legal" || v.name == "weekday") refuse("the name of what every letter has");
  if (!std::count(types.begin(), types.end(), v.type)) refuse("type: text, paragraphs, date, amount, integer, flag, list or table expected");
  if ((v.type == "table") == v.columns.empty()) refuse(v.columns.empty() ? "columns: names expected" : "columns: only tables have them");
  if (const auto* examples = table["example"].as_array())
    for (const auto& example : *examples) v.examples.push_back(json_of(example));
  if (v.examples.empty()) refuse("example: at least one expected");
  for (const Json& example : v.examples)
    if (!fits_type(example, v)) refuse("example: not of type " + v.type);
  return v;
}

std::string body_of(const TomlFile& file, const std::filesystem::path& path) {
  std::string body;
  try {
    body = read_file(path);
  } catch (const Fatal&) {
    file.refuse("body.md: missing or unreadable");
  }
  if (body.size() > most_body || !valid_utf8(body)) file.refuse("body.md: UTF-8 of at most 200 kB expected");
  return body;
}

}  // namespace

const LetterVariable* LetterTemplate::find(const std::string& wanted) const {
  const auto at = std::find_if(variables.begin(), variables.end(), [&](const LetterVariable& v) { return v.name == wanted; });
  return at == variables.end() ? nullptr : &*at;
}

const std::vector<std::string>& known_variables() {
  static const std::vector<std::string> names = {
      "reference", "date", "received", "subject", "recipient.name", "town.name", "town.place", "town.address", "town.phone", "town.email", "town.website", "town.hours", "town.data_protection", "town.court",
      "service.label", "service.phone", "service.email", "service.address", "service.hours", "agent.name", "agent.capacity", "signatory.name", "signatory.capacity", "signatory.delegation",
      "implicit.date", "implicit.rejection", "implicit.acceptance", "remedy.cada", "answer.date"};
  return names;
}

std::vector<LetterTag> letter_tags(const std::string& text) {
  std::vector<LetterTag> tags;
  std::vector<std::string> open;
  const auto wrong = [](const std::string& tag, const char* why) { throw std::invalid_argument("{{" + tag + "}}: " + why); };
  for (std::size_t at = 0; (at = text.find("{{", at)) != std::string::npos;) {
    const std::size_t end = text.find("}}", at);
    if (end == std::string::npos) wrong(text.substr(at + 2, 20), "never closed");
    const std::string inside = trimmed(text.substr(at + 2, end - at - 2));
    at = end + 2;
    if (inside.empty()) wrong(inside, "names nothing");
    if (inside[0] == '!') continue;
    if (std::string("{&>=<$").find(inside[0]) != std::string::npos) wrong(inside, "only {{name}}, {{#name}}, {{^name}} and {{/name}} are letters' tags");
    const bool section = inside[0] == '#' || inside[0] == '^' || inside[0] == '/';
    const LetterTag tag{section ? inside[0] : ' ', section ? trimmed(inside.substr(1)) : inside};
    if (tag.kind == '#' || tag.kind == '^') open.push_back(tag.name);
    if (tag.kind == '/') {
      if (open.empty() || open.back() != tag.name) wrong(inside, "closes what is not open");
      open.pop_back();
    }
    tags.push_back(tag);
  }
  if (!open.empty()) wrong("#" + open.back(), "never closed");
  return tags;
}

/// Names that a tag may stand for where it stands: the letter's variables, what every letter has, and inside a table its columns.
std::string complaint_about_tags(const LetterTemplate& letter, const std::string& text) {
  std::vector<LetterTag> tags;
  try {
    tags = letter_tags(text);
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  std::vector<const LetterVariable*> open;
  for (const LetterTag& tag : tags) {
    if (tag.kind == '/') {
      open.pop_back();
      continue;
    }
    if (tag.name.starts_with("weekday.") && tag.kind == ' ') {
      const LetterVariable* day = letter.find(tag.name.substr(8));
      if (!day || day->type != "date") return "{{" + tag.name + "}} is the weekday of no date";
      continue;
    }
    const LetterVariable* variable = letter.find(tag.name);
    const bool column = std::any_of(open.begin(), open.end(), [&](const LetterVariable* v) { return v && std::count(v->columns.begin(), v->columns.end(), tag.name); });
    const bool known = variable || column || (tag.name == "." && !open.empty()) || std::count(known_variables().begin(), known_variables().end(), tag.name);
    const std::string shown = "{{" + tag.name + "}}";
    if (!known && !tag.name.starts_with("legal.")) return shown + " is no variable";
    if (tag.name.starts_with("legal.") && tag.kind != ' ') return shown + ": a legal mention is no section";
    if (variable && tag.kind == ' ' && (variable->type == "list" || variable->type == "table" || variable->type == "flag")) return shown + ": a " + variable->type + " is written as a section";
    if (tag.kind != ' ') open.push_back(variable);
  }
  return "";
}

LetterTemplate load_letter_template(const std::filesystem::path& folder) {
  std::error_code failed;
  LetterTemplate letter;
  letter.name = folder.filename().string();
  if (!std::filesystem::is_regular_file(folder / "letter.toml", failed)) throw UsageError("letter-unknown", {{"name", letter.name}});
  const TomlFile file(folder / "letter.toml");
  const toml::table& root = file.root();
  file.only(root, {"title", "service", "envelope", "subject", "answer_days", "reminder", "clock", "font", "codes", "example_services", "variable"}, "");
  letter.title = file.text(root, "title", ""), letter.service = file.text_or(root, "service", "", "");
  letter.envelope = file.text(root, "envelope", ""), letter.subject = file.text(root, "subject", "");
  letter.answer_days = static_cast<int>(file.number_or(root, "answer_days", 0, 0, 3650, ""));
  letter.reminder = file.flag_or(root, "reminder", false, "");
  letter.clock = file.text_or(root, "clock", "", "");
  if (!letter.clock.empty() && letter.clock != "acknowledges" && letter.clock != "suspends" && letter.clock != "decides" && letter.clock != "transmits")
    file.refuse("clock: acknowledges, suspends, decides or transmits expected");
  letter.font = file.text_or(root, "font", "sans", "");
  if (letter.font != "sans" && letter.font != "serif") file.refuse("font: sans or serif expected");
  letter.codes = file.texts(root, "codes", "");
  if (letter.codes.empty()) letter.codes = {"top-left", "bottom-right"};
  letter.example_services = file.texts(root, "example_services", "");
  if (const auto* array = root["variable"].as_array())
    for (const auto& entry : *array) {
      const std::string where = "variable " + std::to_string(letter.variables.size() + 1) + ": ";
      if (!entry.is_table()) file.refuse(where + "table expected");
      LetterVariable variable = variable_of(file, *entry.as_table(), where);
      if (letter.find(variable.name)) file.refuse(where + variable.name + " stands twice");
      letter.variables.push_back(std::move(variable));
    }
  letter.body = body_of(file, folder / "body.md");
  for (const auto& [where, text] : {std::pair{"subject: ", letter.subject}, {"body.md: ", letter.body}})
    if (const std::string complaint = complaint_about_tags(letter, text); !complaint.empty()) file.refuse(where + complaint);
  letter.digest = Sha256().add_field(file.bytes()).add_field(letter.body).hex();
  return letter;
}

std::vector<std::string> letter_template_names(const std::filesystem::path& letters_folder) {
  std::vector<std::string> names;
  std::error_code failed;
  for (const auto& entry : std::filesystem::directory_iterator(letters_folder, failed))
    if (std::filesystem::is_regular_file(entry.path() / "letter.toml", failed)) names.push_back(entry.path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace pli
