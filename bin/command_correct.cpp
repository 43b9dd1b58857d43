// pli correct: what a person says of a document, one by one or as a filled-in index.
#include <algorithm>

#include "bin/clock.h"
#include "bin/command.h"
#include "bin/outbound.h"
#include "bin/user.h"
#include "pipeline/errors.h"
#include "pipeline/files.h"
#include "stages/correct_index.h"

namespace pli {

struct CorrectWanted {
  std::string document, csv, by;
  std::vector<std::string> set;
  bool confirm = false;
};

/// Who speaks: the option, else the user of this session.
static std::string speaker(const CorrectWanted& wanted) { return wanted.by.empty() ? user_of_session() : wanted.by; }

static Json corrected_json(const DocumentEntry& document, bool changed) {
  return {{"document", document.id}, {"changed", changed}, {"service", document.service}, {"kind", document.kind}, {"dossier", document.dossier.empty() ? Json(nullptr) : Json(document.dossier)},
          {"review", document.review()}, {"path", document.path}};
}

static int correct_one(Context& context, const CorrectWanted& wanted, bool json) {
  Registry registry(context.store_path(), Context::registry_context());
  const Delays delays = load_delays(context.data_file("delays.toml"));
  Correction correction{wanted.document, {}, wanted.confirm, speaker(wanted), utc_now()};
  for (const std::string& pair : wanted.set) {
    const std::size_t sign = pair.find('=');
    if (sign == std::string::npos || sign == 0) throw UsageError("correction-pair", {{"value", pair.substr(0, sign == 0 ? 0 : 40)}});
    correction.values[pair.substr(0, sign)] = pair.substr(sign + 1);
  }
  const bool by_hand = correction.values.empty() && !correction.confirm;
  const Corrected done = by_hand ? take_correction(registry, wanted.document, correction.by, correction.at, context.services(), delays) : correct(registry, correction, context.services(), delays);
  if (json) print_json(context, corrected_json(done.document, done.changed));
  else context.console().say(done.changed ? "correct-done" : "correct-nothing", {{"document", done.document.id}, {"path", done.document.path}});
  context.log().info("correct", {{"id", done.document.id}, {"changed", done.changed}});
  return 0;
}

static int correct_index(Context& context, const CorrectWanted& wanted, bool json) {
  Registry registry(context.store_path(), Context::registry_context());
  const Delays delays = load_delays(context.data_file("delays.toml"));
  const ReportTemplates templates = load_report_templates(context.data() / "templates", context.services(), "fr");  // the words of the index that Pli wrote
  IndexCorrections found = index_corrections(read_file(wanted.csv), wanted.csv, registry, templates, speaker(wanted), utc_now());
  Json all = Json::array();
  int changed = 0;
  for (std::size_t i = 0; i < found.corrections.size(); ++i) {
    try {
      const Corrected done = correct(registry, found.corrections[i], context.services(), delays);
      changed += done.changed ? 1 : 0;
      all.push_back(corrected_json(done.document, done.changed));
    } catch (const UsageError& error) {
      found.problems.push_back({found.lines[i], "", error.code(), error.args()});
    }
  }
  std::stable_sort(found.problems.begin(), found.problems.end(), [](const RowProblem& a, const RowProblem& b) { return a.line < b.line; });
  for (const RowProblem& problem : found.problems) {
    const std::string message = context.console().sentence(problem.code, problem.args);
    context.console().line(context.console().sentence("correct-line", {{"line", std::to_string(problem.line)}, {"message", message}}) + " [" + problem.code + "]");
  }
  if (json) print_json(context, {{"corrected", all}, {"errors", found.problems.size()}});
  else context.console().say("correct-index-done", {{"changed", std::to_string(changed)}, {"same", std::to_string(static_cast<int>(all.size()) - changed)}, {"errors", std::to_string(found.problems.size())}});
  context.log().info("correct-index", {{"changed", changed}, {"errors", found.problems.size()}});
  return found.problems.empty() ? 0 : 3;
}

void add_correct(CLI::App& app, Context& context) {
  CLI::App& command = new_command(app, context, "correct", "correct", "what a person says of a document: service, kind, dossier, fields");
  const auto wanted = std::make_shared<CorrectWanted>();
  command.add_option("DOCUMENT", wanted->document, help_text(context, "correct-document", "the document's id; alone: takes over the correction.json beside its record"));
  command.add_option("--set", wanted->set, help_text(context, "correct-set", "KEY=VALUE: service, kind, dossier (a number or new), sender.name, date, subject..."))->type_name("KEY=VALUE");
  command.add_flag("--confirm", wanted->confirm, help_text(context, "correct-confirm", "it may go on as it stands"));
  command.add_option("--csv", wanted->csv, help_text(context, "correct-csv", "an index.csv that was filled in: what differs is corrected"))->type_name("FILE");
  command.add_option("--by", wanted->by, help_text(context, "correct-by", "who says so; the user of the session when it is not given"))->type_name("NAME");
  take_settings(command, context, {"store", "services"});
  const auto json = take_json(command, context);
  on_run(command, context, [&context, wanted, json] {
    if (wanted->csv.empty() == wanted->document.empty() || (!wanted->csv.empty() && (!wanted->set.empty() || wanted->confirm))) throw UsageError("correct-what");
    return wanted->csv.empty() ? correct_one(context, *wanted, *json) : correct_index(context, *wanted, *json);
  });
}

}  // namespace pli
