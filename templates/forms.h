// The forms a town sends, a folder each below templates/forms/: form.toml says what a form asks; where everything stands on the sheet is worked out (stages/lay_form).
//
//   title = "Demande d'aide"; version = 1; service = "action-sociale"; kind = "demande"; envelope = "DL-45"; subject = "Votre demande"; answer_days = 30; instructions = ["..."]; closing = "..." (CommonMark with letters' variables)
//   [[section]] title, text, page_break = true
//   [[section.field]] name, type, label, required, feeds (field of the record), width = "half", and by type:
//     checkbox    nothing more
//     choice, choices    options = [{value, label}], columns = 1 to 4
//     digits      check = "date", "phone", "postcode", "amount" or "number"; cells (amount: whole euros before the two cents; number)
//     capitals    cells
//     text        height (mm)
//     signature   height (mm)
// A form's version is raised whenever its boxes move: paper that is out comes back for years.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "templates/letters.h"

namespace pli {

struct FormQuestion {
  std::string name;      ///< [a-z][a-z0-9_]*
  std::string type, label, check, feeds;
  bool required = false, half = false;
  int cells = 0, columns = 1;
  double height = 0;     ///< mm, of text and signature
  struct Option {
    std::string value, label;
  };
  std::vector<Option> options;
};

struct FormSection {
  std::string title, text;
  bool page_break = false;
  std::vector<FormQuestion> questions;
};

struct FormTemplate {
  std::string name, title, service, kind, closing;
  int version = 1;
  std::vector<std::string> instructions;
  std::vector<FormSection> sections;
  const FormQuestion* find(const std::string& question) const;  ///< nullptr when there is none
};

/// The form of a folder as something to send: a letter without a body, whose variables are the questions that a row may answer beforehand. Complete check: unknown keys, names that
/// stand twice, options without values. Throws UsageError("template-invalid"); UsageError("letter-unknown", {{"name"}}) when there is none.
LetterTemplate load_form_template(const std::filesystem::path& folder);
/// Names of the forms there are, sorted.
std::vector<std::string> form_template_names(const std::filesystem::path& forms_folder);

}  // namespace pli
