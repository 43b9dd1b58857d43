#include "tests/bench/score_text.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <sstream>
#include <vector>

#include "pipeline/text.h"

namespace pli::bench {
namespace {

char32_t plain(char32_t c) {
  switch (c) {
    case U'’': return U'\'';
    case U'–': case U'—': return U'-';
    case U'«': case U'»': return U'"';
    case U'\n': case U'\f': case U'\t': case U'\r': case U'\u00a0': case U'\u202f': return U' ';
    default: return c;
  }
}

std::u32string comparable(const std::string& text) {
  std::u32string out;
  for (const char32_t c : code_points(clean(text))) {
    const char32_t p = plain(c);
    if (p == U' ' && (out.empty() || out.back() == U' ')) continue;
    out += p;
  }
  if (!out.empty() && out.back() == U' ') out.pop_back();
  return out;
}

struct Edits {
  std::size_t all = 0, lost = 0;
};

/// One dynamic programme for both: a step costs 2^24, and one more when it loses a character of the truth.
Edits edits_between(std::u32string_view truth, std::u32string_view read) {
  while (!truth.empty() && !read.empty() && truth.front() == read.front()) truth.remove_prefix(1), read.remove_prefix(1);
  while (!truth.empty() && !read.empty() && truth.back() == read.back()) truth.remove_suffix(1), read.remove_suffix(1);
  constexpr std::uint64_t added = 1ULL << 24, lost = added + 1;
  std::vector<std::uint64_t> row(read.size() + 1);
  for (std::size_t j = 0; j <= read.size(); ++j) row[j] = j * added;
  for (const char32_t c : truth) {
    std::uint64_t diagonal = row[0];
    row[0] += lost;
    for (std::size_t j = 0; j < read.size(); ++j) {
      const std::uint64_t same = diagonal + (c == read[j] ? 0 : lost);
      diagonal = row[j + 1];
      row[j + 1] = std::min({same, diagonal + lost, row[j] + added});
    }
  }
  return {static_cast<std::size_t>(row.back() >> 24), static_cast<std::size_t>(row.back() & (added - 1))};
}

std::map<std::string, int> words_of(const std::string& text) {
  std::map<std::string, int> words;
  std::istringstream in(matching(text));
  for (std::string word; in >> word;)
    if (code_points(word).size() >= 2) ++words[word];
  return words;
}

}  // namespace

TextScore score_text(const std::string& truth, const std::string& read) {
  const std::u32string wanted = comparable(truth), got = comparable(read);
  const Edits edits = edits_between(wanted, got);
  const double length = static_cast<double>(std::max<std::size_t>(1, wanted.size()));
  TextScore score{static_cast<double>(edits.all) / length, static_cast<double>(edits.lost) / length};
  const auto there = words_of(read);
  int all = 0, found = 0;
  for (const auto& [word, count] : words_of(truth)) {
    const auto at = there.find(word);
    all += count, found += at == there.end() ? 0 : std::min(count, at->second);
  }
  if (all > 0) score.words = static_cast<double>(found) / all;
  return score;
}

double likeness(const std::string& a, const std::string& b) {
  std::string left = matching(a), right = matching(b);
  std::erase(left, ' ');
  std::erase(right, ' ');
  if (left.empty() && right.empty()) return 1;
  std::vector<std::size_t> row(right.size() + 1, 0);
  for (const char c : left) {
    std::size_t diagonal = 0;
    for (std::size_t j = 0; j < right.size(); ++j) {
      const std::size_t above = row[j + 1];
      row[j + 1] = c == right[j] ? diagonal + 1 : std::max(above, row[j]);
      diagonal = above;
    }
  }
  return 2.0 * static_cast<double>(row.back()) / static_cast<double>(left.size() + right.size());
}

}  // namespace pli::bench
