#include "bin/outbound.h"

#include <algorithm>

#include "templates/forms.h"

namespace pli {

static std::filesystem::path letters_folder(Context& context) {
  return context.settings().given("letters") ? context.settings().path("letters") : context.data_file("letters");
}

LetterTemplate letter_named(Context& context, const std::string& name) {
  const auto letters = letter_template_names(letters_folder(context)), forms = form_template_names(context.forms_path());
  if (std::find(letters.begin(), letters.end(), name) != letters.end()) return load_letter_template(letters_folder(context) / name);
  if (std::find(forms.begin(), forms.end(), name) != forms.end()) return load_form_template(context.forms_path() / name);
  std::string known;
  for (const auto* names : {&letters, &forms})
    for (const std::string& one : *names) known += (known.empty() ? "" : ", ") + one;
  throw UsageError("unknown-template", {{"template", name}, {"known", known}});
}

Stationery stationery_of(Context& context) { return load_stationery(context.data() / "templates", context.settings().path("town")); }

void tell_problem(Context& context, const RowProblem& problem) {
  MessageArgs facts = problem.args;
  for (auto& [name, value] : facts)
    if (name == "type") value = context.messages().label("row-type", value);
    else if (name == "day") value = context.messages().date(value);
    else if (name == "motive") value = context.messages().label("motive", value.empty() ? "unknown" : value);
  const std::string message = context.messages().sentence(problem.code, facts);
  context.console().line(context.console().sentence("row-problem", {{"line", std::to_string(problem.line)}, {"column", problem.column}, {"message", message}}) + " [" + problem.code + "]");
  context.log().error("row-problem", {{"line", problem.line}, {"code", problem.code}});
}

void take_rows_as_data(CLI::App& command) { command.remove_option(command.get_option("--data")); }

}  // namespace pli
