#include "bin/inbound_desk.h"

#include <algorithm>
#include <thread>

#include "bin/clock.h"
#include "bin/outbound.h"
#include "bin/signals.h"
#include "pipeline/digest.h"
#include "pipeline/json.h"
#include "pipeline/site_keys.h"
#include "stages/lay_form.h"
#include "stages/mend.h"
#include "stages/refresh_batch.h"
#include "stages/trust_list.h"
#include "templates/returns.h"
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

// As the templates have them now; a version that was printed is read as it was printed.
std::vector<FormLayout> forms_of(const std::vector<FormLayout>& templates, const Registry& registry) {
  std::vector<FormLayout> forms = registry.forms();
  for (const FormLayout& form : templates)
    if (std::none_of(forms.begin(), forms.end(), [&](const FormLayout& known) { return known.id == form.id && known.version == form.version; })) forms.push_back(form);
  return forms;
}

// All that changes results besides the inputs: the batch is known by it.
std::string settings_digest(Context& context, const std::map<std::string, std::string>& software, const ProofRules& proofs, const std::vector<FormLayout>& forms) {
  Sha256 digest;
  for (const FormLayout& form : forms) digest.add_field(compact(to_json(form)));
  for (const auto& [name, value] : software) digest.add_field(name).add_field(value);
  digest.add_field(context.services().digest).add_field(sha256_file(context.data_file("rules.toml"))).add_field(sha256_file(context.data_file("delays.toml"))).add_field(sha256_file(context.data_file("returns.toml"))).add_field(proofs.table.digest).add_field(proofs.certificates.digest).add_field(context.settings().text("lang"));
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

std::map<std::string, std::string> software_of(Context& context, const ScanReaderOptions& options) {
  auto software = scan_software(options.text.language);
  software["model"] = sha256_file(context.model_path());
  return software;
}

InboundContext inbound_context(Context& context, InboundDesk& desk) {
  desk.options.forms = forms_of(desk.form_templates, desk.registry);
  if (const fs::path digits = context.data_file("model/digits.model"); fs::exists(digits)) desk.options.digits = digits;
  const auto software = software_of(context, desk.options);
  return {desk.templates, context.cascade(), desk.delays, desk.proofs, desk.registry, load_site_keys(context.keys_path()).bytes, software, settings_digest(context, software, desk.proofs, desk.form_templates),
          reader_signature(desk.options, software), seconds_since_1970, [](double seconds) { std::this_thread::sleep_for(std::chrono::duration<double>(seconds)); }, local_day, stop_requested};
}

}  // namespace

InboundDesk::InboundDesk(Context& context, const std::string& language)
    : options(reader_options(context.settings())), make_reader(context.make_reader), templates(load_report_templates(context.data() / "templates", context.services(), language)), delays(load_delays(context.data_file("delays.toml"))),
      proofs{load_proof_table(context.data_file("two_d_doc.toml")), load_trusted_certificates(context.settings().path("certificates"))}, registry(context.store_path(), Context::registry_context()), form_templates(form_layouts(context.forms_path(), stationery_of(context))),
      inbound(inbound_context(context, *this)) {
  inbound.forms = options.forms;
  inbound.settings = stated_settings(context.settings());
  inbound.returns = load_return_words(context.data_file("returns.toml"));
}

ReaderFactory InboundDesk::reader() const {
  return [make = make_reader, options = options] { return make(options); };
}

InboundRequest request_of_settings(const Settings& settings) {
  InboundRequest request;
  request.image = settings.text("image");
  if (settings.text("originals") == "none") request.originals = Originals::none;
  else if (!settings.text("originals").empty()) request.originals = Originals::elsewhere;
  if (request.originals == Originals::elsewhere) request.originals_folder = settings.path("originals");
  request.jobs = static_cast<int>(settings.count("jobs"));
  request.page_seconds = settings.limits().page_seconds;
  request.page_memory_mib = settings.limits().page_memory_mib;
  return request;
}

const std::vector<std::string>& inbound_settings() {
  static const std::vector<std::string> keys = {"store", "jobs", "services", "forms", "town", "model", "lang", "originals", "image", "keys", "certificates", "limits.page_megapixels", "limits.page_seconds",
                                                "limits.page_memory_mib", "limits.input_pages", "limits.input_mib", "limits.archive_entries", "limits.archive_ratio"};
  return keys;
}

void refresh_after(Context& context, Registry& registry, const std::string& batch) {
  const auto known = registry.batch(batch);
  if (known) refresh_batch(registry, batch, load_report_templates(context.data() / "templates", context.services(), report_language(known->folder)));
}

void finish_cut_short(Context& context, Registry& registry, const std::string& batch) {
  const auto known = registry.batch(batch);
  if (!known) return;
  if (registry.open_mend(batch)) {
    InboundDesk desk(context, report_language(known->folder));
    finish_mends(batch, request_of_settings(context.settings()), desk.inbound, desk.reader());
  }
  if (refresh_unfinished(registry, *known)) refresh_after(context, registry, batch);
}

void finish_cut_short_for(Context& context, Registry& registry, const std::string& document) {
  const auto known = registry.document(document);
  if (known && !known->batch.empty()) finish_cut_short(context, registry, known->batch);
}

}  // namespace pli
