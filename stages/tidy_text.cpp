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
