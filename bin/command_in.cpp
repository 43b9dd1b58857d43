// pli in: one inbound batch, from a folder of scans to filed letters.
#include "bin/command.h"
#include "bin/health.h"
#include "bin/inbound_run.h"
#include "bin/signals.h"
#include "pipeline/json.h"

namespace pli {
namespace {

struct InWanted {
  std::vector<std::string> sources;
  bool in_process = false;
};

InboundRequest request_of(const Settings& settings, const InWanted& wanted) {
  InboundRequest request = inbound_request(settings);
  for (const std::string& source : wanted.sources) request.sources.emplace_back(source);
  request.name = settings.text("batch");
  request.in_process = wanted.in_process;
  return request;
}

int finish(Context& context, InboundRun& run, const InboundResult& result, const Json& exports, bool json) {
  const fs::path report = result.folder / "report.html";
  if (result.done_before)
    for (const ReportReject& reject : result.rejected) run.tell_reject(reject);
  const MessageArgs facts = {{"batch", result.batch},
                             {"pages", std::to_string(result.accounts.input)},
                             {"documents", std::to_string(result.documents)},
                             {"review", std::to_string(result.review)},
                             {"rejects", std::to_string(result.rejects)},
                             {"report", report.string()}};
  context.console().say(result.done_before ? "batch-already-done" : "batch-done", facts);
  context.log().info("batch-done", {{"batch", result.batch}, {"pages", result.accounts.input}, {"documents", result.documents}, {"review", result.review}, {"rejects", result.rejects}});
  if (json)
    print_json(context, {{"batch", result.batch},
                         {"folder", result.folder.string()},
                         {"done_before", result.done_before},
                         {"pages", result.accounts.input},
                         {"documents", result.documents},
                         {"review", result.review},
                         {"rejects", result.rejects},
                         {"exports", exports}});
  return result.rejects > 0 ? 3 : 0;
}

int run_in(Context& context, const InWanted& wanted, bool json) {
  const Settings& settings = context.settings();
  const InboundRequest request = request_of(settings, wanted);
  auto profiles = export_profiles(context, settings.list("export"));
  if (!profiles.empty() && request.name == "export" && settings.path("export_dir").empty()) throw UsageError("bad-value", {{"key", "batch"}, {"value", request.name}});
  InboundDesk desk(context, settings.text("ui"));
  Exporting exporting(context, desk.registry, std::move(profiles));
  InboundRun run(context, desk, exporting);
  watch_signals();
  for (const Worry& worry : disk_worries(context)) context.console().error(worry.code, worry.args);  // said before it hurts; what fits still goes through
  try {
    return finish(context, run, run.run(request), exporting.done(), json);
  } catch (const UsageError& error) {
    if (error.code() != "no-input") throw;
    context.console().error(error);  // a quiet day is no mistake: the nightly job goes on
    return 0;
  } catch (const Interrupted&) {
    context.console().error("interrupted");
    return stop_exit_code();
  }
}

}  // namespace

void add_in(CLI::App& app, Context& context) {
  CLI::App& command = new_command(app, context, "in", "in", "files a batch of scanned letters");
  const auto wanted = std::make_shared<InWanted>();
  command.add_option("SOURCE", wanted->sources, help_text(context, "in-source", "TIFF, PDF, JPEG or PNG files, folders, archives"))->required();
  command.add_flag("--in-process", wanted->in_process)->group("");  // for debuggers and sanitizers
  take_settings(command, context,
                {"out", "store", "batch", "jobs", "received", "services", "forms", "town", "model", "lang", "settle", "stream", "done", "export", "export_dir", "exports", "originals", "image", "report", "keys", "certificates",
                 "min_free", "limits.page_megapixels", "limits.page_seconds", "limits.page_memory_mib", "limits.input_pages", "limits.input_mib", "limits.archive_entries",
                 "limits.archive_ratio"});
  const auto json = take_json(command, context);
  on_run(command, context, [&context, wanted, json] { return run_in(context, *wanted, *json); });
}

}  // namespace pli
