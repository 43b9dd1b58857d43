#include "bin/inbound_run.h"

#include <chrono>
#include <thread>

#include "bin/clock.h"
#include "bin/signals.h"
#include "pipeline/certificates.h"
#include "pipeline/digest.h"
#include "pipeline/files.h"
#include "pipeline/site_keys.h"
#include "stages/scan_reader.h"
#include "templates/two_d_doc.h"

namespace pli {
namespace {

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

double seconds_since_1970() {
  return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
}

}  // namespace

InboundRequest inbound_request(const Settings& settings) {
  InboundRequest request;
  request.out = settings.path("out");
  if (request.out.empty()) throw UsageError("out-missing");
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
  request.page_seconds = settings.limits().page_seconds;
  request.page_memory_mib = settings.limits().page_memory_mib;
  return request;
}

InboundRun::InboundRun(Context& context, Registry& registry, Exporting& exporting)
    : context_(context),
      registry_(registry),
      exporting_(exporting),
      templates_(load_report_templates(context.data() / "templates", context.services(), context.settings().text("ui"))),
      delays_(load_delays(context.data_file("delays.toml"))),
      proofs_{load_proof_table(context.data_file("two_d_doc.toml")), load_certificates(context.settings().path("certificates"))},
      software_(scan_software(context.settings().text("lang"))) {}

InboundResult InboundRun::run(const InboundRequest& request) {
  const ScanReaderOptions options = reader_options(context_.settings());
  const std::string signature = reader_signature(options, software_);
  auto software = software_;
  software["model"] = sha256_file(context_.model_path());
  const InboundContext inbound{templates_, context_.cascade(), delays_, proofs_, registry_, load_site_keys(context_.keys_path()).bytes, software, settings_digest(context_, software, proofs_), signature,
                               seconds_since_1970, [](double seconds) { std::this_thread::sleep_for(std::chrono::duration<double>(seconds)); }, local_day, stop_requested,
                               [&](const std::string& batch) { exporting_.run(batch); }};
  try {
    const InboundResult result = run_inbound(request, inbound, watcher(), [options] { return make_scan_reader(options); });
    context_.console().end();
    return result;
  } catch (...) {
    context_.console().end();
    throw;
  }
}

// The service's name and the reasons for people, on a line a document.
void InboundRun::tell_document(const DocumentEntry& document) {
  const Service* service = templates_.services.find(document.service);
  MessageArgs facts = {{"id", document.id}, {"service", service ? service->label : document.service}};
  std::string reasons;
  for (const std::string& reason : templates_.reasons.by_weight(document.reasons)) reasons += (reasons.empty() ? "" : ", ") + templates_.reasons.label(reason);
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
