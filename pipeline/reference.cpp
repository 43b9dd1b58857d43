#include "pipeline/reference.h"

#include <fmt/format.h>
#include <unicode/uchar.h>

#include <algorithm>
#include <cctype>

#include "pipeline/text.h"

namespace pli {
namespace {

constexpr std::string_view alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// The eleven characters of an id without its dashes, or "" when its form is wrong.
std::string bare(std::string_view id) {
  if (id.size() != 13 || id[4] != '-' || id[11] != '-') return {};
  std::string out = std::string(id.substr(0, 4)) + std::string(id.substr(5, 6)) + id[12];
  if (!std::all_of(out.begin(), out.end() - 1, is_digit) || alphabet.find(out.back()) == std::string_view::npos) return {};
  return out;
}

bool checks(std::string_view bare_id) { return check_character(bare_id.substr(0, bare_id.size() - 1)) == bare_id.back(); }

}  // namespace

// ISO 7064 hybrid system MOD 37,36.
char check_character(std::string_view digits) {
  int product = 36;
  for (char c : digits) {
    int sum = static_cast<int>(alphabet.find(c)) + product;
    sum = sum % 36 == 0 ? 36 : sum % 36;
    product = sum * 2 % 37;
  }
  return alphabet[static_cast<std::size_t>((37 - product) % 36)];
}

bool issuable(int year, int number) {
  if (year < 1000 || year > 9999 || number < 1 || number > 999'999) return false;
  std::string id = fmt::format("{:04}{:06}", year, number);
  id += check_character(id);
  for (std::size_t i = 0; i + 1 < id.size(); ++i) {
    if (id[i] == id[i + 1]) continue;
    std::string swapped = id;
    std::swap(swapped[i], swapped[i + 1]);
    const bool numeric = std::all_of(swapped.begin(), swapped.end() - 1, is_digit);
    if (numeric && checks(swapped)) return false;
  }
  return true;
}

std::string dossier_id(int year, int number) {
  const std::string digits = fmt::format("{:04}{:06}", year, number);
  return fmt::format("{:04}-{:06}-{}", year, number, check_character(digits));
}

int next_number(int year, int number) {
  do ++number;
  while (number <= 999'999 && !issuable(year, number));
  return number;
}

bool valid_dossier_id(std::string_view id) {
  const std::string digits = bare(id);
  return !digits.empty() && checks(digits) && issuable(std::stoi(digits.substr(0, 4)), std::stoi(digits.substr(4, 6)));
}

namespace {

// Reads `text` as a pattern of digits and dashes from `at`; spaces may stand around a dash.
class Scanner {
 public:
  Scanner(std::string_view text, std::size_t at) : text_(text), at_(at) {}
  std::size_t at() const { return at_; }

  bool digits(int count, std::string& out) {
    for (int i = 0; i < count; ++i, ++at_) {
      if (at_ >= text_.size() || !is_digit(text_[at_])) return false;
      out += text_[at_];
    }
    return true;
  }
  bool dash() {
    spaces();
    for (std::string_view dash : {"-", "\u2010", "\u2011", "\u2012", "\u2013", "\u2014", "\u2015", "\u2212", "\u00AD", "\u2043", "\uFE63", "\uFF0D"}) {
      if (text_.substr(at_, dash.size()) == dash) {
        at_ += dash.size();
        spaces();
        return true;
      }
    }
    return false;
  }
  bool check(std::string& out) {
    if (at_ >= text_.size()) return false;
    const char c = static_cast<char>(std::toupper(static_cast<unsigned char>(text_[at_])));
    if (alphabet.find(c) == std::string_view::npos) return false;
    out += c;
    ++at_;
    return !in_word(code_points(text_.substr(at_, 4)).substr(0, 1));
  }
  // A letter or digit continues a word, but not the raised o of "nº".
  static bool in_word(std::u32string_view c) {
    return !c.empty() && u_isalnum(static_cast<UChar32>(c[0])) && c[0] != U'º' && c[0] != U'ª';
  }

 private:
  // Spaces of any width as a person or a reader puts them around a dash, or the end of a line, which may be the end of a block of text.
  void spaces() {
    few_spaces();
    for (int i = 0; i < 2 && at_ < text_.size() && text_[at_] == '\n'; ++i) {
      ++at_;
      few_spaces();
    }
  }
  void few_spaces() {
    for (int i = 0; i < 2; ++i)
      for (std::string_view space : {" ", "\u00A0", "\u2009", "\u202F"})
        if (text_.substr(at_, space.size()) == space) {
          at_ += space.size();
          break;
        }
  }
  std::string_view text_;
  std::size_t at_;
};

// The character that ends at `at`, or nothing at the beginning.
std::u32string before(std::string_view text, std::size_t at) {
  std::size_t begin = at;
  while (begin > 0 && at - begin < 4) {
    --begin;
    if ((static_cast<unsigned char>(text[begin]) & 0xC0) != 0x80) break;
  }
  return code_points(text.substr(begin, at - begin)).substr(0, 1);
}

}  // namespace

std::vector<QuotedReference> quoted_references(std::string_view text) {
  std::vector<QuotedReference> found;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!is_digit(text[i]) || Scanner::in_word(before(text, i))) continue;
    Scanner scan(text, i);
    std::string year, number, check;
    if (!scan.digits(4, year) || !scan.dash() || !scan.digits(6, number) || !scan.dash() || !scan.check(check)) continue;
    const std::string id = year + '-' + number + '-' + check;
    if (!valid_dossier_id(id)) continue;
    found.push_back({id, i, scan.at()});
    i = scan.at() - 1;
  }
  return found;
}

}  // namespace pli
