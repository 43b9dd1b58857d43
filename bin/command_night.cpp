// pli night: the whole night, from the spool to a summary.
#include "bin/command.h"
#include "bin/night.h"
#include "bin/signals.h"
#include "pipeline/files.h"
#include "pipeline/json.h"

namespace pli {

/// night-2026-11-23.txt in the output folder; a second night of that day stands beside the first.
static std::filesystem::path keep_summary(const std::filesystem::path& out, const std::string& date, const std::string& text) {
  std::filesystem::path file = out / ("night-" + date + ".txt");
  for (int number = 2; std::filesystem::exists(file); ++number) file = out / ("night-" + date + "-" + std::to_string(number) + ".txt");
  write_file(file, text);
  return file;
}

static int night(Context& context, bool json) {
  watch_signals();
  const NightFacts facts = run_night(context);
  const std::string text = night_text(context, facts);
  Json told = night_json(facts);
  const int code = facts.interrupted ? stop_exit_code() : facts.exit_code();
  context.log().info("night", {{"batches", facts.batches.size()}, {"failures", facts.failures.size()}, {"warnings", facts.worries.size()}, {"exit", code}});
  for (const Worry& worry : facts.worries) context.log().warning(worry.code);
  try {
    told["summary"] = keep_summary(context.settings().path("out"), facts.date, text).string();
  } catch (const Fatal& error) {
    // The disk is full, perhaps: whoever reads the mail learns all the same.
    context.console().error(error);
  }
  if (json) print_json(context, told);
  else context.console().print(text);
  return code;
}

void add_night(CLI::App& app, Context& context) {
  CLI::App& command = new_command(app, context, "night", "night", "the whole night: files what lies in the spool, exports, moves inputs away, tells what came of it");
  take_settings(command, context,
                {"spool", "out", "done", "export", "export_dir", "exports", "store", "jobs", "received", "services", "forms", "town", "model", "lang", "settle", "stream", "originals", "image", "report", "keys", "certificates", "min_free",
                 "review_days", "review_most", "purge_days", "limits.page_megapixels", "limits.page_seconds", "limits.page_memory_mib", "limits.input_pages", "limits.input_mib", "limits.archive_entries", "limits.archive_ratio"});
  const auto json = take_json(command, context);
  on_run(command, context, [&context, json] { return night(context, *json); });
}

}  // namespace pli
