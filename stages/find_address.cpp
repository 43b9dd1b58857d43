#include "stages/find_address.h"

#include <algorithm>

namespace pli {
namespace {

constexpr double mm_an_inch = 25.4;
constexpr std::size_t fewest_lines = 2, most_lines = 8;
constexpr double widest_mm = 110, lowest_line_mm = 1.2, highest_line_mm = 10;  // postal addresses are 38 characters wide at the most
constexpr double flush_mm = 3;

// An arrival stamp and most notices are centred or set in columns; the lines of an address begin below one another.
bool flush_left(const std::vector<Line>& lines, double tolerance) {
  std::size_t most = 0;
  for (const Line& line : lines) {
    const auto near = [&](const Line& other) { return std::abs(other.box.x - line.box.x) <= tolerance; };
    most = std::max(most, static_cast<std::size_t>(std::count_if(lines.begin(), lines.end(), near)));
  }
  return most >= std::max(fewest_lines, lines.size() - 1);
}

bool shaped_like_address(const Block& block, double pixels_per_mm) {
  if (block.lines.size() < fewest_lines || block.lines.size() > most_lines || block.box.width > widest_mm * pixels_per_mm) return false;
  const bool print = std::all_of(block.lines.begin(), block.lines.end(), [&](const Line& line) {
    return line.box.height >= lowest_line_mm * pixels_per_mm && line.box.height <= highest_line_mm * pixels_per_mm && line.box.width > line.box.height;
  });
  return print && flush_left(block.lines, flush_mm * pixels_per_mm);
}

}  // namespace

bool begins_with_postcode(const Line& line) {
  const std::string& first = line.words.front().text;
  return line.words.size() >= 2 && first.size() == 5 && first.find_first_not_of("0123456789") == std::string::npos;
}

std::optional<Box> find_address(const std::vector<Block>& layout, double dpi) {
  const auto place = [](const Box& box) { return box.x + box.y; };
  std::optional<Box> found;
  for (const Block& block : layout) {
    if (!shaped_like_address(block, dpi / mm_an_inch)) continue;
    if (!found || place(block.box) > place(*found)) found = block.box;
  }
  return found;
}

bool is_address(const PageText& text) {
  return std::any_of(text.blocks.begin(), text.blocks.end(), [](const Block& block) { return !block.stamp && std::any_of(block.lines.begin(), block.lines.end(), begins_with_postcode); });
}

}  // namespace pli
