// pli reprocess: a batch judged again after its rules, services or model have changed.
#include "bin/clock.h"
#include "bin/command.h"
#include "bin/exporting.h"
#include "bin/inbound_desk.h"
#include "pipeline/site_keys.h"
#include "pipeline/text.h"
#include "pipeline/version.h"
#include "stages/refresh_batch.h"
#include "stages/reprocess.h"
#include "templates/review.h"

namespace pli {

struct ReprocessWanted {
  std::string batch;
  bool dry = false, force = false;
};

static const char* state_name(Reprocessed::State state) {
  switch (state) {
    case Reprocessed::State::same: return "same";
    case Reprocessed::State::other: return "changed";
    case Reprocessed::State::person: return "person";
    case Reprocessed::State::gone: return "gone";
  }
  return "";
}

static Json reprocessed_json(const Reprocessed& document) {
  Json json{{"document", document.document}, {"state", state_name(document.state)}, {"path", document.entry.path}, {"withheld", document.withheld}, {"differences", Json::array()}};
  for (const Difference& difference : document.differences) {
    Json one{{"key", difference.key}};
    if (!document.withheld || !difference.key.starts_with("fields.")) one["before"] = difference.before, one["after"] = difference.after;
    json["differences"].push_back(one);
  }
  return json;
}

static std::string reason_labels(const ReviewReasons& reasons, const std::string& codes) {
  std::string out;
  for (const std::string& code : split(codes, ',')) out += (out.empty() ? "" : ", ") + reasons.label(trimmed(code));
  return out;
}

static std::string difference_line(Context& context, const ReviewReasons& reasons, const Reprocessed& document, const Difference& difference) {
  const bool field = difference.key.starts_with("fields.");
  const std::string name = field ? difference.key.substr(7) : context.words().label("difference", difference.key);
  if (field && document.withheld) return "  " + name + ": " + context.words().label("dossier", "withheld");
  const auto shown = [&](const std::string& value) {
    if (value.empty()) return context.words().label("difference", "nothing");
    return one_line(difference.key == "review" ? reason_labels(reasons, value) : value, 120);
  };
  return "  " + name + ": " + shown(difference.before) + " → " + shown(difference.after);
}

static int run_reprocess(Context& context, const ReprocessWanted& wanted, bool json) {
  Registry registry(context.store_path(), Context::registry_context());
  if (!wanted.dry) finish_cut_short(context, registry, wanted.batch);
  const Delays delays = load_delays(context.data_file("delays.toml"));
  const auto keys = load_site_keys(context.keys_path()).bytes;
  const auto all = reprocess({registry, context.cascade(), context.services(), delays, keys, "pli " + std::string(version()), utc_now(), wanted.force, wanted.dry}, wanted.batch);
  if (!wanted.dry) {
    refresh_after(context, registry, wanted.batch);
    export_at_once(context, registry, wanted.batch);
  }
  std::map<Reprocessed::State, int> counts;
  Json documents = Json::array();
  const ReviewReasons reasons = load_review_reasons(context.data_file("review.toml"), context.settings().text("ui"));
  std::string text;
  for (const Reprocessed& document : all) {
    ++counts[document.state];
    documents.push_back(reprocessed_json(document));
    if (document.differences.empty()) continue;
    text += document.document + "  " + document.entry.path + '\n';
    for (const Difference& difference : document.differences) text += difference_line(context, reasons, document, difference) + '\n';
  }
  const auto count = [&](Reprocessed::State state) { return std::to_string(counts[state]); };
  if (json) print_json(context, {{"batch", wanted.batch}, {"dry_run", wanted.dry}, {"changed", counts[Reprocessed::State::other]}, {"documents", documents}});
  else {
    context.console().print(text);
    context.console().say(wanted.dry ? "reprocess-would" : "reprocess-done",
                          {{"changed", count(Reprocessed::State::other)}, {"same", count(Reprocessed::State::same)}, {"person", count(Reprocessed::State::person)}, {"gone", count(Reprocessed::State::gone)}});
  }
  context.log().info("reprocess", {{"batch", wanted.batch}, {"dry_run", wanted.dry}, {"changed", counts[Reprocessed::State::other]}});
  return 0;
}

void add_reprocess(CLI::App& app, Context& context) {
  CLI::App& command = new_command(app, context, "reprocess", "reprocess", "judges the documents of a batch again, after rules, services or the model have changed");
  const auto wanted = std::make_shared<ReprocessWanted>();
  command.add_option("BATCH", wanted->batch, help_text(context, "reprocess-batch", "the batch"))->required();
  command.add_flag("--dry-run", wanted->dry, help_text(context, "reprocess-dry", "shows what would change, and writes nothing"));
  command.add_flag("--force", wanted->force, help_text(context, "reprocess-force", "people's values too: what a person corrected or confirmed is judged like the rest"));
  take_settings(command, context, inbound_settings());
  const auto json = take_json(command, context);
  on_run(command, context, [&context, wanted, json] { return run_reprocess(context, *wanted, *json); });
}

}  // namespace pli
