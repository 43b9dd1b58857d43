#include "stages/french_type.h"

#include <algorithm>
#include <string_view>

#include "pipeline/text.h"

namespace pli {
namespace {

constexpr char32_t narrow = 0x202f, fixed = 0xa0, apostrophe = 0x2019, opening = 0xab, closing = 0xbb, ellipsis = 0x2026;

bool digit(char32_t c) { return c >= '0' && c <= '9'; }
bool space(char32_t c) { return c == ' ' || c == fixed || c == narrow || c == '\t'; }
bool gap(char32_t c) { return space(c) || c == '\n' || c == 0; }
bool letter(char32_t c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= 0xc0 && c < 0x250 && c != 0xd7 && c != 0xf7); }
bool upper(char32_t c) { return (c >= 'A' && c <= 'Z') || (c >= 0xc0 && c <= 0xde && c != 0xd7); }
bool high(char32_t c) { return c == ';' || c == '!' || c == '?' || c == ':'; }

/// One pass over the characters with what stands on both sides.
class Setter {
 public:
  explicit Setter(const StyledText& in) : in_(in) {}

  StyledText set() {
    for (at_ = 0; at_ < in_.text.size(); ++at_) one(in_.text[at_], in_.style[at_]);
    while (!out_.empty() && out_.text.back() == ' ') drop();
    return std::move(out_);
  }

 private:
  char32_t next(std::size_t far = 1) const { return at_ + far < in_.text.size() ? in_.text[at_ + far] : 0; }
  char32_t before() const { return out_.empty() ? 0 : out_.text.back(); }
  void drop() { out_.text.pop_back(), out_.style.pop_back(); }

  /// Takes away the spaces before; says whether there were any.
  bool drop_spaces() {
    const bool any = space(before());
    while (space(before())) drop();
    return any;
  }

  void one(char32_t c, char style) {
    if (c == '\'') c = apostrophe;
    if (c == '"') c = quoted_ ? closing : opening, quoted_ = !quoted_;
    if (c == '.' && next() == '.' && next(2) == '.') c = ellipsis, at_ += 2;
    if (c == '\t' || c == ' ') return blank(style);
    if (high(c)) return punctuation(c, style);
    if (c == closing) {
      drop_spaces();
      if (!out_.empty()) out_.add(narrow, style);
    }
    if ((c == 0x20ac || c == '%') && (digit(before()) || (space(before()) && digit(before_space())))) drop_spaces(), out_.add(fixed, style);
    out_.add(c, style);
    if (c == opening) {
      out_.add(narrow, style);
      while (space(next())) ++at_;
    }
  }

  char32_t before_space() const {
    std::size_t i = out_.text.size();
    while (i > 0 && space(out_.text[i - 1])) --i;
    return i > 0 ? out_.text[i - 1] : 0;
  }

  void blank(char style) {
    if (gap(before())) return;
    out_.add(digit(before()) && digit(next()) ? fixed : U' ', style);
  }

  void punctuation(char32_t c, char style) {
    const char32_t after = next();
    const bool ends = gap(after) || after == closing || after == '"' || after == ')' || high(after) || after == '.' || after == ',';
    const bool spaced = space(before());
    if (spaced && ends) drop_spaces(), out_.add(narrow, style);
    else if (!spaced && ends && (letter(before()) || before() == ')' || before() == closing || (digit(before()) && c != ':'))) out_.add(narrow, style);
    out_.add(c, style);
  }

  const StyledText& in_;
  StyledText out_;
  std::size_t at_ = 0;
  bool quoted_ = false;
};

/// Without the punctuation around it.
std::u32string_view bare(std::u32string_view word) {
  const auto around = [](char32_t c) { return c == ',' || c == '.' || c == ';' || c == ')' || c == '(' || c == opening || c == closing || high(c) || c == narrow; };
  while (!word.empty() && around(word.back()) ) word.remove_suffix(1);
  while (!word.empty() && around(word.front())) word.remove_prefix(1);
  return word;
}

bool stays_together(std::u32string_view left, std::u32string_view right, const LetterWords& words) {
  if (left.empty() || right.empty()) return false;
  while (!left.empty() && (left.front() == '(' || left.front() == opening || left.front() == narrow)) left.remove_prefix(1);
  const std::string before = utf8(left), after = utf8(bare(right));
  if (words.before_a_name.contains(before)) return upper(right.front());
  if (left.size() == 2 && upper(left[0]) && left[1] == '.') return upper(right.front());
  if (digit(right.front())) {
    if (words.before_a_number.contains(before)) return true;
    for (const std::string& month : words.months)
      if (before == month) return true;
  }
  const std::u32string_view number = bare(left);
  if (number.empty()) return false;
  const bool postcode = left.size() == 5 && std::all_of(left.begin(), left.end(), digit);
  if (postcode && upper(right.front())) return true;
  return (digit(number.back()) || utf8(number) == words.first_day) && words.units.contains(after);
}

}  // namespace

StyledText french_type(const StyledText& in, const LetterWords& words) {
  StyledText out = Setter(in).set();
  const std::u32string_view text = out.text;
  std::size_t begin = 0;  // of the word on the left
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != ' ' && text[i] != '\n') continue;
    if (text[i] == ' ') {
      std::size_t end = i + 1;
      while (end < text.size() && text[end] != ' ' && text[end] != '\n') ++end;
      std::size_t from = i;
      while (from > begin && text[from - 1] != fixed) --from;
      if (stays_together(text.substr(from, i - from), text.substr(i + 1, end - i - 1), words)) out.text[i] = fixed;
    }
    begin = i + 1;
  }
  return out;
}

}  // namespace pli
