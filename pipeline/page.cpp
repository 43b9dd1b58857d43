#include "pipeline/page.h"

#include <algorithm>

namespace pli {

Box united(const Box& a, const Box& b) {
  if (a.width <= 0 || a.height <= 0) return b;
  if (b.width <= 0 || b.height <= 0) return a;
  const int x = std::min(a.x, b.x), y = std::min(a.y, b.y);
  return {x, y, std::max(a.right(), b.right()) - x, std::max(a.bottom(), b.bottom()) - y};
}

std::string Line::text() const {
  std::string out;
  for (const Word& word : words) {
    if (!out.empty()) out += ' ';
    out += word.text;
  }
  return out;
}

std::string PageText::plain() const {
  std::string out;
  for (const Block& block : blocks) {
    if (block.stamp) continue;
    if (!out.empty()) out += '\n';
    for (const Line& line : block.lines) out += line.text() + '\n';
  }
  return out;
}

}  // namespace pli
