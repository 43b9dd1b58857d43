// pli out accuse-reception --from-batch: the acknowledgements that a morning's requests are owed, as rows for a person to look at.
#include "bin/outbound.h"
#include "pipeline/files.h"
#include "stages/acknowledge.h"

namespace pli {
namespace {

constexpr const char* letter_name = "accuse-reception";

/// Where the rows go; "" for stdout.
fs::path rows_file(const Context& context, const AcknowledgeWanted& wanted) {
  if (!wanted.rows.empty()) return wanted.rows;
  const fs::path out = context.settings().path("out");
  return out.empty() ? out : out / (std::string(letter_name) + '-' + wanted.batch + ".jsonl");
}

void tell(Context& context, const Acknowledgements& found, const fs::path& file) {
  for (const auto& skipped : found.skipped) {
    context.console().say("acknowledgement-skipped", {{"document", skipped.document}, {"reason", context.messages().label("not-acknowledged", skipped.reason)}});
    context.log().info("acknowledgement-skipped", {{"document", skipped.document}, {"reason", skipped.reason}});
  }
  const std::string left = std::to_string(found.skipped.size());
  if (found.rows.empty()) context.console().say("acknowledgements-none", {{"left", left}});
  else context.console().say("acknowledgements-proposed", {{"letters", std::to_string(found.rows.size())}, {"file", file.string()}, {"left", left}});
  context.log().info("acknowledgements-proposed", {{"letters", found.rows.size()}, {"skipped", found.skipped.size()}});
}

void print(Context& context, const Acknowledgements& found, const fs::path& file) {
  Json skipped = Json::array();
  for (const auto& one : found.skipped) skipped.push_back({{"document", one.document}, {"reason", one.reason}});
  print_json(context, {{"rows", file.empty() ? Json(found.rows) : Json(file.string())}, {"documents", found.documents}, {"skipped", skipped}});
}

}  // namespace

int acknowledge(Context& context, const std::string& letter, const AcknowledgeWanted& wanted, bool json) {
  if (letter != letter_name) throw UsageError("from-batch-letter", {{"template", letter_name}});
  const fs::path file = rows_file(context, wanted);
  if (wanted.release && context.settings().path("out").empty()) throw UsageError("out-missing");
  Acknowledgements found;
  {
    const Registry registry(context.store_path(), Context::registry_context());
    found = propose_acknowledgements(registry, wanted.batch, load_delays(context.data_file("delays.toml")));
  }
  std::string rows;
  for (const Json& row : found.rows) rows += compact(row) + '\n';
  tell(context, found, file);
  if (file.empty() && !json) context.console().print(rows);
  if (found.rows.empty()) {
    if (json) print(context, found, file);
    return 0;  // nobody is owed anything, or all is done: an earlier run's rows stay as they are
  }
  if (!file.empty()) {
    make_folder(fs::absolute(file).parent_path());
    write_file(file, rows);
  }
  if (wanted.release) return release_letters(context, letter, file, json);
  if (json) print(context, found, file);
  return 0;
}

}  // namespace pli
