// pli correct: what a person says of a document, one by one or as a filled-in index.
#include <algorithm>
#include <set>

#include "bin/clock.h"
#include "bin/command.h"
#include "bin/exporting.h"
#include "bin/inbound_desk.h"
#include "bin/mending.h"
#include "bin/outbound.h"
#include "bin/signals.h"
#include "bin/speaker.h"
#include "pipeline/errors.h"
#include "pipeline/files.h"
#include "stages/correct_index.h"

namespace pli {

struct CorrectWanted {
  std::string document, by;
  std::vector<std::string> csv, set;
  bool confirm = false;
};

static Json corrected_json(const DocumentEntry& document, bool changed) {
  return {{"document", document.id}, {"changed", changed}, {"service", document.service}, {"kind", document.kind}, {"dossier", document.dossier.empty() ? Json(nullptr) : Json(document.dossier)},
          {"review", document.review()}, {"path", document.path}};
}

static int correct_one(Context& context, const CorrectWanted& wanted, bool json) {
  Registry registry(context.store_path(), Context::registry_context());
  const Delays delays = load_delays(context.data_file("delays.toml"));
  Correction correction{wanted.document, {}, wanted.confirm, speaker(wanted.by), utc_now()};
  for (const std::string& pair : wanted.set) {
    const std::size_t sign = pair.find('=');
    if (sign == std::string::npos || sign == 0) throw UsageError("correction-pair", {{"value", pair.substr(0, sign == 0 ? 0 : 40)}});
    correction.values[pair.substr(0, sign)] = pair.substr(sign + 1);
  }
  finish_cut_short_for(context, registry, wanted.document);
  const bool by_hand = correction.values.empty() && !correction.confirm;
  const Corrected done = by_hand ? take_correction(registry, wanted.document, correction.by, correction.at, context.services(), delays) : correct(registry, correction, context.services(), delays);
  refresh_after(context, registry, done.document.batch);
  if (done.changed) export_at_once(context, registry, done.document.batch);
  if (json) print_json(context, corrected_json(done.document, done.changed));
  else context.console().say(done.changed ? "correct-done" : "correct-nothing", {{"document", done.document.id}, {"path", done.document.path}});
  context.log().info("correct", {{"id", done.document.id}, {"changed", done.changed}});
  return 0;
}

// Filled-in indexes, one after the other: what they say, what came of it, what can't be used.
class IndexDesk {
 public:
  IndexDesk(Context& context, const CorrectWanted& wanted) : context_(context), wanted_(wanted) {}

  int run(bool json) {
    finish_open_mends();
    for (const std::string& file : wanted_.csv) take(file);
    if (json) print_json(context_, {{"corrected", corrected_}, {"mended", mended_}, {"errors", errors_}});
    else
      context_.console().say("correct-index-done", {{"changed", std::to_string(changed_)}, {"same", std::to_string(static_cast<int>(corrected_.size()) - changed_)}, {"mended", mends_ > 0 ? std::to_string(mends_) : ""}, {"errors", std::to_string(errors_)}});
    context_.log().info("correct-index", {{"changed", changed_}, {"mended", mends_}, {"errors", errors_}});
    return errors_ == 0 ? 0 : 3;
  }

 private:
  void finish_open_mends() {
    Registry registry(context_.store_path(), Context::registry_context());
    for (const BatchEntry& batch : registry.batches())
      if (registry.open_mend(batch.name)) finish_cut_short(context_, registry, batch.name);
  }

  void take(const std::string& file) {
    IndexCorrections found = corrections(file);
    mend(found);
    std::stable_sort(found.problems.begin(), found.problems.end(), [](const RowProblem& a, const RowProblem& b) { return a.line < b.line; });
    for (const RowProblem& problem : found.problems) {
      const std::string message = context_.console().sentence(problem.code, problem.args);
      context_.console().line(context_.console().sentence("correct-line", {{"file", wanted_.csv.size() > 1 ? file : ""}, {"line", std::to_string(problem.line)}, {"message", message}}) + " [" + problem.code + "]");
    }
    errors_ += found.problems.size();
  }

  IndexCorrections corrections(const std::string& file) {
    Registry registry(context_.store_path(), Context::registry_context());
    const Delays delays = load_delays(context_.data_file("delays.toml"));
    const ReportTemplates templates = load_report_templates(context_.data() / "templates", context_.services(), "fr");  // the words of the index that Pli wrote
    IndexCorrections found = index_corrections(read_file(file), file, registry, templates, speaker(wanted_.by), utc_now());
    std::set<std::string> batches, changed_batches;
    for (std::size_t i = 0; i < found.corrections.size(); ++i) {
      try {
        const Corrected done = correct(registry, found.corrections[i], context_.services(), delays);
        changed_ += done.changed ? 1 : 0;
        batches.insert(done.document.batch);
        if (done.changed) changed_batches.insert(done.document.batch);
        corrected_.push_back(corrected_json(done.document, done.changed));
      } catch (const UsageError& error) {
        found.problems.push_back({found.lines[i], "", error.code(), error.args()});
      }
    }
    for (const std::string& batch : batches) refresh_after(context_, registry, batch);
    for (const std::string& batch : changed_batches) export_at_once(context_, registry, batch);
    return found;
  }

  void mend(IndexCorrections& found) {
    for (std::size_t i = 0; i < found.mends.size(); ++i) {
      try {
        const Mended mended = carry_out_mend(context_, found.mends[i]);
        mends_ += mended.changed ? 1 : 0;
        mended_.push_back(mended_json(mended));
        tell_mended(context_, found.mends[i], mended);
      } catch (const UsageError& error) {
        found.problems.push_back({found.mend_lines[i], "", error.code(), error.args()});
      }
    }
  }

  Context& context_;
  const CorrectWanted& wanted_;
  Json corrected_ = Json::array(), mended_ = Json::array();
  int changed_ = 0, mends_ = 0;
  std::size_t errors_ = 0;
};

static int correct_index(Context& context, const CorrectWanted& wanted, bool json) {
  watch_signals();
  try {
    return IndexDesk(context, wanted).run(json);
  } catch (const Interrupted&) {
    context.console().error("interrupted");
    return stop_exit_code();
  }
}

void add_correct(CLI::App& app, Context& context) {
  CLI::App& command = new_command(app, context, "correct", "correct", "what a person says of a document: service, kind, dossier, fields");
  const auto wanted = std::make_shared<CorrectWanted>();
  command.add_option("DOCUMENT", wanted->document, help_text(context, "correct-document", "the document's id; alone: takes over the correction.json beside its record"));
  command.add_option("--set", wanted->set, help_text(context, "correct-set", "KEY=VALUE: service, kind, dossier (a number or new), sender.name, date, subject..."))->type_name("KEY=VALUE");
  command.add_flag("--confirm", wanted->confirm, help_text(context, "correct-confirm", "it may go on as it stands"));
  command.add_option("--csv", wanted->csv, help_text(context, "correct-csv", "an index.csv that was filled in, repeated: what differs is corrected"))->type_name("FILE")->expected(1)->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  command.add_option("--by", wanted->by, help_text(context, "correct-by", "who says so; the user of the session when it is not given"))->type_name("NAME");
  take_settings(command, context, inbound_settings());
  const auto json = take_json(command, context);
  on_run(command, context, [&context, wanted, json] {
    if (wanted->csv.empty() == wanted->document.empty() || (!wanted->csv.empty() && (!wanted->set.empty() || wanted->confirm))) throw UsageError("correct-what");
    return wanted->csv.empty() ? correct_one(context, *wanted, *json) : correct_index(context, *wanted, *json);
  });
}

}  // namespace pli
