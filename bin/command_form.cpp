// pli form: where the zones of a form stand on the sheet.
#include <algorithm>

#include "bin/command.h"
#include "bin/outbound.h"
#include "stages/lay_form.h"

namespace pli {

static int show_form(Context& context, const std::string& name) {
  const auto names = form_template_names(context.forms_path());
  if (std::find(names.begin(), names.end(), name) == names.end()) {
    std::string known;
    for (const std::string& one : names) known += (known.empty() ? "" : ", ") + one;
    throw UsageError("unknown-form", {{"form", name}, {"known", known}});
  }
  print_json(context, to_json(layout_of(load_form_template(context.forms_path() / name), stationery_of(context))));
  return 0;
}

void add_form(CLI::App& app, Context& context) {
  CLI::App& command = new_command(app, context, "form", "form", "the forms that a town sends");
  command.require_subcommand(1);
  CLI::App& shown = new_command(command, context, "show", "form-show", "prints where a form's zones stand, as JSON");
  const auto name = std::make_shared<std::string>();
  shown.add_option("NAME", *name, help_text(context, "form-name", "name of the form: aide-sociale, coupon-reponse…"))->required();
  take_settings(shown, context, {"forms", "town"});
  take_json(shown, context);  // it is all it prints
  on_run(shown, context, [&context, name] { return show_form(context, *name); });
}

}  // namespace pli
