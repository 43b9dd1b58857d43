#include "tests/support/morning.h"

#include <fmt/format.h>

#include "pipeline/files.h"
#include "templates/data.h"
#include "tests/support/registry_desk.h"

namespace pli::test {

Morning::Morning() : registry(folder / "pli.db", fixed_registry()), delays(load_delays(data_folder({}) / "templates/delays.toml")) {
  registry.open_batch({"LOT", "digest", "2026-11-23", "option", (folder / "LOT").string(), false}, {});
}

Json Morning::request(const std::string& sender) {
  return {{"service", {{"code", "action-sociale"}}},
          {"kind", {{"code", "demande"}}},
          {"fields",
           {{{"name", "sender.name"}, {"value", sender}},
            {{"name", "sender.street"}, {"value", "3 rue des Exemples"}},
            {{"name", "sender.postcode"}, {"value", "49890"}},
            {{"name", "sender.city"}, {"value", "Rivemont"}},
            {{"name", "date"}, {"value", "2026-11-20"}}}}};
}

Json Morning::without(Json record, const std::string& field) {
  Json kept = Json::array();
  for (const Json& one : record.at("fields"))
    if (one.at("name") != field) kept.push_back(one);
  record["fields"] = kept;
  return record;
}

std::string Morning::file(const Json& record, bool review, const std::string& dossier, const std::string& duplicate_of) {
  DocumentEntry entry;
  entry.id = fmt::format("DOCUMENT{:04}", ++count);
  entry.batch = "LOT";
  entry.position = count - 1;
  entry.received = "2026-11-23";
  entry.service = record.at("service").at("code");
  entry.kind = record.at("kind").at("code");
  entry.dossier = dossier;
  entry.joined_by = dossier.empty() ? "new" : "reference";
  entry.duplicate_of = duplicate_of;
  if (review) entry.reasons = {"service-unsure"};
  entry.path = (review ? "review" : entry.service) + '/' + entry.id;
  Piece piece;
  piece.id = "PIECE" + std::to_string(count);
  registry.reserve(entry, piece, dossier.empty());
  make_folder(folder / "LOT" / entry.path);
  write_file(folder / "LOT" / entry.path / "record.json", pretty(record));
  registry.emitted(entry.id, "sha", "");
  return entry.id;
}

void Morning::correct(const std::string& id, const Json& correction) { write_file(folder / "LOT" / registry.document(id)->path / "correction.json", pretty(correction)); }

Acknowledgements Morning::propose() {
  registry.complete_batch("LOT", "sha");
  return propose_acknowledgements(registry, "LOT", delays);
}

std::string Morning::reason(const Acknowledgements& found, const std::string& id) {
  for (const auto& skipped : found.skipped)
    if (skipped.document == id) return skipped.reason;
  return "";
}

}  // namespace pli::test
