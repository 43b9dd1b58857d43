#include "tests/support/filed_batch.h"

#include <fmt/format.h>

#include <algorithm>

#include "pipeline/digest.h"
#include "pipeline/files.h"
#include "pipeline/json.h"
#include "templates/data.h"
#include "templates/kinds.h"
#include "tests/support/fixed_registry.h"

namespace pli::test {

static fs::path shipped(const std::string& name) { return data_folder({}) / "templates" / name; }

FiledBatch::FiledBatch(const std::string& batch)
    : registry(folder / "pli.db", fixed_registry()), services(load_services(shipped("services.toml"))), kinds(load_kind_labels(shipped("kinds.toml"))), name(batch) {
  registry.open_batch({name, "digest", "2026-11-23", "option", (out() / name).string(), false}, {});
}

Record FiledBatch::letter() {
  Record record;
  record.received = "2026-11-23";
  record.service = {"voirie-proprete", 0.99, "text", true, {{"voirie-proprete", 0.99}}, {}};
  record.kind = {"demande", 0.9, "rule", true, {}, {}};
  for (const auto& [field, value] : {std::pair{"sender.name", "Mme Alix Exemple"}, {"sender.street", "3 rue des Exemples"}, {"sender.postcode", "49890"}, {"sender.city", "Rivemont"}, {"date", "2026-11-20"},
                                     {"subject", "lampadaire en panne"}, {"reference", "V-2026-12"}})
    record.fields.push_back({field, value, value, 0.95, 1, {}});
  RecordPage page;
  page.pdf_page = 1;
  page.source = {"scans/a.tif", "aa", 1};
  record.pages.push_back(page);
  return record;
}

std::string FiledBatch::file(const Record& from, const std::string& pdf) {
  Record record = from;
  record.id = fmt::format("{:0>12}", "DOC" + std::to_string(++count));
  record.batch = name;
  record.piece.id = fmt::format("P{}-{}", name, count);
  DocumentEntry entry;
  entry.id = record.id, entry.batch = name, entry.position = count - 1, entry.received = record.received;
  entry.service = record.service.code, entry.kind = record.kind.code, entry.dossier = record.dossier, entry.joined_by = "none", entry.reasons = record.review;
  for (const Field& field : record.fields) {
    if (field.name == "date") entry.date = field.value;
    if (field.name == "subject") entry.subject = field.value;
    if (field.name == "sender.name") entry.sender = field.value;
  }
  entry.path = (record.review.empty() ? entry.service : "review") + '/' + entry.id;
  registry.reserve(entry, record.piece, false);
  const fs::path place = out() / name / entry.path;
  make_folder(place);
  write_file(place / "document.pdf", pdf.empty() ? "%PDF " + record.id : pdf);
  record.files = {{"document.pdf", sha256_file(place / "document.pdf"), static_cast<long long>(fs::file_size(place / "document.pdf"))}};
  write_file(place / "record.json", pretty(to_json(record)));
  registry.emitted(entry.id, sha256_file(place / "record.json"), "");
  return entry.id;
}

ExportProfile FiledBatch::profile(const std::string& profile_name) { return load_export_profile(shipped("exports"), profile_name); }

ExportProfile FiledBatch::profile_of(const std::string& toml) const {
  make_folder(folder / "profiles");
  write_file(folder / "profiles" / "eigen.toml", toml);
  return load_export_profile(folder / "profiles", "eigen");
}

ExportResult FiledBatch::exported(const ExportProfile& profile, bool again) { return export_batch(registry, profile, {name, {}, again}, {services, kinds}); }

std::string FiledBatch::tree() const {
  std::vector<std::string> paths;
  if (fs::exists(out() / "export"))
    for (const auto& entry : fs::recursive_directory_iterator(out() / "export"))
      if (entry.is_regular_file()) paths.push_back(fs::relative(entry.path(), out() / "export").string());
  std::sort(paths.begin(), paths.end());
  std::string all;
  for (const std::string& path : paths) all += path + '\n';
  return all;
}

}  // namespace pli::test
