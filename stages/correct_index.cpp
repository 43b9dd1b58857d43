#include "stages/correct_index.h"

#include <algorithm>
#include <initializer_list>
#include <map>
#include <set>

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

// What a line asks for.
struct FilledRow {
  Correction correction;      // its document is always named
  std::vector<int> parts;     // pages before which to part it
  std::string continues;      // the document whose pages come before
};

bool is_one_of_words(const std::string& text, std::initializer_list<std::string_view> words) { return std::find(words.begin(), words.end(), text) != words.end(); }

// A long value is cut in the index.
bool tells(const std::string& filled, const std::string& value) {
  const std::string whole = one_line(value, 10'000), cut = "…";
  return filled.empty() || filled == trimmed(whole) || (filled.ends_with(cut) && whole.starts_with(filled.substr(0, filled.size() - cut.size())));
}

std::vector<int> pages_in(const std::string& cell) {
  std::vector<int> pages;
  std::string number;
  for (const char c : cell + ' ') {
    if (c >= '0' && c <= '9' && number.size() < 6) number += c;
    else if (c != ' ' && c != ',' && c != ';' && c != '.') throw UsageError("correction-value", {{"key", "partager_avant"}});
    else if (!number.empty()) pages.push_back(std::stoi(number)), number.clear();
  }
  return pages;
}

class FilledIndex {
 public:
  FilledIndex(const std::string& file, const Registry& registry, const ReportTemplates& templates) : file_(file), registry_(registry), templates_(templates) {}

  void head(const std::vector<std::string>& cells) {
    for (std::size_t i = 0; i < cells.size(); ++i) at_[folded(trimmed(cells[i]))] = i;
    if (!at_.contains("id")) throw UsageError("correction-columns", {{"file", file_}});
  }

  FilledRow row(const std::vector<std::string>& cells) const {
    const std::string id = cell(cells, "id");
    const auto known = registry_.document(id);
    if (!known) throw UsageError("unknown-document", {{"document", clean(id).substr(0, 40)}});
    if (known->origin != "batch") throw UsageError("document-not-inbound", {{"document", known->id}});
    FilledRow row{corrected(cells, *known), pages_in(cell(cells, "partager_avant", "split_before")), cell(cells, "suite_de", "continues")};
    if (!row.parts.empty() && (!row.correction.values.empty() || row.correction.confirm || !row.continues.empty())) throw UsageError("correct-parted", {{"document", known->id}});
    return row;
  }

 private:
  Correction corrected(const std::vector<std::string>& cells, const DocumentEntry& entry) const {
    const DocumentEntry* known = &entry;
    Correction correction;
    correction.document = entry.id;
    const std::string asked = folded(cell(cells, "a_verifier"));
    correction.confirm = known->review() && (asked == folded(templates_.messages.label("report", "no")) || asked == "no");
    const fs::path path = registry_.place_of(*known) / "record.json";
    if (!fs::exists(path)) {
      if (correction.confirm || !untouched(cells, entry)) throw UsageError("document-taken-away", {{"document", known->id}});
      return correction;
    }
    const Record record = record_from_json(Json::parse(read_file(path)));
    const std::vector<std::string> written = index_cells({record, known->path, {}}, templates_);
    const std::vector<std::string> now = index_cells(described(registry_, fs::path(registry_.batch(known->batch)->folder), *known), templates_);
    // Pli wrote the line while the folder was away, and it is back: cells were never filled in.
    const bool unseen = at_.contains("recu_le") && cell(cells, "recu_le").empty() && !record.received.empty();
    for (const auto& [column, key] : corrected_columns()) {
      if (!at_.contains(column)) continue;
      const std::string filled = cell(cells, column), before = one_line(before_of(written, column), longest_index_cell), after = one_line(before_of(now, column), longest_index_cell);
      if (filled.empty() && unseen) continue;
      if (filled == trimmed(before) || filled == trimmed(after) || same_day(key, filled, before) || same_day(key, filled, after)) continue;
      correction.values[key] = key == "dossier" && is_one_of_words(folded(filled), {"nouveau", "new"}) ? "new" : filled;
    }
    // A kind or dossier that was emptied says nothing.
    for (const char* key : {"service", "kind", "dossier"})
      if (const auto at = correction.values.find(key); at != correction.values.end() && at->second.empty()) correction.values.erase(at);
    return correction;
  }

  // Without its folder there is nothing to compare with but what the registry knows.
  bool untouched(const std::vector<std::string>& cells, const DocumentEntry& entry) const {
    const std::map<std::string, std::string> now = {{"service", entry.service}, {"genre", entry.kind}, {"dossier", entry.dossier}, {"date", entry.date}, {"expediteur", entry.sender}, {"objet", entry.subject}};
    return std::all_of(now.begin(), now.end(), [&](const auto& value) { return tells(cell(cells, value.first), value.second) || same_day(value.first, cell(cells, value.first), value.second); });
  }

  std::string cell(const std::vector<std::string>& cells, const std::string& column, const std::string& otherwise = "") const {
    auto at = at_.find(column);
    if (at == at_.end() && !otherwise.empty()) at = at_.find(otherwise);
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

// Torn letters: who follows whom, put together from their beginnings.
class Torn {
 public:
  void add(const std::string& document, const std::string& before, int line) { behind_[before].push_back(document), lines_[document] = line; }

  void into(IndexCorrections& out, const std::string& by) {
    for (const auto& [first, followers] : behind_) {
      if (lines_.contains(first)) continue;
      MendWanted join{"join", {}, {}, {}, by};
      put(first, join.documents);
      out.mend_lines.push_back(lines_.at(followers.front()));
      out.mends.push_back(std::move(join));
    }
    for (const auto& [document, line] : lines_)
      if (!placed_.contains(document)) out.problems.push_back({line, "suite_de", "join-alone", {}});  // they follow one another in a ring
  }

 private:
  void put(const std::string& document, std::vector<std::string>& documents) {
    if (!placed_.insert(document).second) return;
    documents.push_back(document);
    if (const auto at = behind_.find(document); at != behind_.end())
      for (const std::string& next : at->second) put(next, documents);
  }

  std::map<std::string, std::vector<std::string>> behind_;
  std::map<std::string, int> lines_;
  std::set<std::string> placed_;
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
  Torn torn;
  while (reader.next(cells)) {
    try {
      FilledRow row = index.row(cells);
      if (!row.parts.empty()) out.mends.push_back({"split", {row.correction.document}, row.parts, {}, by}), out.mend_lines.push_back(reader.line());
      if (!row.continues.empty()) torn.add(row.correction.document, row.continues, reader.line());
      if (row.correction.values.empty() && !row.correction.confirm) continue;
      row.correction.by = by, row.correction.at = at;
      out.corrections.push_back(std::move(row.correction));
      out.lines.push_back(reader.line());
    } catch (const UsageError& error) {
      out.problems.push_back({reader.line(), "id", error.code(), error.args()});
    }
  }
  torn.into(out, by);
  return out;
}

}  // namespace pli
