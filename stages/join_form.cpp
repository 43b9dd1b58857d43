#include "stages/join_form.h"

#include <algorithm>

#include "pipeline/text.h"
#include "stages/report.h"

namespace pli {

static std::string label_of(const FormField* field, const std::string& value) {
  if (field)
    for (const FormOption& option : field->options)
      if (option.value == value) return option.label;
  return value;
}

std::string answer_words(const FormField* field, const AnswerValue& value) {
  if (const bool* ticked = std::get_if<bool>(&value)) return *ticked ? "x" : "";
  if (const auto* text = std::get_if<std::string>(&value)) return label_of(field, *text);
  std::string words;
  if (const auto* list = std::get_if<std::vector<std::string>>(&value))
    for (const std::string& one : *list) words += (words.empty() ? "" : ", ") + label_of(field, one);
  return words;
}

namespace {

constexpr std::size_t longest_answer = 2000;

void add_form_reason(std::vector<std::string>& reasons, const std::string& reason) {
  if (std::find(reasons.begin(), reasons.end(), reason) == reasons.end()) reasons.push_back(reason);
}

bool unanswered(const AnswerValue& value) {
  if (const bool* ticked = std::get_if<bool>(&value)) return !*ticked;
  if (const auto* text = std::get_if<std::string>(&value)) return text->empty();
  if (const auto* list = std::get_if<std::vector<std::string>>(&value)) return list->empty();
  return true;
}

std::string csv_value(const AnswerValue& value) {
  if (const bool* ticked = std::get_if<bool>(&value)) return *ticked ? "true" : "false";
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  std::string all;
  if (const auto* list = std::get_if<std::vector<std::string>>(&value))
    for (const std::string& one : *list) all += (all.empty() ? "" : "|") + one;
  return all;
}

class Joining {
 public:
  Joining(const std::vector<RecordPage>& pages, const std::vector<FormLayout>& forms) : pages_(pages), forms_(forms) {}

  JoinedForm run() {
    for (const RecordPage& page : pages_)
      if (page.facts.form) take(*page.facts.form, page.number);
    if (!out_.form) return std::move(out_);
    if (const FormLayout* layout = find_layout(forms_, out_.form->id, out_.form->version)) settle(*layout);
    return std::move(out_);
  }

 private:
  void take(const FormReading& reading, int page) {
    if (!reading.problem.empty()) return add_form_reason(out_.reasons, reading.problem);
    if (!out_.form) out_.form = FilledForm{reading.id, reading.version, reading.letter, {}};
    if (out_.form->letter != reading.letter || out_.form->id != reading.id || out_.form->version != reading.version) return add_form_reason(out_.reasons, "form-several");
    for (Answer answer : reading.answers) {
      if (std::any_of(out_.form->answers.begin(), out_.form->answers.end(), [&](const Answer& known) { return known.name == answer.name; })) continue;  // the page came twice
      answer.page = page;
      if (!answer.crop.empty()) answer.crop = "zones/" + answer.crop + ".jpg";
      if (!answer.doubt.empty()) add_form_reason(out_.reasons, answer.doubt);
      out_.form->answers.push_back(std::move(answer));
    }
  }

  void settle(const FormLayout& layout) {
    out_.service = layout.service, out_.kind = layout.kind;
    std::vector<Answer> ordered;
    for (const FormField& field : layout.fields) {
      const auto answer = std::find_if(out_.form->answers.begin(), out_.form->answers.end(), [&](const Answer& one) { return one.name == field.name; });
      if (answer == out_.form->answers.end()) {
        add_form_reason(out_.reasons, "form-incomplete");
        continue;
      }
      // What was written but can't be told by a machine (capitals, free text) is an answer all the same.
      if (field.required && unanswered(answer->value) && answer->doubt.empty() && answer->crop.empty() && answer->text.empty()) out_.form->missing.push_back(field.name);
      tell(field, *answer);
      ordered.push_back(*answer);
    }
    out_.form->answers = std::move(ordered);
    if (!out_.form->missing.empty()) add_form_reason(out_.reasons, "form-unanswered");
    if (!out_.text.empty()) out_.text = layout.title + '\n' + out_.text;
  }

  void tell(const FormField& field, const Answer& answer) {
    const std::string words = answer_words(&field, answer.value);
    if (words.empty()) return;
    out_.text += words == "x" ? field.label + '\n' : field.label + ": " + words + '\n';
    const auto* text = std::get_if<std::string>(&answer.value);
    if (!field.feeds.empty() && text && answer.doubt.empty()) out_.fields.push_back({field.feeds, *text, answer.text.empty() ? *text : answer.text, answer.confidence, answer.page, answer.box});
  }

  const std::vector<RecordPage>& pages_;
  const std::vector<FormLayout>& forms_;
  JoinedForm out_;
};

}  // namespace

JoinedForm join_form(const std::vector<RecordPage>& pages, const std::vector<FormLayout>& forms) { return Joining(pages, forms).run(); }

std::string form_csv(const FormLayout& form, const std::vector<const Record*>& records) {
  std::string csv = "\xEF\xBB\xBF";
  const auto add_line = [&](const std::vector<std::string>& cells) {
    for (const std::string& cell : cells) csv += escaped_csv(one_line(cell, longest_answer)) + ';';
    csv.back() = '\n';
  };
  std::vector<std::string> head{"document", "dossier", "received", "review"};
  for (const FormField& field : form.fields) head.push_back(field.name);
  add_line(head);
  for (const Record* record : records) {
    std::string reasons;
    for (const std::string& reason : record->review) reasons += (reasons.empty() ? "" : "|") + reason;
    std::vector<std::string> cells{record->id, record->dossier, record->received, reasons};
    for (const FormField& field : form.fields) {
      const auto answer = std::find_if(record->form->answers.begin(), record->form->answers.end(), [&](const Answer& one) { return one.name == field.name; });
      cells.push_back(answer == record->form->answers.end() ? "" : csv_value(answer->value));
    }
    add_line(cells);
  }
  return csv;
}

}  // namespace pli
