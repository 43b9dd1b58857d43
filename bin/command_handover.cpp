// pli handover: what a document management system took over.
#include "bin/clock.h"
#include "bin/command.h"
#include "pipeline/errors.h"
#include "pipeline/files.h"
#include "stages/receipts.h"

namespace pli {

// Without a name, of every batch: those of former years whose folders are gone as a whole were archived, which says nothing of who took what.
static Receipts gone_of(const Registry& registry, const std::string& batch) {
  if (!batch.empty()) return {gone_folders(registry, batch, local_today()), {}, {}};
  Receipts all;
  for (const BatchEntry& known : registry.batches()) {
    if (!known.complete || !std::filesystem::exists(std::filesystem::path(known.folder) / "batch.json")) continue;
    for (const Handover& taken : gone_folders(registry, known.name, local_today())) all.taken.push_back(taken);
  }
  return all;
}

static int documents_left(const Registry& registry, const std::string& batch) {
  int left = 0;
  for (const BatchEntry& known : registry.batches()) {
    if (!batch.empty() && known.name != batch) continue;
    for (const DocumentEntry& document : registry.documents(known.name)) left += registry.handover(document.id) ? 0 : 1;
  }
  return left;
}

static int hand_over(Context& context, const std::string& batch, const std::string& file, bool json) {
  Registry registry(context.store_path(), Context::registry_context());
  const Receipts receipts = file.empty() ? gone_of(registry, batch) : read_receipts(read_file(file), file, registry, batch, local_today());
  int recorded = 0;
  Json all = Json::array();
  for (const Handover& taken : receipts.taken) {
    recorded += registry.hand_over(taken) ? 1 : 0;
    all.push_back({{"document", taken.document}, {"date", taken.date}, {"foreign", taken.foreign.empty() ? Json(nullptr) : Json(taken.foreign)}});
  }
  for (const RowProblem& problem : receipts.problems) {
    const std::string message = context.console().sentence(problem.code, problem.args);
    context.console().line(context.console().sentence("correct-line", {{"line", std::to_string(problem.line)}, {"message", message}}) + " [" + problem.code + "]");
  }
  const int left = documents_left(registry, batch);
  if (json) print_json(context, {{"batch", batch.empty() ? Json(nullptr) : Json(batch)}, {"taken", all}, {"recorded", recorded}, {"left", left}, {"errors", receipts.problems.size()}});
  else context.console().say("handover-done", {{"recorded", std::to_string(recorded)}, {"left", std::to_string(left)}, {"errors", std::to_string(receipts.problems.size())}});
  context.log().info("handover", {{"batch", batch}, {"recorded", recorded}, {"left", left}});
  return receipts.problems.empty() ? 0 : 3;
}

void add_handover(CLI::App& app, Context& context) {
  CLI::App& command = new_command(app, context, "handover", "handover", "records what a document management system took over");
  const auto batch = std::make_shared<std::string>(), file = std::make_shared<std::string>();
  command.add_option("BATCH", *batch, help_text(context, "handover-batch", "the batch; every batch when it is not given"));
  command.add_option("--from", *file, help_text(context, "handover-from", "its receipts as CSV: id, date, foreign; without it, documents whose folder is gone"))->type_name("RECEIPTS.csv");
  take_settings(command, context, {"store"});
  const auto json = take_json(command, context);
  on_run(command, context, [&context, batch, file, json] { return hand_over(context, *batch, *file, *json); });
}

}  // namespace pli
