#include "bin/inbound_run.h"

namespace pli {

InboundRequest inbound_request(const Settings& settings) {
  InboundRequest request = request_of_settings(settings);
  request.out = settings.path("out");
  if (request.out.empty()) throw UsageError("out-missing");
  request.received = settings.text("received");
  request.stream = settings.flag("stream");
  request.settle_seconds = settings.number("settle");
  request.done = settings.path("done");
  request.lean_report = settings.text("report") == "lean";
  return request;
}

InboundRun::InboundRun(Context& context, InboundDesk& desk, Exporting& exporting) : context_(context), desk_(desk) {
  desk.inbound.complete = [&exporting](const std::string& batch) { exporting.run(batch); };
}

InboundResult InboundRun::run(const InboundRequest& request) {
  try {
    const InboundResult result = run_inbound(request, desk_.inbound, watcher(), desk_.reader());
    context_.console().end();
    if (result.done_before) finish_cut_short(context_, desk_.registry, result.batch);
    return result;
  } catch (...) {
    context_.console().end();
    throw;
  }
}

// The service's name and the reasons for people, on a line a document.
void InboundRun::tell_document(const DocumentEntry& document) {
  const Service* service = desk_.templates.services.find(document.service);
  MessageArgs facts = {{"id", document.id}, {"service", service ? service->label : document.service}};
  std::string reasons;
  for (const std::string& reason : desk_.templates.reasons.by_weight(document.reasons)) reasons += (reasons.empty() ? "" : ", ") + desk_.templates.reasons.label(reason);
  if (!reasons.empty()) facts.emplace_back("reasons", reasons);
  context_.console().document_done(facts);
  context_.log().info("document", {{"id", document.id}, {"service", document.service}, {"dossier", document.dossier}, {"review", document.review()}});
}

void InboundRun::tell_reject(const ReportReject& reject) {
  context_.console().line(context_.console().sentence("reject-line", {{"message", reject.message}}) + " [" + reject.code + "]");
  context_.log().warning("reject", {{"code", reject.code}, {"number", reject.path.substr(reject.path.find('/') + 1, 3)}});  // a file name may hold a person's
}

InboundWatcher InboundRun::watcher() {
  InboundWatcher watcher;
  watcher.begun = [this](const std::string& batch, int inputs) {
    context_.console().say("batch-started", {{"batch", batch}, {"inputs", std::to_string(inputs)}});
    context_.log().info("batch-started", {{"batch", batch}, {"inputs", inputs}});
    context_.console().begin(0);
  };
  watcher.pages = [this](int done, int total) { context_.console().pages_done(done, total); };
  watcher.document = [this](const DocumentEntry& document, int, int) { tell_document(document); };
  watcher.left_alone = [this](const std::string& path) { context_.console().error("left-alone", {{"file", path}}); };
  watcher.reject = [this](const ReportReject& reject) { tell_reject(reject); };
  return watcher;
}

}  // namespace pli
