#include "stages/correct_index.h"

#include <algorithm>
#include <map>
#include <optional>

#include "pipeline/csv.h"
#include "pipeline/errors.h"
#include "pipeline/files.h"
#include "pipeline/json.h"
#include "pipeline/text.h"
#include "stages/described.h"

namespace pli {
namespace {

// Columns a clerk may fill in, and what they correct.
const std::map<std::string, std::string>& corrected_columns() {
  static const std::map<std::string, std::string> keys = {{"service", "service"}, {"genre", "kind"}, {"dossier", "dossier"}, {"date", "date"}, {"expediteur", "sender.name"}, {"objet", "subject"}};
  return keys;
}

// A cell as it was before Pli guarded it against being taken for a formula.
std::string unguarded(const std::string& cell) {
  const std::string text = trimmed(cell);
  return text.size() > 1 && text[0] == '\'' && std::string("=+-@\t").find(text[1]) != std::string::npos ? text.substr(1) : text;
}

class FilledIndex {
 public:
  FilledIndex(const std::string& file, const Registry& registry, const ReportTemplates& templates) : file_(file), registry_(registry), templates_(templates) {}

  void head(const std::vector<std::string>& cells) {
    for (std::size_t i = 0; i < cells.size(); ++i) at_[folded(trimmed(cells[i]))] = i;
    if (!at_.contains("id")) throw UsageError("correction-columns", {{"file", file_}});
  }

  // nullopt when nothing was filled in.
  std::optional<Correction> row(const std::vector<std::string>& cells) const {
    Correction correction;
    correction.document = cell(cells, "id");
    const auto known = registry_.document(correction.document);
    if (!known) throw UsageError("unknown-document", {{"document", clean(correction.document).substr(0, 40)}});
    if (known->origin != "batch") throw UsageError("document-not-inbound", {{"document", known->id}});
    const fs::path path = registry_.place_of(*known) / "record.json";
    if (!fs::exists(path)) throw UsageError("document-taken-away", {{"document", known->id}});
    const Record record = record_from_json(Json::parse(read_file(path)));
    const std::vector<std::string> written = index_cells({record, known->path, {}}, templates_);
    const std::vector<std::string> now = index_cells(described(registry_, fs::path(registry_.batch(known->batch)->folder), *known), templates_);
    for (const auto& [column, key] : corrected_columns()) {
      if (!at_.contains(column)) continue;
      const std::string filled = cell(cells, column), before = one_line(before_of(written, column), longest_index_cell), after = one_line(before_of(now, column), longest_index_cell);
      if (filled == trimmed(before) || filled == trimmed(after) || same_day(key, filled, before) || same_day(key, filled, after)) continue;
      correction.values[key] = key == "dossier" && folded(filled) == "nouveau" ? "new" : filled;
    }
    const std::string asked = folded(cell(cells, "a_verifier"));
    correction.confirm = known->review() && asked == folded(templates_.messages.label("report", "no"));
    // A kind or dossier that was emptied says nothing.
    for (const char* key : {"service", "kind", "dossier"})
      if (const auto at = correction.values.find(key); at != correction.values.end() && at->second.empty()) correction.values.erase(at);
    if (correction.values.empty() && !correction.confirm) return std::nullopt;
    return correction;
  }

 private:
  std::string cell(const std::vector<std::string>& cells, const std::string& column) const {
    const auto at = at_.find(column);
    return at == at_.end() || at->second >= cells.size() ? "" : unguarded(cells[at->second]);
  }

  static std::string before_of(const std::vector<std::string>& written, const std::string& column) {
    const auto at = std::find(index_columns().begin(), index_columns().end(), column);
    return written[static_cast<std::size_t>(at - index_columns().begin())];
  }

  // A spreadsheet may show the same day its own way.
  bool same_day(const std::string& key, const std::string& filled, const std::string& before) const {
    if (key != "date" || filled.empty()) return false;
    try {
      return corrected_value(key, filled, templates_.services) == before;
    } catch (const UsageError&) {
      return false;
    }
  }

  std::string file_;
  const Registry& registry_;
  const ReportTemplates& templates_;
  std::map<std::string, std::size_t> at_;
};

}  // namespace

IndexCorrections index_corrections(const std::string& bytes, const std::string& file, const Registry& registry, const ReportTemplates& templates, const std::string& by, const std::string& at) {
  IndexCorrections out;
  const std::string text = text_of_bytes(bytes, file);
  CsvReader reader(text, file);
  std::vector<std::string> cells;
  FilledIndex index(file, registry, templates);
  if (!reader.next(cells)) throw UsageError("correction-columns", {{"file", file}});
  index.head(cells);
  while (reader.next(cells)) {
    try {
      auto correction = index.row(cells);
      if (!correction) continue;
      correction->by = by, correction->at = at;
      out.corrections.push_back(std::move(*correction));
      out.lines.push_back(reader.line());
    } catch (const UsageError& error) {
      out.problems.push_back({reader.line(), "id", error.code(), error.args()});
    }
  }
  return out;
}

}  // namespace pli
