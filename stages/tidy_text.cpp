#include "stages/tidy_text.h"

#include <algorithm>
#include <cstddef>
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
    for (Line& line : block.lines) std::erase_if(line.words, is_scrawl);
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
