#include "stages/sample_quality.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "pipeline/digest.h"
#include "pipeline/json.h"

namespace pli {
namespace {

void need_complete(const Registry& registry, const std::string& batch) {
  const auto entry = registry.batch(batch);
  if (!entry) throw UsageError("unknown-batch", {{"batch", batch}});
  if (!entry->complete) throw UsageError("batch-open", {{"batch", batch}});
}

std::set<std::string> drawn_before(const Registry& registry, const std::string& batch) {
  std::set<std::string> ids;
  for (const Event& event : registry.events_about(batch)) {
    if (event.kind != "quality-drawn") continue;
    const auto documents = Json::parse(event.facts).at("documents").get<std::vector<std::string>>();
    ids.insert(documents.begin(), documents.end());
  }
  return ids;
}

// The last verdict on a document, null when nobody gave one.
Json verdict_on(const Registry& registry, const std::string& document) {
  Json last;
  for (const Event& event : registry.events_about(document))
    if (event.kind == "quality-verdict") last = Json::parse(event.facts);
  return last;
}

}  // namespace

int QualitySample::looked() const {
  return static_cast<int>(std::count_if(drawn.begin(), drawn.end(), [](const DrawnDocument& d) { return d.looked; }));
}

int QualitySample::good() const {
  return static_cast<int>(std::count_if(drawn.begin(), drawn.end(), [](const DrawnDocument& d) { return d.good; }));
}

QualitySample sample_of(const Registry& registry, const std::string& batch) {
  const std::set<std::string> ids = drawn_before(registry, batch);
  QualitySample sample;
  for (const DocumentEntry& document : registry.documents(batch)) {
    if (!ids.contains(document.id)) continue;
    DrawnDocument drawn{document, false, false, {}};
    if (const Json verdict = verdict_on(registry, document.id); !verdict.is_null()) {
      drawn.looked = true;
      drawn.good = verdict.at("good").get<bool>();
      drawn.defects = verdict.at("defects").get<std::vector<std::string>>();
    }
    sample.drawn.push_back(std::move(drawn));
  }
  return sample;
}

QualitySample draw_sample(Registry& registry, const std::string& batch, double share) {
  need_complete(registry, batch);
  if (!(share > 0 && share <= 1)) throw UsageError("bad-share");
  std::vector<std::pair<std::string, std::string>> lots;
  for (const DocumentEntry& document : registry.documents(batch)) lots.emplace_back(sha256("quality/" + batch + '/' + document.id), document.id);
  std::sort(lots.begin(), lots.end());
  const auto wanted = std::min(lots.size(), static_cast<std::size_t>(std::ceil(share * static_cast<double>(lots.size()) - 1e-9)));
  std::vector<std::string> ids;
  for (std::size_t i = 0; i < wanted; ++i) ids.push_back(lots[i].second);
  const std::set<std::string> before = drawn_before(registry, batch);
  const bool known = std::all_of(ids.begin(), ids.end(), [&](const std::string& id) { return before.contains(id); });
  if (!known) registry.add_event("quality-drawn", batch, compact({{"share", rounded(share, 4)}, {"documents", ids}}));
  return sample_of(registry, batch);
}

void record_verdict(Registry& registry, const std::string& batch, const QualityVerdict& verdict, const AttestationWords& words) {
  if (!registry.document(verdict.document)) throw UsageError("unknown-document", {{"document", verdict.document}});
  if (!drawn_before(registry, batch).contains(verdict.document)) throw UsageError("not-drawn", {{"document", verdict.document}, {"batch", batch}});
  if (!verdict.good && verdict.defects.empty()) throw UsageError("defect-missing", {{"document", verdict.document}});
  for (const std::string& defect : verdict.defects) {
    if (words.defects.contains(defect)) continue;
    std::string known;
    for (const auto& [code, text] : words.defects) known += (known.empty() ? "" : ", ") + code;
    throw UsageError("unknown-defect", {{"defect", defect}, {"known", known}});
  }
  const Json facts{{"batch", batch}, {"good", verdict.good}, {"defects", verdict.defects}, {"by", verdict.by}};
  if (verdict_on(registry, verdict.document) != facts) registry.add_event("quality-verdict", verdict.document, compact(facts));
}

}  // namespace pli
