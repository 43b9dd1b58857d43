#include "stages/extract_urgent.h"

#include <algorithm>
#include <array>
#include <optional>

#include "pipeline/text.h"

namespace pli {
namespace {

constexpr std::size_t most_urgent = 3;

struct PlacedWord {
  std::string text;
  std::size_t line, begin, end;
};

std::vector<std::string> phrase_words(const std::string& phrase) {
  std::vector<std::string> out;
  const std::string plain = folded(phrase);
  for (std::size_t at = 0; at < plain.size();) {
    const std::size_t end = std::min(plain.find(' ', at), plain.size());
    if (end > at) out.push_back(plain.substr(at, end - at));
    at = end + 1;
  }
  return out;
}

// The letter's words in order, without the punctuation around them.
std::vector<PlacedWord> placed_words(const std::vector<TextLine>& lines) {
  std::vector<PlacedWord> out;
  for (std::size_t l = 0; l < lines.size(); ++l) {
    const std::string& fold = lines[l].fold;
    for (std::size_t at = 0; at < fold.size();) {
      if (!is_alnum(fold[at])) {
        ++at;
        continue;
      }
      std::size_t end = at;
      while (end < fold.size() && (is_alnum(fold[end]) || (fold[end] == '-' && end + 1 < fold.size() && is_alnum(fold[end + 1])))) ++end;
      out.push_back({fold.substr(at, end - at), l, at, end});
      at = end;
    }
  }
  return out;
}

bool says_number(const std::string& word) {
  static constexpr std::array<std::string_view, 19> words = {"un", "une", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "douze", "quinze", "vingt", "trente", "quarante", "quarante-huit", "soixante", "vingt-quatre"};
  return (word.size() <= 3 && std::all_of(word.begin(), word.end(), is_digit)) || std::find(words.begin(), words.end(), word) != words.end();
}

// The token after the phrase where it stands at `from`. A number may be said twice: huit (8).
std::optional<std::size_t> phrase_ends(const std::vector<PlacedWord>& tokens, std::size_t from, const std::vector<std::string>& phrase) {
  std::size_t at = from;
  for (const std::string& word : phrase) {
    if (at == tokens.size() || tokens[at].line > tokens[from].line + 1) return std::nullopt;
    if (word != "#" ? tokens[at].text != word : !says_number(tokens[at].text)) return std::nullopt;
    ++at;
    if (word == "#" && at < tokens.size() && says_number(tokens[at].text)) ++at;
  }
  return at;
}

Field urgent_field(const std::vector<TextLine>& lines, const std::vector<PlacedWord>& tokens, std::size_t from, std::size_t to, const std::string& phrase) {
  const PlacedWord& first = tokens[from];
  const PlacedWord& last = tokens[to - 1];
  if (first.line == last.line) return field_at(lines[first.line], first.begin, last.end, "urgent", phrase, 0.95);
  Field field = field_at(lines[first.line], first.begin, lines[first.line].plain.size(), "urgent", phrase, 0.95);
  field.text += ' ' + field_at(lines[last.line], 0, last.end, "urgent", "", 0.95).text;
  return field;
}

}  // namespace

void extract_urgent(const std::vector<TextLine>& lines, const std::vector<std::string>& phrases, std::vector<Field>& fields) {
  const std::vector<PlacedWord> tokens = placed_words(lines);
  std::vector<std::vector<std::string>> wanted;
  for (const std::string& phrase : phrases) wanted.push_back(phrase_words(phrase));
  std::vector<char> found(phrases.size(), 0);
  std::size_t count = 0;
  for (std::size_t from = 0; from < tokens.size(); ++from)
    for (std::size_t i = 0; i < wanted.size() && count < most_urgent; ++i) {
      if (found[i] || wanted[i].empty()) continue;
      const auto to = phrase_ends(tokens, from, wanted[i]);
      if (!to) continue;
      fields.push_back(urgent_field(lines, tokens, from, *to, phrases[i]));
      found[i] = 1, ++count;
    }
}

}  // namespace pli
