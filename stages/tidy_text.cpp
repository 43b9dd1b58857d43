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
constexpr double river = 0.9;              // of a line's height: what is farther apart are columns
constexpr double tab = 16.0;               // of a line's height: a receipt's sums stand that far from what they are for
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

bool is_figure(char c) { return c >= '0' && c <= '9'; }

/// A fold or a rule makes flat words; where most of a line is flat, the unsure rest of it is nothing either.
void drop_folds(Line& line, int print) {
  const auto unsure = [](const Word& word) { return word.confidence < scrawl_confidence; };
  const auto flat = [&](const Word& word) { return unsure(word) && word.box.height < fold_height * print && !matching(word.text).empty(); };
  const auto flats = std::count_if(line.words.begin(), line.words.end(), flat);
  if (flats == 0) return;
  const bool is_fold = 2 * static_cast<std::size_t>(flats) >= line.words.size();
  std::erase_if(line.words, [&](const Word& word) { return flat(word) || (is_fold && unsure(word)); });
}

/// Whether `b` goes on in the line of `a`, at most `widest` heights of a line to the right.
bool goes_on(const Line& a, const Line& b, double widest) {
  const int height = std::max(a.box.height, b.box.height), gap = b.box.x - a.box.right();
  return std::abs(a.baseline - b.baseline) <= one_baseline * height && gap > -height && gap <= widest * height;
}

void refit(Block& block) {
  block.box = {};
  for (const Line& line : block.lines) block.box = united(block.box, line.box);
}

// Figures to the cent, or with a currency: what receipts and tables put at the end of a line.
bool is_sum(const Line& line) {
  if (line.words.size() > 3 || !is_figure(line.words.front().text.front())) return false;
  const std::string text = line.text(), figures = text.substr(0, text.find_last_of("0123456789") + 1);
  const bool cents = figures.size() >= 4 && (figures[figures.size() - 3] == ',' || figures[figures.size() - 3] == '.');
  return cents || text.find("€") != std::string::npos || text.ends_with("euros");
}

// A stamp's pieces are figures and scraps: what stands on a line of its own holds a word.
bool holds_word(const Line& line) {
  return std::any_of(line.words.begin(), line.words.end(), [](const Word& word) {
    const std::string plain = matching(word.text);
    return std::count_if(plain.begin(), plain.end(), [](char c) { return !is_figure(c); }) >= 4;
  });
}

void append(Line& line, const Line& rest) {
  line.words.insert(line.words.end(), rest.words.begin(), rest.words.end());
  line.box = united(line.box, rest.box);
}

bool is_stroke(const Word& word) { return word.text.find_first_not_of("|.,-_'`~:;!\\/=\"") == std::string::npos; }

bool ends_in_figure(const std::string& word) { return !word.empty() && is_figure(word.back()); }

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
  for (Block& left : text.blocks)
    for (Line& line : left.lines)
      for (Block& right : text.blocks) {
        if (&left == &right || left.stamp || right.stamp) continue;
        const auto rest = std::find_if(right.lines.begin(), right.lines.end(), [&](const Line& other) { return goes_on(line, other, river); });
        if (rest == right.lines.end()) continue;
        append(line, *rest);
        right.lines.erase(rest);
      }
  std::erase_if(text.blocks, [](const Block& block) { return block.lines.empty(); });
  for (Block& block : text.blocks) refit(block);
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
    ordered.push_back(std::move(text.blocks[*next]));
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

void add_lines(PageText& text, const PageText& more) {
  std::vector<Block> apart;
  for (const Block& block : more.blocks) {
    Block rest;
    for (const Line& line : block.lines) {
      Line* found = nullptr;
      for (Block& other : text.blocks)
        for (Line& known : other.lines)
          if (!found && goes_on(known, line, is_sum(line) ? tab : river)) found = &known;
      if (found) append(*found, line);
      else if (holds_word(line)) rest.lines.push_back(line);
    }
    if (!rest.lines.empty()) apart.push_back(std::move(rest));
  }
  text.blocks.insert(text.blocks.end(), apart.begin(), apart.end());
  for (Block& block : text.blocks) refit(block);
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
