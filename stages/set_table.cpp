#include "stages/set_table.h"

#include <algorithm>
#include <numeric>

#include "stages/set_lines.h"

namespace pli {
namespace {

constexpr double padding = 1.6, row_gap = 0.9, rule = 0.25, head_rule = 0.15;  // mm

/// Each column as wide as its longest line where all fit; else at least its longest word, and the room left is shared by what is wanted.
std::vector<double> column_widths(const LetterBlock& table, const TypeFaces& faces, double size, double available) {
  const std::size_t count = table.align.size();
  std::vector<double> least(count), wanted(count);
  for (const auto& row : table.rows)
    for (std::size_t i = 0; i < std::min(count, row.size()); ++i) {
      const TextWidths widths = text_widths(row[i], faces, size);
      least[i] = std::max(least[i], std::min(widths.word, available / 2)), wanted[i] = std::max(wanted[i], widths.line);
    }
  const double room = available - 2 * padding * static_cast<double>(count);
  const auto sum = [](const std::vector<double>& v) { return std::accumulate(v.begin(), v.end(), 0.0); };
  std::vector<double> widths(count);
  const double all = sum(wanted), words = sum(least);
  for (std::size_t i = 0; i < count; ++i) {
    if (all <= room) widths[i] = wanted[i] + (room - all) * (all > 0 ? wanted[i] / all : 1.0 / static_cast<double>(count));
    else if (words >= room) widths[i] = least[i] * room / words;
    else widths[i] = least[i] + (room - words) * (all > words ? (wanted[i] - least[i]) / (all - words) : 0);
  }
  return widths;
}

}  // namespace

void add_table(std::vector<Strip>& strips, const LetterBlock& table, const TypeFaces& faces, const TypeArea& area) {
  const double size = area.size - 0.5, leading = area.leading * 0.95, width = area.right - area.left;
  const double baseline = leading * 0.5 + size * point_mm * 0.34;
  const std::vector<double> columns = column_widths(table, faces, size, width);
  const int head = static_cast<int>(strips.size());
  for (std::size_t r = 0; r < table.rows.size(); ++r) {
    Strip strip{.above = r == 0 ? area.leading * 0.6 : 0, .height = 0, .text = {}, .boxes = {}};
    double x = area.left;
    for (std::size_t i = 0; i < columns.size(); ++i, x += columns[i - 1] + 2 * padding) {
      if (i >= table.rows[r].size()) continue;
      const auto lines = set_lines(table.rows[r][i], faces, size, columns[i] + 0.01);
      for (std::size_t k = 0; k < lines.size(); ++k)
        for (TextRun run : lines[k].runs) {
          const double slack = columns[i] - lines[k].width;
          run.x += x + padding + (table.align[i] == 'r' ? slack : table.align[i] == 'c' ? slack / 2 : 0);
          run.y = row_gap + static_cast<double>(k) * leading + baseline;
          strip.text.push_back(std::move(run));
        }
      strip.height = std::max(strip.height, static_cast<double>(lines.size()) * leading + 2 * row_gap);
    }
    if (r == 0) strip.boxes.push_back({area.left, 0, width, rule, 0});
    strip.boxes.push_back({area.left, strip.height - head_rule, width, r == 0 || r + 1 == table.rows.size() ? rule : head_rule, r == 0 || r + 1 == table.rows.size() ? 0 : 0.6});
    const bool last = r > 1 && r + 1 == table.rows.size();
    strip.may_begin_page = r != 1 && !last;  // the head stays with its first row, the last row with the one before
    if (r > 0) strip.head = head;
    strips.push_back(std::move(strip));
  }
}

}  // namespace pli
