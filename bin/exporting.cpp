#include "bin/exporting.h"

#include "bin/signals.h"
#include "pipeline/json.h"
#include "templates/kinds.h"

namespace pli {

std::vector<ExportProfile> export_profiles(Context& context, const std::vector<std::string>& names) {
  std::vector<ExportProfile> profiles;
  for (const std::string& name : names) profiles.push_back(load_export_profile(context.exports_path(), name));
  return profiles;
}

Exporting::Exporting(Context& context, Registry& registry, std::vector<ExportProfile> profiles)
    : context_(context), registry_(registry), profiles_(std::move(profiles)), kinds_(load_kind_labels(context.data_file("kinds.toml"))) {}

ExportResult Exporting::carry_out(const ExportProfile& profile, const std::string& batch, bool again) {
  return export_batch(registry_, profile, {batch, context_.settings().path("export_dir"), again}, {context_.services(), kinds_}, stop_requested);
}

ExportResult Exporting::run(const ExportProfile& profile, const std::string& batch, bool again) {
  const ExportResult result = carry_out(profile, batch, again);
  tell(profile, batch, result);
  return result;
}

void Exporting::follow(const ExportProfile& profile, const std::string& batch) {
  const ExportResult result = carry_out(profile, batch, false);
  if (result.documents > 0) tell(profile, batch, result);
}

void Exporting::tell(const ExportProfile& profile, const std::string& batch, const ExportResult& result) {
  if (result.documents + result.before + result.review > 0)
    context_.console().say("export-done", {{"label", profile.label}, {"batch", batch}, {"documents", std::to_string(result.documents)}, {"before", std::to_string(result.before)},
                                         {"review", std::to_string(result.review)}, {"folder", result.folder.string()}});
  if (result.gone > 0) context_.console().error("export-gone", {{"documents", std::to_string(result.gone)}, {"batch", batch}});
  context_.log().info("export", {{"batch", batch}, {"profile", profile.name}, {"documents", result.documents}, {"before", result.before}, {"review", result.review}, {"gone", result.gone}});
  done_.push_back({{"batch", batch}, {"profile", profile.name}, {"folder", result.folder.string()}, {"documents", result.documents}, {"before", result.before}, {"review", result.review},
                   {"superseded", result.superseded}, {"gone", result.gone}});
}

void Exporting::run(const std::string& batch) {
  for (const ExportProfile& profile : profiles_) run(profile, batch, false);
}

void export_at_once(Context& context, Registry& registry, const std::string& batch) {
  try {
    const auto profiles = export_profiles(context, context.settings().list("export"));
    if (profiles.empty()) return;
    Exporting exporting(context, registry, profiles);
    for (const ExportProfile& profile : exporting.profiles())
      if (exported_before(registry, batch, profile.name)) exporting.follow(profile, batch);
  } catch (const CodedError& error) {
    context.console().error(error);
    context.log().error(error.code());
  }
}

}  // namespace pli
