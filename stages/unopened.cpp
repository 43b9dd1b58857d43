#include "stages/unopened.h"

#include <cctype>

namespace pli {
namespace {

bool is_postcode(const std::string& word) {
  if (word.size() != 5) return false;
  for (char c : word)
    if (!std::isdigit(static_cast<unsigned char>(c))) return false;
  return true;
}

bool holds_postcode(const Block& block) {
  for (const Line& line : block.lines)
    if (line.words.size() >= 2 && is_postcode(line.words.front().text)) return true;
  return false;
}

}  // namespace

// The sender's block stands top left or on the back; the addressee's is below it and to its right.
void keep_address_only(PageFacts& page) {
  const Block* address = nullptr;
  for (const Block& block : page.text.blocks) {
    if (block.stamp || !holds_postcode(block)) continue;  // an arrival stamp has the town's own postcode
    const auto place = [](const Block& b) { return b.box.x + b.box.y; };
    if (!address || place(block) > place(*address)) address = &block;
  }
  PageText kept;
  if (address) kept.blocks.push_back(*address);
  page.text = kept;
}

}  // namespace pli
