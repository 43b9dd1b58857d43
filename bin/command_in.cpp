// pli in: one inbound batch, from a folder of scans to filed letters.
#include <ctime>
#include <thread>

#include "bin/clock.h"
#include "bin/command.h"
#include "bin/signals.h"
#include "pipeline/certificates.h"
#include "pipeline/digest.h"
#include "pipeline/files.h"
#include "pipeline/site_keys.h"
#include "stages/inbound.h"
#include "stages/scan_reader.h"
#include "templates/two_d_doc.h"

namespace pli {
namespace {

struct InWanted {
  std::vector<std::string> sources;
  bool in_process = false;
};

InboundRequest request_of(const Settings& settings, const InWanted& wanted) {
  InboundRequest request;
  for (const std::string& source : wanted.sources) request.sources.emplace_back(source);
  request.out = settings.path("out");
  if (request.out.empty()) throw UsageError("out-missing");
  request.name = settings.text("batch");
  request.received = settings.text("received");
  request.stream = settings.flag("stream");
  request.image = settings.text("image");
  request.settle_seconds = settings.number("settle");
  request.done = settings.path("done");
  if (settings.text("originals") == "none") request.originals = Originals::none;
  else if (!settings.text("originals").empty()) request.originals = Originals::elsewhere;
  if (request.originals == Originals::elsewhere) request.originals_folder = settings.path("originals");
  request.lean_report = settings.text("report") == "lean";
  request.jobs = static_cast<int>(settings.count("jobs"));
  request.in_process = wanted.in_process;
  request.page_seconds = settings.limits().page_seconds;
  request.page_memory_mib = settings.limits().page_memory_mib;
  return request;
}

ScanReaderOptions reader_options(const Settings& settings) {
  ScanReaderOptions options;
  options.limits = settings.limits();
  options.acquire.keep_colour = settings.text("image") == "keep";
  options.text.language = settings.text("lang");
  return options;
}

// All that changes results besides the inputs: the batch is known by it.
std::string settings_digest(Context& context, const std::map<std::string, std::string>& software, const ProofRules& proofs) {
  Sha256 digest;
  for (const auto& [name, value] : software) digest.add_field(name).add_field(value);
  digest.add_field(context.services().digest).add_field(sha256_file(context.data_file("rules.toml"))).add_field(sha256_file(context.data_file("delays.toml"))).add_field(proofs.table.digest).add_field(proofs.certificates.digest).add_field(context.settings().text("lang"));
  const Limits limits = context.settings().limits();
  digest.add_field(std::to_string(limits.page_megapixels)).add_field(std::to_string(limits.input_pages)).add_field(std::to_string(limits.input_mib));
  digest.add_field(std::to_string(limits.archive_entries)).add_field(std::to_string(limits.archive_ratio));
  return digest.hex();
}

// What batch.json and the attestation say of how pages were made; paths and the number of workers change nothing.
std::map<std::string, std::string> stated_settings(const Settings& settings) {
  std::map<std::string, std::string> stated;
  for (const char* key : {"lang", "image", "stream", "received", "limits.page_megapixels", "limits.page_seconds", "limits.page_memory_mib", "limits.input_pages", "limits.input_mib", "limits.archive_entries",
                          "limits.archive_ratio"})
    stated[key] = settings.text(key);
  return stated;
}

double seconds_since_1970() {
  return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
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
  const ScanReaderOptions options = reader_options(settings);
  const ReportTemplates templates = load_report_templates(context.data() / "templates", context.services(), settings.text("ui"));
  const Delays delays = load_delays(context.data_file("delays.toml"));
  const ProofRules proofs{load_proof_table(context.data_file("two_d_doc.toml")), load_certificates(settings.path("certificates"))};
  Registry registry(context.store_path(), Context::registry_context());

  auto software = scan_software(options.text.language);
  const std::string signature = reader_signature(options, software);
  software["model"] = sha256_file(context.model_path());
  InboundContext inbound{templates, context.cascade(), delays, proofs, registry, load_site_keys(context.keys_path()).bytes, software, settings_digest(context, software, proofs), signature,
                         seconds_since_1970, [](double seconds) { std::this_thread::sleep_for(std::chrono::duration<double>(seconds)); }, local_day, stop_requested, stated_settings(settings)};
  watch_signals();
  try {
    const InboundResult result = run_inbound(request, inbound, watcher_of(context, templates), [options] { return make_scan_reader(options); });
    context.console().end();
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
