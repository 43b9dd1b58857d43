#include "stages/receipts.h"

#include <map>

#include "pipeline/csv.h"
#include "pipeline/errors.h"
#include "pipeline/files.h"
#include "pipeline/text.h"
#include "stages/correct.h"
#include "stages/export_batch.h"
#include "stages/read_back.h"

namespace pli {
namespace {

constexpr std::size_t longest_foreign = 200;

BatchEntry batch_of(const Registry& registry, const std::string& name) {
  const auto batch = registry.batch(name);
  if (!batch) throw UsageError("unknown-batch", {{"batch", name}});
  return *batch;
}

std::string receipt_cell(const std::map<std::string, std::size_t>& at, const std::vector<std::string>& cells, const char* column) {
  const auto found = at.find(column);
  return found == at.end() || found->second >= cells.size() ? "" : trimmed(clean(cells[found->second]));
}

}  // namespace

Receipts read_receipts(const std::string& bytes, const std::string& file, const Registry& registry, const std::string& batch, const std::string& today) {
  if (!batch.empty()) batch_of(registry, batch);
  Receipts out;
  const std::string text = text_of_bytes(bytes, file);
  CsvReader reader(text, file);
  std::vector<std::string> cells;
  std::map<std::string, std::size_t> at;
  if (reader.next(cells))
    for (std::size_t i = 0; i < cells.size(); ++i) at[folded(trimmed(cells[i]))] = i;
  if (!at.contains("id")) throw UsageError("correction-columns", {{"file", file}});
  while (reader.next(cells)) {
    Handover taken{receipt_cell(at, cells, "id"), receipt_cell(at, cells, "date"), receipt_cell(at, cells, at.contains("foreign") ? "foreign" : "dms_id")};
    const auto refuse = [&](const char* column, const char* code, const MessageArgs& args) { out.problems.push_back({reader.line(), column, code, args}); };
    const auto known = registry.document(taken.document);
    if (!known) {
      refuse("id", "unknown-document", {{"document", taken.document.substr(0, 40)}});
      continue;
    }
    if (!batch.empty() && known->batch != batch) {
      refuse("id", "receipt-elsewhere", {{"document", known->id}, {"batch", batch}});
      continue;
    }
    if (known->origin != "batch") {
      refuse("id", "document-not-inbound", {{"document", known->id}});
      continue;
    }
    if (known->superseded) {
      refuse("id", "document-superseded", {{"document", known->id}});
      continue;
    }
    if (taken.foreign.size() > longest_foreign) {
      refuse("foreign", "correction-value", {{"key", "foreign"}});
      continue;
    }
    try {
      taken.date = taken.date.empty() ? today : corrected_value("date", taken.date, {});
    } catch (const UsageError& error) {
      refuse("date", error.code().c_str(), error.args());
      continue;
    }
    out.taken.push_back(taken), out.lines.push_back(reader.line());
  }
  return out;
}

std::vector<Handover> gone_folders(const Registry& registry, const std::string& name, const std::string& today) {
  batch_of(registry, name);
  std::vector<Handover> gone;
  for (const DocumentEntry& document : registry.documents(name))
    if (document.emitted && !registry.handover(document.id) && (folder_of(registry, document).empty() || export_taken(registry, document))) gone.push_back({document.id, today, ""});
  return gone;
}

}  // namespace pli
