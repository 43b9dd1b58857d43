// The pages of a form as one form: its answers in order, and why a person must look at them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "pipeline/record.h"

namespace pli {

struct JoinedForm {
  std::optional<FilledForm> form;     ///< none when no page was read
  std::vector<std::string> reasons;   ///< form-unknown, form-unregistered, form-several, form-twice, form-cells, form-doubt, form-incomplete, form-unanswered; each once
  std::string service, kind;          ///< that the form says, "" when it doesn't
  std::vector<Field> fields;          ///< of the record, from the answers that feed one
  std::string text;                   ///< answers in words: to find the form by
};

/// `pages` in order, numbered from 1. Answers stand in the order of the layout; those of a page that is missing are left out, and the form is incomplete. Where a needed answer was not given a person looks: it may stand on the paper in pencil that the scan lost.
JoinedForm join_form(const std::vector<RecordPage>& pages, const std::vector<FormLayout>& forms);

/// An answer in words: labels of options, "x" for a ticked box, "" where there is none. Without `field` values stand for themselves.
std::string answer_words(const FormField* field, const AnswerValue&);

/// A line a form of that name: document, dossier and so on, then a column a field. `document`, `dossier`, `received`, `review` come first.
std::string form_csv(const FormLayout&, const std::vector<const Record*>&);

}  // namespace pli
