// pli export: a batch once more into a document management system, or what people settled since.
#include "bin/command.h"
#include "bin/exporting.h"
#include "bin/signals.h"
#include "pipeline/json.h"

namespace pli {

struct ExportWanted {
  std::vector<std::string> batches, profiles;
  bool new_only = false, list = false;
};

static int list_exports(Context& context, bool json) {
  Json all = Json::array();
  std::string text;
  for (const std::string& name : export_profile_names(context.exports_path())) {
    const ExportProfile profile = load_export_profile(context.exports_path(), name);
    all.push_back({{"name", name}, {"label", profile.label}});
    text += name + std::string(name.size() < 14 ? 14 - name.size() : 1, ' ') + profile.label + '\n';
  }
  if (json) print_json(context, all);
  else context.console().print(text);
  return 0;
}

static int export_again(Context& context, const ExportWanted& wanted, bool json) {
  const auto profiles = export_profiles(context, wanted.profiles.empty() ? context.settings().list("export") : wanted.profiles);
  if (profiles.empty()) throw UsageError("export-missing");
  if (wanted.batches.empty()) throw UsageError("argument-missing", {{"argument", "BATCH"}});
  Registry registry(context.store_path(), Context::registry_context());
  Exporting exporting(context, registry, profiles);
  watch_signals();
  try {
    for (const std::string& batch : wanted.batches)
      for (const ExportProfile& profile : exporting.profiles()) exporting.run(profile, batch, !wanted.new_only);
  } catch (const Interrupted&) {
    context.console().error("interrupted");
    return stop_exit_code();
  }
  if (json) print_json(context, exporting.done());
  return 0;
}

void add_export(CLI::App& app, Context& context) {
  CLI::App& command = new_command(app, context, "export", "export-command", "exports a batch to a document management system again, or what was settled since");
  const auto wanted = std::make_shared<ExportWanted>();
  command.add_option("BATCH", wanted->batches, help_text(context, "export-batch", "the batches"));
  command.add_option("--profile", wanted->profiles, help_text(context, "export-profile", "an export profile, repeated; by default those of the setting export"))
      ->type_name("NAME")->expected(1)->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  command.add_flag("--new", wanted->new_only, help_text(context, "export-new", "only what was never exported: documents settled since"));
  command.add_flag("--list", wanted->list, help_text(context, "export-list", "shows the profiles there are"));
  take_settings(command, context, {"store", "export_dir", "exports", "services"});
  const auto json = take_json(command, context);
  on_run(command, context, [&context, wanted, json] { return wanted->list ? list_exports(context, *json) : export_again(context, *wanted, *json); });
}

}  // namespace pli
