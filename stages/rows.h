// The rows of a file that letters are made from: JSON Lines or CSV, seen alike as cells with a column's name.
// Nothing is judged here but the file's form; stages/check_rows knows what a letter needs.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "pipeline/errors.h"
#include "pipeline/json.h"
#include "stages/row_problem.h"

namespace pli {

struct RowLimits {
  std::size_t file_bytes = 64u << 20;
  std::size_t cell_bytes = 100'000;
  int rows = 100'000;
};

struct DataRow {
  int line = 0;
  std::vector<std::pair<std::string, Json>> cells;  ///< in the file's order; `recipient` is opened: recipient.name, recipient.lines. Of CSV: text. Empty ones are left out
  std::vector<RowProblem> problems;                ///< of the row's form; then cells may be missing
};

/// Reads a file once and gives its rows as often as asked.
class RowReader {
 public:
  /// A file whose first character is `{` is JSON Lines, any other CSV. Throws UsageError {file}: "rows-too-large" {limit}, "rows-none", "csv-column-twice" {column},
  /// "text-utf16", "text-binary"; Fatal("file-unreadable").
  explicit RowReader(const std::filesystem::path&, RowLimits = {});
  ~RowReader();
  RowReader(const RowReader&) = delete;
  RowReader& operator=(const RowReader&) = delete;

  /// The next row. False at the end. Throws UsageError("rows-too-many" {file, limit}) and what CsvReader throws.
  bool next(DataRow&);
  void rewind();
  const std::string& digest() const { return digest_; }  ///< SHA-256 of the file's bytes

 private:
  void start();
  bool next_line(DataRow&);
  bool next_record(DataRow&);
  void add_cell(DataRow&, const std::string& column, Json value) const;
  void read_object(DataRow&, const Json& object) const;

  struct Position;
  std::string file_, text_, digest_;
  RowLimits limits_;
  std::vector<std::string> header_;     ///< of CSV
  std::unique_ptr<Position> position_;
};

}  // namespace pli
