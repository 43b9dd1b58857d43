// pli doctor: is all here that a run needs?
#include <algorithm>

#include "bin/command.h"
#include "bin/diagnosis.h"

namespace pli {

static int doctor(Context& context, bool json) {
  const std::vector<Check> checks = diagnosis(context);
  const bool well = std::none_of(checks.begin(), checks.end(), [](const Check& check) { return check.status == "error"; });
  if (json) {
    Json list = Json::array();
    for (const Check& check : checks) {
      list.push_back({{"check", check.name}, {"status", check.status}, {"code", check.code.empty() ? Json() : Json(check.code)}, {"detail", check.detail}});
    }
    print_json(context, {{"ok", well}, {"checks", list}});
  } else {
    for (const Check& check : checks) {
      const std::string name = help_text(context, "check-" + check.name, check.name);
      const std::string mark = check.status == "ok" ? "[ok] " : check.status == "warning" ? "[ ! ] " : "[ X ] ";
      context.console().print(mark + name + ": " + check.detail + (check.code.empty() ? "" : " [" + check.code + "]") + "\n");
    }
    context.console().say(well ? "doctor-well" : "doctor-ill");
  }
  return well ? 0 : 1;
}

void add_doctor(CLI::App& app, Context& context) {
  CLI::App& command = new_command(app, context, "doctor", "doctor", "says whether all that Pli needs is installed and writable");
  take_settings(command, context, {"store", "out", "done", "export", "export_dir", "exports", "spool", "min_free", "review_days", "review_most", "services", "model", "lang", "keys", "certificates"});
  const auto json = take_json(command, context);
  on_run(command, context, [&context, json] { return doctor(context, *json); });
}

}  // namespace pli
