#include "templates/forms.h"

#include <algorithm>
#include <map>
#include <regex>
#include <set>

#include "pipeline/digest.h"
#include "pipeline/errors.h"
#include "templates/kinds.h"
#include "templates/toml_file.h"

namespace pli {
namespace {

constexpr int most_cells = 32, most_options = 40, most_columns = 6;
const std::map<std::string, int> checks = {{"date", 8}, {"phone", 10}, {"postcode", 5}, {"amount", 0}, {"number", 0}};  // cells where the check says how many

class FormReader {
 public:
  FormReader(const TomlFile& file, FormTemplate& form) : file_(file), form_(form) {}

  void read() {
    file_.each("section", [this](const toml::table& table, const std::string& where) { section(table, where); });
    if (form_.sections.empty() || names_.empty()) file_.refuse("section: at least one [[section.field]] expected");
  }

 private:
  void section(const toml::table& table, const std::string& where) {
    file_.only(table, {"title", "text", "page_break", "field"}, where);
    FormSection section{file_.text(table, "title", where), file_.text_or(table, "text", "", where), file_.flag_or(table, "page_break", false, where), {}};
    if (const auto* fields = table["field"].as_array())
      for (const auto& entry : *fields) {
        const std::string place = where + "field " + std::to_string(section.questions.size() + 1) + ": ";
        if (!entry.is_table()) file_.refuse(place + "table expected");
        section.questions.push_back(question(*entry.as_table(), place));
      }
    form_.sections.push_back(std::move(section));
  }

  int number(const toml::table& table, const char* key, int otherwise, int least, int most, const std::string& where) const {
    return static_cast<int>(file_.number_or(table, key, otherwise, least, most, where));
  }

  FormQuestion question(const toml::table& table, const std::string& where) {
    static const std::regex form("[a-z][a-z0-9_]{0,39}");
    file_.only(table, {"name", "type", "label", "required", "feeds", "width", "check", "cells", "columns", "options", "height"}, where);
    FormQuestion q;
    q.name = file_.text(table, "name", where), q.type = file_.text(table, "type", where), q.label = file_.text(table, "label", where);
    q.feeds = file_.text_or(table, "feeds", "", where), q.required = file_.flag_or(table, "required", false, where);
    const std::string width = file_.text_or(table, "width", "full", where), at = where + q.name + ": ";
    if (width != "full" && width != "half") file_.refuse(at + "width: full or half expected");
    q.half = width == "half";
    if (!std::regex_match(q.name, form)) file_.refuse(at + "lower-case letters, digits and _ expected, a letter first");
    const bool taken = std::any_of(known_variables().begin(), known_variables().end(), [&](const std::string& known) { return known.substr(0, known.find('.')) == q.name; });
    if (taken || q.name == "dossier" || q.name == "legal" || q.name == "weekday") file_.refuse(at + "the name of what every letter has");
    if (!names_.insert(q.name).second) file_.refuse(at + "stands twice");
    by_type(table, q, at);
    return q;
  }

  void by_type(const toml::table& table, FormQuestion& q, const std::string& at) {
    const bool choice = q.type == "choice" || q.type == "choices", comb = q.type == "digits" || q.type == "capitals", zone = q.type == "text" || q.type == "signature";
    if (!choice && !comb && !zone && q.type != "checkbox") file_.refuse(at + "type: checkbox, choice, choices, digits, capitals, text or signature expected");
    const auto only_for = [&](const char* key, bool may) {
      if (table.contains(key) && !may) file_.refuse(at + key + ": not for " + q.type);
    };
    only_for("options", choice), only_for("columns", choice), only_for("cells", comb), only_for("check", q.type == "digits"), only_for("height", zone);
    if (choice) options(table, q, at);
    if (comb) cells(table, q, at);
    if (zone) q.height = file_.number_or(table, "height", q.type == "text" ? 24 : 20, 8, 150, at);
  }

  void cells(const toml::table& table, FormQuestion& q, const std::string& at) {
    q.check = q.type == "digits" ? file_.text_or(table, "check", "number", at) : "";
    if (q.type == "digits" && !checks.contains(q.check)) file_.refuse(at + "check: date, phone, postcode, amount or number expected");
    const int said = q.type == "digits" ? checks.at(q.check) : 0;
    if (said > 0 && table.contains("cells")) file_.refuse(at + "cells: " + q.check + " says how many");
    q.cells = said > 0 ? said : number(table, "cells", q.check == "amount" ? 6 : q.type == "digits" ? 6 : 26, 1, q.check == "amount" ? 9 : most_cells, at);
  }

  void options(const toml::table& table, FormQuestion& q, const std::string& at) {
    q.columns = number(table, "columns", 1, 1, most_columns, at);
    const auto* list = table["options"].as_array();
    if (!list || list->size() < 2 || list->size() > most_options) file_.refuse(at + "options: two or more expected");
    std::set<std::string> values;
    for (const auto& entry : *list) {
      if (!entry.is_table()) file_.refuse(at + "options: {value, label} expected");
      file_.only(*entry.as_table(), {"value", "label"}, at + "option: ");
      q.options.push_back({file_.text(*entry.as_table(), "value", at), file_.text(*entry.as_table(), "label", at)});
      if (!values.insert(q.options.back().value).second) file_.refuse(at + "options: " + q.options.back().value + " stands twice");
    }
  }

  const TomlFile& file_;
  FormTemplate& form_;
  std::set<std::string> names_;
};

std::string variable_type(const FormQuestion& q) {
  if (q.type == "checkbox") return "flag";
  if (q.type == "choices") return "list";
  if (q.type == "text") return "paragraphs";
  if (q.check == "date" || q.check == "amount") return q.check;
  return "text";
}

}  // namespace

const FormQuestion* FormTemplate::find(const std::string& wanted) const {
  for (const FormSection& section : sections)
    for (const FormQuestion& question : section.questions)
      if (question.name == wanted) return &question;
  return nullptr;
}

LetterTemplate load_form_template(const std::filesystem::path& folder) {
  std::error_code failed;
  FormTemplate form;
  LetterTemplate letter;
  letter.name = form.name = folder.filename().string();
  if (!std::filesystem::is_regular_file(folder / "form.toml", failed)) throw UsageError("letter-unknown", {{"name", letter.name}});
  const TomlFile file(folder / "form.toml");
  const toml::table& root = file.root();
  if (!std::regex_match(form.name, std::regex("[a-z0-9][a-z0-9-]{0,39}"))) file.refuse("a form's folder is named in lower-case letters, digits and -");
  file.only(root, {"title", "version", "service", "kind", "envelope", "subject", "answer_days", "font", "instructions", "closing", "section"}, "");
  letter.title = form.title = file.text(root, "title", ""), letter.service = form.service = file.text_or(root, "service", "", "");
  form.version = static_cast<int>(file.number_or(root, "version", 1, 1, 9999, ""));
  form.kind = file.text_or(root, "kind", "", "");
  if (!form.kind.empty() && !is_kind(form.kind)) file.refuse("kind: one of the contract's codes expected");
  letter.envelope = file.text(root, "envelope", ""), letter.subject = file.text(root, "subject", "");
  letter.answer_days = static_cast<int>(file.number_or(root, "answer_days", 0, 0, 3650, ""));
  letter.font = file.text_or(root, "font", "sans", "");
  if (letter.font != "sans" && letter.font != "serif") file.refuse("font: sans or serif expected");
  form.instructions = file.texts(root, "instructions", ""), form.closing = file.text_or(root, "closing", "", "");
  letter.codes = {"top-left", "bottom-right"};
  FormReader(file, form).read();
  for (const FormSection& section : form.sections)
    for (const FormQuestion& q : section.questions)
      if (q.type != "signature") letter.variables.push_back({q.name, variable_type(q), q.label, false, {}, Json::array()});
  for (const std::string* text : {&letter.subject, &form.closing})
    if (const std::string complaint = complaint_about_tags(letter, *text); !complaint.empty()) file.refuse(complaint);
  letter.digest = Sha256().add_field("form").add_field(file.bytes()).hex();
  letter.form = std::make_shared<const FormTemplate>(std::move(form));
  return letter;
}

std::vector<std::string> form_template_names(const std::filesystem::path& forms_folder) {
  std::vector<std::string> names;
  std::error_code failed;
  for (const auto& entry : std::filesystem::directory_iterator(forms_folder, failed))
    if (std::filesystem::is_regular_file(entry.path() / "form.toml", failed)) names.push_back(entry.path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace pli
