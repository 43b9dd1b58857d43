// The letters a town sends, a folder each below templates/letters/: letter.toml says what a letter needs, body.md what it says.
//
//   title = "Accusé de réception"; service = "etat-civil"; envelope = "DL-45"; subject = "Votre demande du {{demande_date}}"; answer_days = 0; font = "sans" or "serif"; reminder = true (asks again); clock = "acknowledges", "suspends", "decides" or "transmits" (what posting it does to the delay of a request); example_services = ["voirie-proprete", ...]
//   codes = ["top-left", "bottom-right"]   # also top-right, bottom-left
//   [[variable]] name, type, required, help, example = [...], columns = [...] (tables only)
// body.md is CommonMark (headings, paragraphs, bold, italic, lists, tables, `---` for a new page) with mustache: {{name}}, {{#name}}...{{/name}}, {{^name}}...{{/name}}, {{.}}.
// Values never become markup. Besides the letter's own variables there are those of `known_variables()`.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "pipeline/json.h"

namespace pli {

struct LetterVariable {
  std::string name;      ///< [a-z][a-z0-9_]*
  std::string type;      ///< text (one line), paragraphs, date (ISO), amount, integer, flag, list (of lines), table (list of objects)
  std::string help;
  bool required = false;
  std::vector<std::string> columns;  ///< of a table; all texts
  Json examples;         ///< array: one value or more
};

struct FormTemplate;  // templates/forms.h

struct LetterTemplate {
  std::string name, title;
  std::string service;   ///< "" when each row must say it
  std::string envelope, subject, font, body;
  int answer_days = 0;
  bool reminder = false; ///< asks again for what an earlier letter of the dossier asked
  std::string clock;     ///< what posting it does to a request's delay: acknowledges, suspends (while documents are missing), decides, transmits (to whom it concerns); "" nothing
  std::vector<std::string> codes;
  std::vector<LetterVariable> variables;
  std::vector<std::string> example_services;  ///< whose letters the examples are, in the order of their values; [] any
  std::string digest;    ///< of both files' bytes
  std::shared_ptr<const FormTemplate> form = {};  ///< a form to fill in: it has questions instead of a body; null for a letter
  const LetterVariable* find(const std::string& name) const;  ///< nullptr when there is none
};

/// A mustache tag of a text: kind is '#', '^', '/' or ' ' for a plain variable.
struct LetterTag {
  char kind = ' ';
  std::string name;
};
/// The tags in order. Throws std::invalid_argument naming the tag: unbalanced sections, unescaped values ({{{ and &), partials, other delimiters.
std::vector<LetterTag> letter_tags(const std::string& text);

/// "" when every tag of `text` names something where it stands, else what is wrong; legal mentions are taken on trust until they are put in.
std::string complaint_about_tags(const LetterTemplate&, const std::string& text);

/// What every letter may use without declaring it: reference, date, received, recipient.name, town.name..., service.label..., agent.name, agent.capacity, signatory.name..., implicit.date, implicit.rejection, implicit.acceptance, remedy.cada
/// (the procedure that the row names sends people to the CADA first), subject, answer.date. Beside them `weekday.NAME` of each date variable NAME.
const std::vector<std::string>& known_variables();

/// Complete check: unknown keys, tags that name nothing. Throws UsageError("template-invalid"). A folder's name is the letter's name; UsageError("letter-unknown", {{"name"}}) when there is none.
LetterTemplate load_letter_template(const std::filesystem::path& folder);
/// Names of the letters there are, sorted.
std::vector<std::string> letter_template_names(const std::filesystem::path& letters_folder);

}  // namespace pli
