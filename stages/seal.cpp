#include "stages/seal.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "pipeline/digest.h"
#include "pipeline/drop_folder.h"
#include "pipeline/files.h"
#include "pipeline/json.h"
#include "pipeline/version.h"
#include "stages/attestation_page.h"
#include "stages/sample_quality.h"
#include "stages/verify.h"

namespace pli {
namespace {

// What the records say of the pages together.
struct PageSurvey {
  std::map<std::string, int> treatments;
  std::set<std::string> devices;
  double finest = 0, coarsest = 0;
};

std::string device_of(const ScanOrigin& origin) {
  std::string said;
  for (const char* name : {"make", "model", "software"}) {
    const auto found = origin.device.find(name);
    if (found != origin.device.end()) said += (said.empty() ? "" : " ") + found->second;
  }
  return said;
}

class Sealing {
 public:
  Sealing(Registry& registry, const SealRequest& request, const AttestationWords& words) : registry_(registry), request_(request), words_(words) {}

  Seal run() {
    const auto entry = registry_.batch(request_.batch);
    if (!entry) throw UsageError("unknown-batch", {{"batch", request_.batch}});
    if (!entry->complete) throw UsageError("batch-open", {{"batch", request_.batch}});
    if (const auto altered = verify(registry_, {request_.batch}).first) throw Fatal(altered->code, altered->args);
    folder_ = entry->folder;
    batch_ = Json::parse(read_file(folder_ / "batch.json"));
    survey();
    registry_.each_event([&](const Event& event) { seal_.events = event.number, seal_.head = event.digest; });
    write();
    return seal_;
  }

 private:
  void survey() {
    for (const DocumentEntry& document : registry_.documents(request_.batch)) {
      Json said{{"id", document.id}, {"service", document.service}, {"record_sha256", document.record_sha256}};
      if (const std::string correction = registry_.correction_of(document.id); !correction.empty()) said["correction_sha256"] = correction;
      if (const auto taken = registry_.handover(document.id)) said["handed_over"] = taken->date;
      documents_.push_back(std::move(said));
      waiting_ += document.review() ? 1 : 0;
      const auto written = read_if_there(folder_ / document.path / "record.json");
      if (!written) continue;
      for (const RecordPage& page : record_from_json(Json::parse(*written)).pages) add(page.facts);
    }
  }

  void add(const PageFacts& facts) {
    if (facts.failed) return;
    ++survey_.treatments[facts.picture.done];
    if (const std::string device = device_of(facts.origin); !device.empty()) survey_.devices.insert(device);
    survey_.coarsest = survey_.coarsest == 0 ? facts.dpi : std::min(survey_.coarsest, facts.dpi);
    survey_.finest = std::max(survey_.finest, facts.dpi);
  }

  std::string scanner() const {
    if (!request_.scanner.empty()) return request_.scanner;
    std::string all;
    for (const std::string& device : survey_.devices) all += (all.empty() ? "" : "; ") + device;
    return all;
  }

  Json quality() const {
    const QualitySample sample = sample_of(registry_, request_.batch);
    Json defects = Json::object();
    for (const DrawnDocument& drawn : sample.drawn)
      for (const std::string& code : drawn.defects) defects[code] = defects.value(code, 0) + 1;
    return {{"drawn", sample.drawn.size()}, {"looked", sample.looked()}, {"good", sample.good()}, {"defects", defects}};
  }

  Json attestation() const {
    const auto text_or_nothing = [](const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); };
    Json treatments = Json::object();
    for (const auto& [done, pages] : survey_.treatments) treatments[done] = pages;
    return {{"schema", "pli.attestation/1"},
            {"batch", request_.batch},
            {"registry", registry_.uuid()},
            {"sealed_at", request_.at},
            {"operator", text_or_nothing(request_.by)},
            {"site", text_or_nothing(request_.site)},
            {"scanner", text_or_nothing(scanner())},
            {"received", batch_.at("received")},
            {"received_source", batch_.at("received_source")},
            {"pages", batch_.at("pages")},
            {"dpi", {{"coarsest", rounded(survey_.coarsest, 1)}, {"finest", rounded(survey_.finest, 1)}}},
            {"images", treatments},
            {"originals", batch_.at("inputs")},
            {"originals_kept", batch_.at("originals")},
            {"documents", documents_},
            {"waiting", waiting_},
            {"quality", quality()},
            {"software", batch_.at("software")},
            {"settings", batch_.value("settings", Json::object())},
            {"settings_digest", batch_.at("digest")},
            {"batch_json_sha256", sha256_file(folder_ / "batch.json")},
            {"chain", {{"events", seal_.events}, {"head", seal_.head}}},
            {"sealed_by", {{"pli", version()}}},
            {"notice", words_.notice}};
  }

  static std::string number(const Json& json, const char* key) { return std::to_string(json.at(key).get<long long>()); }

  AttestationText text_of(const Json& a, const std::string& id) const {
    const auto known = [&](const char* key) { return a.at(key).is_null() ? words_.label("unknown") : a.at(key).get<std::string>(); };
    AttestationText text{id, request_.at.substr(0, 10), {}, {}};
    const auto fact = [&](const char* label, const std::string& value) { text.facts.emplace_back(words_.label(label), value); };
    const Json &pages = a.at("pages"), &quality = a.at("quality");
    fact("batch", request_.batch);
    fact("received", a.at("received").get<std::string>());
    fact("sealed", request_.at);
    for (const char* who : {"operator", "site", "scanner"}) fact(who, known(who));
    fact("pages", words_.label("pages-line", {{"input", number(pages, "input")}, {"in_documents", number(pages, "in_documents")}, {"separators", number(pages, "separators")}, {"blanks", number(pages, "blanks")}, {"rejected", number(pages, "rejected")}}));
    fact("documents", words_.label("documents-line", {{"documents", std::to_string(documents_.size())}, {"waiting", std::to_string(waiting_)}}));
    const bool alike = survey_.finest - survey_.coarsest < 0.5;
    if (survey_.finest > 0) fact("resolution", alike ? fmt::format("{:.0f} dpi", survey_.finest) : fmt::format("{:.0f} - {:.0f} dpi", survey_.coarsest, survey_.finest));
    std::string images;
    for (const auto& [done, count] : survey_.treatments) images += (images.empty() ? "" : ", ") + words_.label("treatment-" + done) + " (" + std::to_string(count) + ")";
    if (!images.empty()) fact("treatment", images);
    const bool checked = quality.at("drawn").get<int>() > 0;
    fact("quality", !checked ? words_.label("quality-none")
                             : words_.label("quality-line", {{"drawn", number(quality, "drawn")}, {"looked", number(quality, "looked")}, {"good", number(quality, "good")},
                                                            {"defects", std::to_string(quality.at("looked").get<int>() - quality.at("good").get<int>())}}));
    std::string software;
    for (const auto& [name, value] : a.at("software").items()) software += (software.empty() ? "" : ", ") + name + ' ' + value.get<std::string>().substr(0, 16);  // whole digests stand in the JSON
    fact("software", software);
    fact("settings", a.at("settings_digest").get<std::string>());
    fact("registry", registry_.uuid());
    fact("batch-json", a.at("batch_json_sha256").get<std::string>());
    fact("chain", words_.label("chain-line", {{"events", std::to_string(seal_.events)}, {"head", seal_.head}}));
    if (a.at("originals_kept") != "none")
      for (const Json& input : a.at("originals"))
        text.originals.emplace_back(input.at("path").get<std::string>(), words_.label("originals-line", {{"pages", number(input, "pages")}}) + ' ' + input.at("sha256").get<std::string>());
    return text;
  }

  // Files first, then the event that answers for them: a pair without an event was never a seal and is written over.
  void write() {
    int told = 0;
    for (const Event& event : registry_.events_about(request_.batch)) told += event.kind == "batch-sealed" ? 1 : 0;
    const std::string name = fmt::format("{:03}", told + 1);
    const Json json = attestation();
    const std::string bytes = pretty(json), pdf = attestation_pdf(text_of(json, "attestation " + request_.batch + ' ' + name), words_);
    make_folder(folder_ / "attestations");
    seal_.json = folder_ / "attestations" / (name + ".json");
    seal_.pdf = folder_ / "attestations" / (name + ".pdf");
    write_file(seal_.json, bytes);
    write_file(seal_.pdf, pdf);
    registry_.add_event("batch-sealed", request_.batch, compact({{"name", name}, {"json_sha256", sha256(bytes)}, {"pdf_sha256", sha256(pdf)}}));
  }

  Registry& registry_;
  const SealRequest& request_;
  const AttestationWords& words_;
  fs::path folder_;
  Json batch_, documents_ = Json::array();
  PageSurvey survey_;
  int waiting_ = 0;
  Seal seal_;
};

}  // namespace

Seal seal_batch(Registry& registry, const SealRequest& request, const AttestationWords& words) { return Sealing(registry, request, words).run(); }

}  // namespace pli
