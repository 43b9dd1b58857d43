#include "stages/rows.h"

#include <algorithm>
#include <set>

#include "pipeline/csv.h"
#include "pipeline/digest.h"
#include "pipeline/files.h"
#include "pipeline/text.h"

namespace pli {

constexpr int deepest = 8;  // a row, a table, its lines, their cells; deeper nesting is no row

struct RowReader::Position {
  bool json;
  CsvReader csv;
  std::size_t at = 0;
  int line = 0, rows = 0;
};

RowReader::~RowReader() = default;

RowReader::RowReader(const fs::path& path, RowLimits limits) : file_(path.string()), limits_(limits) {
  std::error_code failed;
  if (fs::is_regular_file(path, failed) && fs::file_size(path) > limits_.file_bytes)
    throw UsageError("rows-too-large", {{"file", file_}, {"limit", std::to_string(limits_.file_bytes >> 20)}});
  const std::string bytes = read_file(path);
  digest_ = sha256(bytes);
  text_ = text_of_bytes(bytes, file_);
  start();
  DataRow first;
  if (!next(first)) throw UsageError("rows-none", {{"file", file_}});
  start();
}

void RowReader::rewind() { start(); }

void RowReader::start() {
  const auto first = text_.find_first_not_of(" \t\r\n");
  const bool json = first != text_.npos && text_[first] == '{';
  position_ = std::make_unique<Position>(Position{json, CsvReader(json ? std::string_view() : text_, file_)});
  if (json) return;
  position_->csv.next(header_);
  std::set<std::string> seen;
  for (std::string& column : header_) {
    column = trimmed(column);
    if (!column.empty() && !seen.insert(column).second) throw UsageError("csv-column-twice", {{"file", file_}, {"column", column}});
  }
}

bool RowReader::next(DataRow& row) {
  row = {};
  if (!(position_->json ? next_line(row) : next_record(row))) return false;
  if (++position_->rows > limits_.rows) throw UsageError("rows-too-many", {{"file", file_}, {"limit", std::to_string(limits_.rows)}});
  return true;
}

void RowReader::add_cell(DataRow& row, const std::string& column, Json value) const {
  if (value.is_null() || (value.is_string() && trimmed(value.get_ref<const std::string&>()).empty()) || (value.is_structured() && value.empty())) return;
  const std::size_t size = value.is_string() ? value.get_ref<const std::string&>().size() : compact(value).size();
  const bool twice = std::any_of(row.cells.begin(), row.cells.end(), [&](const auto& cell) { return cell.first == column; });
  if (size > limits_.cell_bytes) row.problems.push_back({row.line, column, "row-cell-too-long", {{"limit", std::to_string(limits_.cell_bytes / 1000)}}});
  else if (twice) row.problems.push_back({row.line, column, "row-column-twice", {}});
  else row.cells.emplace_back(column, std::move(value));
}

bool RowReader::next_record(DataRow& row) {
  std::vector<std::string> cells;
  if (!position_->csv.next(cells)) return false;
  row.line = position_->csv.line();
  if (cells.size() != header_.size()) {
    row.problems.push_back({row.line, "", "row-cells", {{"found", std::to_string(cells.size())}, {"expected", std::to_string(header_.size())}}});
    return true;
  }
  for (std::size_t i = 0; i < cells.size(); ++i) add_cell(row, header_[i], std::move(cells[i]));
  return true;
}

namespace {

/// Why a line of JSON is refused although it may be well-formed.
struct Refused {
  const char* code;
  std::string column;
};

/// Looks on while a line is parsed: a key given twice or a nesting without end stops it before it costs anything.
class Overseer {
 public:
  bool operator()(int depth, Json::parse_event_t event, const Json& parsed) {
    if (depth > deepest) throw Refused{"row-not-json", ""};
    if (event == Json::parse_event_t::object_start) keys_.emplace_back();
    if (event == Json::parse_event_t::object_end) keys_.pop_back();
    if (event == Json::parse_event_t::key && !keys_.back().insert(parsed.get<std::string>()).second) throw Refused{"row-column-twice", parsed.get<std::string>()};
    return true;
  }

 private:
  std::vector<std::set<std::string>> keys_;
};

}  // namespace

bool RowReader::next_line(DataRow& row) {
  std::string_view line;
  do {
    if (position_->at >= text_.size()) return false;
    const std::size_t end = std::min(text_.find('\n', position_->at), text_.size());
    line = std::string_view(text_).substr(position_->at, end - position_->at);
    position_->at = end + 1;
    ++position_->line;
  } while (line.find_first_not_of(" \t\r") == line.npos);
  row.line = position_->line;
  try {
    const Json object = Json::parse(line, Overseer());
    if (!object.is_object()) throw Refused{"row-not-json", ""};
    read_object(row, object);
  } catch (const Refused& refused) {
    row.problems.push_back({row.line, refused.column, refused.code, {}});
  } catch (const Json::exception&) {
    row.problems.push_back({row.line, "", "row-not-json", {}});
  }
  return true;
}

void RowReader::read_object(DataRow& row, const Json& object) const {
  for (const auto& [key, value] : object.items()) {
    if (key == "recipient" && value.is_object()) {
      for (const auto& [inner, part] : value.items()) add_cell(row, "recipient." + inner, part);
    } else {
      add_cell(row, key, value);
    }
  }
}

}  // namespace pli
