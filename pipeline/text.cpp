#include "pipeline/text.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <algorithm>

namespace pli {
namespace {

using icu::UnicodeString;

const icu::Normalizer2& normalizer(bool decompose) {
  UErrorCode status = U_ZERO_ERROR;
  return *(decompose ? icu::Normalizer2::getNFKDInstance(status) : icu::Normalizer2::getNFCInstance(status));
}

UnicodeString unicode(std::string_view text) { return UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int>(text.size()))); }

std::string utf8(const UnicodeString& text) {
  std::string out;
  text.toUTF8String(out);
  return out;
}

bool is_bidi_mark(UChar32 c) {
  return c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF;
}

// What NFKD leaves alone but a French reader takes for the plain letter.
const char* opened(UChar32 c) {
  switch (c) {
    case 0x0153: return "oe";
    case 0x0152: return "OE";
    case 0x00E6: return "ae";
    case 0x00C6: return "AE";
    case 0x00DF: return "ss";
    case 0x00F8: return "o";
    case 0x00D8: return "O";
    case 0x2018: case 0x2019: case 0x201B: case 0x02BC: return "'";
    case 0x201C: case 0x201D: case 0x201E: case 0x00AB: case 0x00BB: return "\"";
    case 0x2010: case 0x2011: case 0x2012: case 0x2013: case 0x2014: case 0x2015: case 0x2212: return "-";
    default: return nullptr;
  }
}

// Decomposed, without marks, ligatures opened; letters keep their case.
UnicodeString plain(std::string_view text) {
  UErrorCode status = U_ZERO_ERROR;
  UnicodeString given = unicode(text);
  given.findAndReplace(UnicodeString(UChar32(0x00B4)), UnicodeString(UChar32('\'')));  // decomposed, an acute accent in place of an apostrophe would be a space
  const UnicodeString decomposed = normalizer(true).normalize(given, status);
  UnicodeString out;
  for (int i = 0; i < decomposed.length(); i = decomposed.moveIndex32(i, 1)) {
    const UChar32 c = decomposed.char32At(i);
    if (u_charType(c) == U_NON_SPACING_MARK) continue;
    if (const char* letters = opened(c)) out.append(UnicodeString(letters));
    else out.append(c);
  }
  return out;
}

UnicodeString lowered(const UnicodeString& text) {
  UnicodeString out;
  for (int i = 0; i < text.length(); i = text.moveIndex32(i, 1)) out.append(u_tolower(text.char32At(i)));
  return out;
}

}  // namespace

bool valid_utf8(std::string_view text) {
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  const auto length = static_cast<std::int32_t>(text.size());
  for (std::int32_t i = 0; i < length;) {
    UChar32 c;
    U8_NEXT(bytes, i, length, c);
    if (c < 0) return false;
  }
  return true;
}

std::string clean(std::string_view text) {
  const UnicodeString given = unicode(text);
  UnicodeString out;
  for (int i = 0; i < given.length(); i = given.moveIndex32(i, 1)) {
    const UChar32 c = given.char32At(i);
    const bool control = u_charType(c) == U_CONTROL_CHAR && c != '\n' && c != '\f';
    if (control || is_bidi_mark(c)) continue;
    out.append(U_IS_UNICODE_NONCHAR(c) || U_IS_SURROGATE(c) ? UChar32(0xFFFD) : c);
  }
  UErrorCode status = U_ZERO_ERROR;
  return utf8(normalizer(false).normalize(out, status));  // last: a mark may have lost what stood between it and its letter
}

std::string folded(std::string_view text) { return utf8(lowered(plain(text))); }

std::string matching(std::string_view text) {
  const UnicodeString low = lowered(plain(text));
  UnicodeString out;
  for (int i = 0; i < low.length(); i = low.moveIndex32(i, 1)) {
    const UChar32 c = low.char32At(i);
    if (u_isalnum(c)) out.append(c);
    else if (!out.isEmpty() && out.charAt(out.length() - 1) != ' ') out.append(UChar32(' '));
  }
  return trimmed(utf8(out));
}

std::string capitals(std::string_view text) {
  const UnicodeString base = plain(text);
  UnicodeString out;
  for (int i = 0; i < base.length(); i = base.moveIndex32(i, 1)) out.append(u_toupper(base.char32At(i)));
  return utf8(out);
}

std::string trimmed(std::string_view text) {
  const auto space = [](char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v'; };
  while (!text.empty() && space(text.front())) text.remove_prefix(1);
  while (!text.empty() && space(text.back())) text.remove_suffix(1);
  return std::string(text);
}

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> out;
  for (std::size_t begin = 0;;) {
    const std::size_t end = text.find(separator, begin);
    out.emplace_back(text.substr(begin, end - begin));
    if (end == std::string_view::npos) return out;
    begin = end + 1;
  }
}

std::u32string code_points(std::string_view text) {
  std::u32string out;
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  const auto length = static_cast<std::int32_t>(text.size());
  for (std::int32_t i = 0; i < length;) {
    UChar32 c;
    U8_NEXT_OR_FFFD(bytes, i, length, c);
    out += static_cast<char32_t>(c);
  }
  return out;
}

std::string utf8(std::u32string_view text) {
  UnicodeString out;
  for (char32_t c : text) out.append(static_cast<UChar32>(c));
  return utf8(out);
}

bool natural_less(std::string_view a, std::string_view b) {
  const std::string left = folded(a), right = folded(b);
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  std::size_t i = 0, j = 0;
  while (i < left.size() && j < right.size()) {
    if (digit(left[i]) && digit(right[j])) {
      std::size_t i_end = i, j_end = j;
      while (i_end < left.size() && digit(left[i_end])) ++i_end;
      while (j_end < right.size() && digit(right[j_end])) ++j_end;
      while (i < i_end && left[i] == '0') ++i;
      while (j < j_end && right[j] == '0') ++j;
      if (i_end - i != j_end - j) return i_end - i < j_end - j;
      const int order = left.compare(i, i_end - i, right, j, j_end - j);
      if (order != 0) return order < 0;
      i = i_end;
      j = j_end;
    } else if (left[i] != right[j]) {
      return static_cast<unsigned char>(left[i]) < static_cast<unsigned char>(right[j]);
    } else {
      ++i;
      ++j;
    }
  }
  if (left.size() - i != right.size() - j) return left.size() - i < right.size() - j;
  return a < b;
}

std::string escaped_html(std::string_view text) {
  std::string out;
  for (char c : text) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\'': out += "&#39;"; break;
      default: out += c;
    }
  }
  return out;
}

std::string escaped_csv(std::string_view text) {
  std::string cell(text);
  if (!cell.empty() && std::string_view("=+-@\t\r").find(cell.front()) != std::string_view::npos) cell.insert(cell.begin(), '\'');
  if (cell.find_first_of(";,\"\n\r\t'") == std::string::npos) return cell;
  std::string out = "\"";
  for (char c : cell) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + '"';
}

}  // namespace pli
