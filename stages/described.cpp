#include "stages/described.h"

#include <algorithm>
#include <set>

#include "pipeline/drop_folder.h"
#include "pipeline/files.h"
#include "pipeline/json.h"
#include "stages/corrected_record.h"

namespace pli {
namespace {

// What was said takes the place of what was read under the same name.
void correct_fields(Record& record, const std::vector<Field>& said) {
  std::set<std::string> names;
  for (const Field& field : said) names.insert(field.name);
  std::erase_if(record.fields, [&](const Field& field) { return names.contains(field.name); });
  for (const Field& field : said)
    if (!field.value.empty()) record.fields.push_back(field);
}

// Where the code stays, so does what was known of it.
void decide(Verdict& verdict, const std::string& code, const CorrectedRecord& said, const char* key) {
  if (said.confirmed()) verdict.sure = true;
  if (!said.says(key)) return;
  verdict.code = code;
  verdict.confidence = said.confidence(key);
  verdict.sure = true;
  verdict.decided_by = said.by_person(key) ? "operator" : verdict.decided_by;
}

std::optional<Due> due_now(const Registry& registry, const DocumentEntry& entry, const std::optional<Due>& read) {
  if (entry.dossier.empty()) return read;
  for (const ClockEntry& clock : registry.clocks(entry.dossier))
    if (clock.document == entry.id) return clock.due;
  return std::nullopt;
}

}  // namespace

ReportDocument described(const Registry& registry, const fs::path& batch, const DocumentEntry& entry) {
  ReportDocument document;
  document.folder = entry.path;
  Record& record = document.record;
  const fs::path folder = batch / entry.path;
  const auto written = read_if_there(folder / "record.json");
  if (!written) {
    record.id = entry.id;
    record.dossier = entry.dossier;
    record.service.code = entry.service;
    record.kind.code = entry.kind;
    record.review = entry.reasons;
    record.piece.id = entry.piece;
    record.piece.number = registry.number_of(entry.piece);
    return document;
  }
  record = record_from_json(Json::parse(*written));
  record.dossier = entry.dossier;
  if (!fs::exists(folder / "correction.json")) return document;
  const CorrectedRecord said(folder);
  decide(record.service, entry.service, said, "service");
  decide(record.kind, entry.kind, said, "kind");
  record.review = entry.reasons;
  correct_fields(record, said.said_fields());
  record.copies = said.copies(record.copies);
  record.due = due_now(registry, entry, record.due);
  return document;
}

}  // namespace pli
