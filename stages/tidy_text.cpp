#include "stages/tidy_text.h"

#include <algorithm>
#include <cstddef>
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
bool above(const Block& a, const Block& b) {
  const int shared = std::min(a.box.right(), b.box.right()) - std::max(a.box.x, b.box.x);
  const Line& last = a.lines.back();
  const Line& first = b.lines.front();
  return 3 * shared >= std::min(a.box.width, b.box.width) && last.baseline + std::min(last.box.height, first.box.height) / 3 < first.baseline;
}

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
  std::vector<Block> waiting = std::move(text.blocks);
  text.blocks.clear();
  if (waiting.size() > most_blocks) {
    text.blocks = std::move(waiting);
    return;
  }
  while (!waiting.empty()) {
    const auto is_free = [&](const Block& block) {
      return std::none_of(waiting.begin(), waiting.end(), [&](const Block& other) { return &other != &block && above(other, block); });
    };
    auto next = std::find_if(waiting.begin(), waiting.end(), is_free);
    if (next == waiting.end()) next = waiting.begin();
    text.blocks.push_back(std::move(*next));
    waiting.erase(next);
  }
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
