#include "stages/tidy_text.h"

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <numeric>
#include <string_view>
#include <vector>

#include "pipeline/text.h"

namespace pli {
namespace {

constexpr std::size_t most_blocks = 400;  // more are confetti, and the order of confetti means nothing
constexpr double speck_confidence = 0.4;
constexpr double print_confidence = 0.8, scrawl_confidence = 0.7;
constexpr std::size_t least_print = 8;     // words: fewer say nothing of a page's size of type
constexpr double scrawl_height = 2.1;      // of a word of print, its ascenders and descenders included
constexpr std::size_t longest_scrawl = 8;  // letters: a pen's loops are read as few
constexpr double fold_height = 0.3;        // of a word of print: no letter is so flat
constexpr double river = 1.0;              // of a line's height: what is farther apart are columns
constexpr double one_baseline = 0.4;       // of a line's height

// By baselines: boxes grow by whatever ink touches a word.
int top(const Block& block) { return block.lines.front().baseline - block.lines.front().box.height / 2; }
int foot(const Block& block) { return block.lines.back().baseline; }

bool ends_above(const Block& a, const Block& b) { return foot(a) + std::min(a.lines.back().box.height, b.lines.front().box.height) / 3 < b.lines.front().baseline; }

bool in_one_column(const Block& a, const Block& b) {
  const int shared = std::min(a.box.right(), b.box.right()) - std::max(a.box.x, b.box.x);
  return 3 * shared >= std::min(a.box.width, b.box.width);
}

bool side_by_side(const Block& a, const Block& b) { return top(a) < foot(b) && top(b) < foot(a); }

/// Which block is read before which, as it lies: a row of flags a block.
class Above {
 public:
  explicit Above(const std::vector<Block>& blocks) : blocks_(blocks), is_(blocks.size(), std::vector<char>(blocks.size(), 0)) {
    for (std::size_t a = 0; a < blocks.size(); ++a)
      for (std::size_t b = 0; b < blocks.size(); ++b)
        is_[a][b] = a != b && ends_above(blocks[a], blocks[b]) && (in_one_column(blocks[a], blocks[b]) || no_columns(blocks[a], blocks[b]));
  }
  bool operator()(std::size_t a, std::size_t b) const { return is_[a][b] != 0; }

 private:
  // Nothing stands beside either of them in the other's column: they are no columns, and a reader goes down the page.
  bool no_columns(const Block& a, const Block& b) const {
    return std::none_of(blocks_.begin(), blocks_.end(), [&](const Block& other) {
      return &other != &a && &other != &b && ((side_by_side(other, a) && in_one_column(other, b)) || (side_by_side(other, b) && in_one_column(other, a)));
    });
  }

  const std::vector<Block>& blocks_;
  std::vector<std::vector<char>> is_;
};

template <typename Unwanted>
void drop(PageText& text, Unwanted unwanted) {
  for (Block& block : text.blocks) {
    for (Line& line : block.lines) std::erase_if(line.words, unwanted);
    std::erase_if(block.lines, [](const Line& line) { return line.words.empty(); });
  }
  std::erase_if(text.blocks, [](const Block& block) { return block.lines.empty(); });
}

/// The median height of words that are surely print; 0 when there are too few.
int print_height(const PageText& text) {
  std::vector<int> heights;
  for (const Block& block : text.blocks)
    for (const Line& line : block.lines)
      for (const Word& word : line.words)
        if (word.confidence >= print_confidence && code_points(word.text).size() >= 4) heights.push_back(word.box.height);
  if (heights.size() < least_print) return 0;
  const auto middle = heights.begin() + static_cast<std::ptrdiff_t>(heights.size() / 2);
  std::nth_element(heights.begin(), middle, heights.end());
  return *middle;
}

/// A fold or a rule makes flat words; where most of a line is flat, the unsure rest of it is nothing either.
void drop_folds(Line& line, int print) {
  const auto unsure = [](const Word& word) { return word.confidence < scrawl_confidence; };
  const auto flat = [&](const Word& word) { return unsure(word) && word.box.height < fold_height * print && !matching(word.text).empty(); };
  const auto flats = std::count_if(line.words.begin(), line.words.end(), flat);
  if (flats == 0) return;
  const bool is_fold = 2 * static_cast<std::size_t>(flats) >= line.words.size();
  std::erase_if(line.words, [&](const Word& word) { return flat(word) || (is_fold && unsure(word)); });
}

/// Whether `b` goes on in the line of `a`, a word's space to the right.
bool goes_on(const Line& a, const Line& b) {
  const int height = std::max(a.box.height, b.box.height), gap = b.box.x - a.box.right();
  return std::abs(a.baseline - b.baseline) <= one_baseline * height && gap > -height && gap <= river * height;
}

/// For each line of `left` the line of `right` that goes on in it, -1 for none; empty unless every line of the shorter block has its other half, two at least.
std::vector<int> halves(const Block& left, const Block& right) {
  std::vector<int> found(left.lines.size(), -1);
  std::size_t pairs = 0;
  for (std::size_t i = 0; i < left.lines.size(); ++i)
    for (std::size_t j = 0; j < right.lines.size(); ++j)
      if (goes_on(left.lines[i], right.lines[j])) found[i] = static_cast<int>(j), ++pairs;
  return pairs >= 2 && pairs == std::min(left.lines.size(), right.lines.size()) ? found : std::vector<int>();
}

bool is_stroke(const Word& word) { return word.text.find_first_not_of("|.,-_'`~:;!\\/=\"") == std::string::npos; }

bool ends_in_figure(const std::string& word) { return !word.empty() && word.back() >= '0' && word.back() <= '9'; }

// "m" and what stands for the small 2, then at most one mark of punctuation.
bool is_square_metre(std::string_view word, std::string_view& rest) {
  for (const std::string_view sign : {"m°?", "m°", "m?", "m*", "m\"", "m'"})
    if (word.starts_with(sign) && word.size() <= sign.size() + 1) {
      rest = word.substr(sign.size());
      return rest.empty() || rest == "." || rest == "," || rest == ";" || rest == ")" || rest == ":";
    }
  return false;
}

}  // namespace

void join_rivers(PageText& text) {
  if (text.blocks.size() > most_blocks) return;
  for (std::size_t a = 0; a < text.blocks.size(); ++a)
    for (std::size_t b = 0; b < text.blocks.size(); ++b) {
      Block& left = text.blocks[a];
      Block& right = text.blocks[b];
      if (a == b || left.lines.empty() || right.lines.empty() || left.stamp || right.stamp) continue;
      const std::vector<int> other = halves(left, right);
      if (other.empty()) continue;
      std::vector<char> taken(right.lines.size(), 0);
      for (std::size_t i = 0; i < other.size(); ++i) {
        if (other[i] < 0) continue;
        const Line& half = right.lines[static_cast<std::size_t>(other[i])];
        Line& line = left.lines[i];
        line.words.insert(line.words.end(), half.words.begin(), half.words.end());
        line.box = united(line.box, half.box);
        taken[static_cast<std::size_t>(other[i])] = 1;
      }
      for (std::size_t j = 0; j < right.lines.size(); ++j)
        if (!taken[j]) left.lines.push_back(right.lines[j]);
      std::stable_sort(left.lines.begin(), left.lines.end(), [](const Line& x, const Line& y) { return x.baseline < y.baseline; });
      left.box = united(left.box, right.box);
      right.lines.clear();
    }
  std::erase_if(text.blocks, [](const Block& block) { return block.lines.empty(); });
}

void order_blocks(PageText& text) {
  std::erase_if(text.blocks, [](const Block& block) { return block.lines.empty(); });
  if (text.blocks.size() > most_blocks) return;
  const Above above(text.blocks);
  std::vector<std::size_t> waiting(text.blocks.size());
  std::iota(waiting.begin(), waiting.end(), 0);
  std::vector<Block> ordered;
  while (!waiting.empty()) {
    const auto is_free = [&](std::size_t block) { return std::none_of(waiting.begin(), waiting.end(), [&](std::size_t other) { return above(other, block); }); };
    auto next = std::find_if(waiting.begin(), waiting.end(), is_free);
    if (next == waiting.end()) next = waiting.begin();  // lines out of order inside blocks
    ordered.push_back(text.blocks[*next]);
    waiting.erase(next);
  }
  text.blocks = std::move(ordered);
}

void drop_specks(PageText& text) {
  drop(text, [](const Word& word) { return word.confidence < speck_confidence && matching(word.text).empty(); });
}

void drop_scrawl(PageText& text) {
  const int height = print_height(text);
  if (height == 0) return;
  const auto is_scrawl = [=](const Word& word) {
    return word.confidence < scrawl_confidence && word.box.height > scrawl_height * height && code_points(word.text).size() <= longest_scrawl;
  };
  for (Block& block : text.blocks) {
    if (block.stamp) continue;  // it lies askew: its words are high
    for (Line& line : block.lines) {
      std::erase_if(line.words, is_scrawl);
      drop_folds(line, height);
    }
    std::erase_if(block.lines, [](const Line& line) { return std::all_of(line.words.begin(), line.words.end(), is_stroke); });
  }
  std::erase_if(text.blocks, [](const Block& block) { return block.lines.empty(); });
}

void drop_unsure(PageText& text, double confidence) {
  drop(text, [=](const Word& word) { return word.confidence < confidence; });
}

void mend_units(PageText& text) {
  for (Block& block : text.blocks)
    for (Line& line : block.lines)
      for (std::size_t i = 1; i < line.words.size(); ++i) {
        std::string_view rest;
        if (ends_in_figure(line.words[i - 1].text) && is_square_metre(line.words[i].text, rest)) line.words[i].text = "m²" + std::string(rest);
      }
}

}  // namespace pli
