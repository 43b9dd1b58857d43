#include "pipeline/csv.h"

#include <algorithm>
#include <array>

#include "pipeline/errors.h"
#include "pipeline/text.h"

namespace pli {
namespace {

// Windows-1252 where it differs from Latin-1; the five bytes that it leaves undefined stay control characters.
constexpr std::array<char32_t, 32> windows_1252 = {0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
                                                   0x2039, 0x0152, 0x8D,   0x017D, 0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
                                                   0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};

std::string from_windows_1252(std::string_view bytes) {
  std::string text;
  text.reserve(bytes.size() + bytes.size() / 16);
  for (const char byte : bytes) {
    const auto code = static_cast<unsigned char>(byte);
    if (code < 0x80) {
      text += byte;
      continue;
    }
    const char32_t c = code < 0xA0 ? windows_1252[code - 0x80] : code;
    if (c >= 0x800) text += static_cast<char>(0xE0 | (c >> 12));
    text += static_cast<char>(c >= 0x800 ? 0x80 | ((c >> 6) & 0x3F) : 0xC0 | (c >> 6));
    text += static_cast<char>(0x80 | (c & 0x3F));
  }
  return text;
}

bool blank(const std::vector<std::string>& cells) {
  return std::all_of(cells.begin(), cells.end(), [](const std::string& cell) { return cell.find_first_not_of(" \t\n\r") == cell.npos; });
}

}  // namespace

std::string text_of_bytes(std::string_view bytes, const std::string& file) {
  if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF")) throw UsageError("text-utf16", {{"file", file}});
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  const auto nuls = static_cast<std::size_t>(std::count(bytes.begin(), bytes.end(), '\0'));
  // Latin text in UTF-16 is half zeros; a spreadsheet file (a zip) or a picture has some.
  if (nuls > 0 && nuls >= bytes.size() / 4) throw UsageError("text-utf16", {{"file", file}});
  if (nuls > 0 || bytes.starts_with("PK\x03\x04")) throw UsageError("text-binary", {{"file", file}});
  return valid_utf8(bytes) ? std::string(bytes) : from_windows_1252(bytes);
}

CsvReader::CsvReader(std::string_view text, std::string file) : text_(text), file_(std::move(file)) { find_separator(); }

void CsvReader::find_separator() {
  if (text_.size() > 4 && text_.starts_with("sep=") && (text_.size() == 5 || text_[5] == '\n' || text_[5] == '\r')) {
    separator_ = text_[4];
    at_ = 5;
    line_break();
    return;
  }
  constexpr std::string_view known = ";\t,";
  std::array<int, known.size()> counts{};
  bool quoted = false, begun = false;
  for (const char c : text_) {
    if (c == '"') quoted = !quoted;
    if (!quoted && begun && (c == '\n' || c == '\r')) break;
    begun = begun || (c != '\n' && c != '\r');
    if (const auto at = known.find(c); !quoted && at != known.npos) ++counts[at];
  }
  separator_ = known[static_cast<std::size_t>(std::max_element(counts.begin(), counts.end()) - counts.begin())];
}

/// Passes over one line break of any system.
bool CsvReader::line_break() {
  if (at_ >= text_.size() || (text_[at_] != '\n' && text_[at_] != '\r')) return false;
  at_ += text_.substr(at_).starts_with("\r\n") ? 2 : 1;
  ++line_;
  return true;
}

std::string CsvReader::quoted_cell() {
  const int begun = line_;
  std::string cell;
  for (++at_;;) {
    if (at_ >= text_.size()) throw UsageError("csv-quote-open", {{"file", file_}, {"line", std::to_string(begun)}});
    if (line_break()) {
      cell += '\n';
    } else if (text_[at_] != '"') {
      cell += text_[at_++];
    } else if (text_.substr(at_).starts_with("\"\"")) {
      cell += '"';
      at_ += 2;
    } else {
      ++at_;
      break;
    }
  }
  const bool ended = at_ >= text_.size() || text_[at_] == separator_ || text_[at_] == '\n' || text_[at_] == '\r';
  if (!ended) throw UsageError("csv-quote-stray", {{"file", file_}, {"line", std::to_string(line_)}});
  return cell;
}

std::string CsvReader::plain_cell() {
  const std::size_t begin = at_;
  while (at_ < text_.size() && text_[at_] != separator_ && text_[at_] != '\n' && text_[at_] != '\r') ++at_;
  return std::string(text_.substr(begin, at_ - begin));
}

bool CsvReader::record(std::vector<std::string>& cells) {
  cells.clear();
  if (at_ >= text_.size()) return false;
  record_line_ = line_;
  for (;;) {
    cells.push_back(at_ < text_.size() && text_[at_] == '"' ? quoted_cell() : plain_cell());
    if (at_ >= text_.size() || line_break()) return true;
    ++at_;
  }
}

bool CsvReader::next(std::vector<std::string>& cells) {
  while (record(cells))
    if (!blank(cells)) return true;
  return false;
}

}  // namespace pli
