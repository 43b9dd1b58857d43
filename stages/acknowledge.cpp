#include "stages/acknowledge.h"

#include <algorithm>
#include <set>

#include "pipeline/errors.h"
#include "pipeline/files.h"
#include "stages/corrected_record.h"

namespace pli {
namespace {

constexpr const char* letter_name = "accuse-reception";
constexpr const char* acknowledged_kind = "demande";

class Proposing {
 public:
  Proposing(const Registry& registry, const BatchEntry& batch, const Delays& delays) : registry_(registry), batch_(batch), delays_(delays) {}

  Acknowledgements run() {
    for (const DocumentEntry& document : registry_.documents(batch_.name)) {
      const CorrectedRecord record(fs::path(batch_.folder) / document.path);
      const std::string reason = why_not(document, record);
      if (!reason.empty()) {
        found_.skipped.push_back({document.id, reason});
        continue;
      }
      dossiers_.insert(document.dossier);
      found_.rows.push_back(row_of(document, record));
      found_.documents.push_back(document.id);
    }
    return std::move(found_);
  }

 private:
  std::string why_not(const DocumentEntry& document, const CorrectedRecord& record) const {
    if (!record.there()) return "taken-away";
    if (!delays_.regime_of(record.code("service"), record.code("kind")).acknowledge) return "not-due";
    if (document.review() && !record.confirmed()) return "in-review";
    if (!document.duplicate_of.empty()) return "duplicate";
    if (record.field("sender.name").empty()) return "no-sender";
    for (const char* part : {"sender.street", "sender.postcode", "sender.city"})
      if (record.field(part).empty()) return "no-address";
    const auto dossier = registry_.dossier(document.dossier);
    if (!dossier || dossier->state != "open") return "no-dossier";
    if (dossiers_.contains(document.dossier)) return "same-dossier";
    return acknowledged(document) ? "done" : "";
  }

  /// A run that was stopped is no answer yet: the same rows make it go on.
  bool acknowledged(const DocumentEntry& document) const {
    const auto letters = registry_.letters_of_dossier(document.dossier);
    return std::any_of(letters.begin(), letters.end(), [&](const LetterEntry& letter) {
      return letter.template_name == letter_name && letter.state != "cancelled" && letter.date >= document.received && registry_.run(letter.run)->complete;
    });
  }

  Json row_of(const DocumentEntry& document, const CorrectedRecord& record) const {
    const Json lines = {record.field("sender.street"), record.field("sender.postcode") + ' ' + record.field("sender.city")};
    const std::string service = record.code("service");
    Json row = {{"dossier", document.dossier}, {"service", service}, {"recipient", {{"name", record.field("sender.name")}, {"lines", lines}}}, {"received", document.received}};
    if (const std::string date = record.field("date"); !date.empty()) row["demande_date"] = date;
    if (const std::string procedure = procedure_of(service, record.code("kind")); !procedure.empty()) row["procedure"] = procedure;
    return row;
  }

  /// A row names service and procedure, not the kind: where the kind changes the regime, the procedure with that regime says so.
  std::string procedure_of(const std::string& service, const std::string& kind) const {
    const auto same = [](const Regime& a, const Regime& b) { return a.regime == b.regime && a.months == b.months && a.days == b.days; };
    const Regime regime = delays_.regime_of(service, kind);
    if (same(regime, delays_.regime_of(service, acknowledged_kind))) return "";
    const auto at = std::find_if(delays_.procedures.begin(), delays_.procedures.end(), [&](const Procedure& one) { return same(one.regime, regime); });
    return at == delays_.procedures.end() ? "" : at->code;
  }

  const Registry& registry_;
  const BatchEntry& batch_;
  const Delays& delays_;
  Acknowledgements found_;
  std::set<std::string> dossiers_;
};

}  // namespace

Acknowledgements propose_acknowledgements(const Registry& registry, const std::string& name, const Delays& delays) {
  const auto batch = registry.batch(name);
  if (!batch) throw UsageError("unknown-batch", {{"batch", name}});
  if (!batch->complete) throw UsageError("batch-unfinished", {{"batch", name}});
  return Proposing(registry, *batch, delays).run();
}

}  // namespace pli
