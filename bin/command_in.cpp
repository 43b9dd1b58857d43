// pli in: one inbound batch, from a folder of scans to filed letters.
#include "bin/command.h"
#include "bin/inbound_desk.h"
#include "bin/signals.h"
#include "pipeline/files.h"
#include "stages/inbound.h"

namespace pli {
namespace {

struct InWanted {
  std::vector<std::string> sources;
  bool in_process = false;
};

InboundRequest request_of(const Settings& settings, const InWanted& wanted) {
  InboundRequest request = request_of_settings(settings);
  for (const std::string& source : wanted.sources) request.sources.emplace_back(source);
  request.out = settings.path("out");
  if (request.out.empty()) throw UsageError("out-missing");
  request.name = settings.text("batch");
  request.received = settings.text("received");
  request.stream = settings.flag("stream");
  request.settle_seconds = settings.number("settle");
  request.done = settings.path("done");
  request.lean_report = settings.text("report") == "lean";
  request.in_process = wanted.in_process;
  return request;
}

// The service's name and the reasons for people, on a line a document.
void tell_document(Context& context, const ReportTemplates& templates, const DocumentEntry& document) {
  const Service* service = templates.services.find(document.service);
  MessageArgs facts = {{"id", document.id}, {"service", service ? service->label : document.service}};
  std::string reasons;
  for (const std::string& reason : templates.reasons.by_weight(document.reasons)) reasons += (reasons.empty() ? "" : ", ") + templates.reasons.label(reason);
  if (!reasons.empty()) facts.emplace_back("reasons", reasons);
  context.console().document_done(facts);
  context.log().info("document", {{"id", document.id}, {"service", document.service}, {"dossier", document.dossier}, {"review", document.review()}});
}

InboundWatcher watcher_of(Context& context, const ReportTemplates& templates) {
  InboundWatcher watcher;
  watcher.begun = [&](const std::string& batch, int inputs) {
    context.console().say("batch-started", {{"batch", batch}, {"inputs", std::to_string(inputs)}});
    context.log().info("batch-started", {{"batch", batch}, {"inputs", inputs}});
    context.console().begin(0);
  };
  watcher.pages = [&](int done, int total) { context.console().pages_done(done, total); };
  watcher.document = [&](const DocumentEntry& document, int, int) { tell_document(context, templates, document); };
  watcher.left_alone = [&](const std::string& path) { context.console().error("left-alone", {{"file", path}}); };
  watcher.reject = [&](const ReportReject& reject) {
    context.console().line(context.console().sentence("reject-line", {{"message", reject.message}}) + " [" + reject.code + "]");
    context.log().warning("reject", {{"code", reject.code}, {"number", reject.path.substr(reject.path.find('/') + 1, 3)}});  // a file name may hold a person's
  };
  return watcher;
}

int finish(Context& context, const InboundResult& result, bool json) {
  const fs::path report = result.folder / "report.html";
  if (result.done_before)
    for (const ReportReject& reject : result.rejected) watcher_of(context, load_report_templates(context.data() / "templates", context.services(), context.settings().text("ui"))).reject(reject);
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
                         {"rejects", result.rejects}});
  return result.rejects > 0 ? 3 : 0;
}

int run_in(Context& context, const InWanted& wanted, bool json) {
  const Settings& settings = context.settings();
  const InboundRequest request = request_of(settings, wanted);
  InboundDesk desk(context, settings.text("ui"));
  watch_signals();
  try {
    const InboundResult result = run_inbound(request, desk.inbound, watcher_of(context, desk.templates), desk.reader());
    context.console().end();
    if (result.done_before) finish_cut_short(context, desk.registry, result.batch);
    return finish(context, result, json);
  } catch (const UsageError& error) {
    context.console().end();
    if (error.code() != "no-input") throw;
    context.console().error(error);  // a quiet day is no mistake: the nightly job goes on
    return 0;
  } catch (const Interrupted&) {
    context.console().end();
    context.console().error("interrupted");
    return stop_exit_code();
  } catch (...) {
    context.console().end();
    throw;
  }
}

}  // namespace

void add_in(CLI::App& app, Context& context) {
  CLI::App& command = new_command(app, context, "in", "in", "files a batch of scanned letters");
  const auto wanted = std::make_shared<InWanted>();
  command.add_option("SOURCE", wanted->sources, help_text(context, "in-source", "TIFF, PDF, JPEG or PNG files, folders, archives"))->required();
  command.add_flag("--in-process", wanted->in_process)->group("");  // for debuggers and sanitizers
  take_settings(command, context,
                {"out", "store", "batch", "jobs", "received", "services", "forms", "model", "lang", "settle", "stream", "done", "originals", "image", "report", "keys", "certificates",
                 "limits.page_megapixels", "limits.page_seconds", "limits.page_memory_mib", "limits.input_pages", "limits.input_mib", "limits.archive_entries",
                 "limits.archive_ratio"});
  const auto json = take_json(command, context);
  on_run(command, context, [&context, wanted, json] { return run_in(context, *wanted, *json); });
}

}  // namespace pli
