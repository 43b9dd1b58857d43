// Forms of ours in the registry: the layout of each version that was ever printed.
#include "pipeline/errors.h"
#include "pipeline/json_form.h"
#include "pipeline/registry_state.h"

namespace pli {

void Registry::keep_form(const FormLayout& form) {
  const std::string name = form.id + '@' + std::to_string(form.version), layout = compact(to_json(form));
  Transaction transaction(state_->database);
  Statement known(state_->database, "SELECT layout FROM forms WHERE id = ? AND version = ?");
  known.bind(form.id, form.version);
  if (known.step()) {
    if (known.text(0) != layout) throw UsageError("form-version-taken", {{"form", name}});
    return;
  }
  Statement(state_->database, "INSERT INTO forms(id, version, layout) VALUES(?,?,?)").bind(form.id, form.version, layout).run();
  state_->add_event("form-kept", name, compact({{"pages", form.pages}, {"fields", form.fields.size()}}));
  transaction.commit();
}

void Registry::State::keep_answers(const std::string& document, const FilledForm& form) {
  Statement(database, "INSERT OR REPLACE INTO answers(document, form) VALUES(?,?)").bind(document, compact(to_json(form))).run();
}

std::optional<FilledForm> Registry::form_of(const std::string& document) const {
  Statement row(state_->database, "SELECT form FROM answers WHERE document = ?");
  if (!row.bind(document).step()) return std::nullopt;
  return filled_form_from_json(Json::parse(row.text(0)));
}

std::vector<FormLayout> Registry::forms() const {
  std::vector<FormLayout> found;
  Statement row(state_->database, "SELECT layout FROM forms ORDER BY id, version");
  while (row.step()) found.push_back(form_layout_from_json(Json::parse(row.text(0))));
  return found;
}

}  // namespace pli
