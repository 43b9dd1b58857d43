// Tables as spreadsheets save them: whichever separator, quotes and encoding they chose. A formula is plain text here: nothing is ever computed.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace pli {

/// A text file of others as UTF-8: a byte order mark is dropped; bytes that are no UTF-8 are Windows-1252.
/// Throws UsageError("text-utf16", {file}) and UsageError("text-binary", {file}) for what is no such text.
std::string text_of_bytes(std::string_view bytes, const std::string& file);

/// Records of a CSV text (RFC 4180), one at a time. The separator (`;`, tab or `,`) is the one that the first record has most of
/// outside quotes; a first line `sep=;`, as some spreadsheets write it, decides alone. Records without any text are passed over.
class CsvReader {
 public:
  /// `text` (UTF-8) must outlive this; `file` is for messages.
  CsvReader(std::string_view text, std::string file);

  /// The next record's cells, line breaks in them as \n. False at the end.
  /// Throws UsageError {file, line}: "csv-quote-open" (its end is missing), "csv-quote-stray" (text after a closing quote).
  bool next(std::vector<std::string>& cells);
  int line() const { return record_line_; }  ///< of the file, from 1: where the record begins
  char separator() const { return separator_; }

 private:
  bool record(std::vector<std::string>& cells);
  std::string quoted_cell();
  std::string plain_cell();
  bool line_break();
  void find_separator();

  std::string_view text_;
  std::string file_;
  std::size_t at_ = 0;
  char separator_ = ';';
  int line_ = 1, record_line_ = 1;
};

}  // namespace pli
