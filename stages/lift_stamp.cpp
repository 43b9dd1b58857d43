#include "stages/lift_stamp.h"

#include <algorithm>
#include <cmath>

#include "stages/engines/opencv_colour.h"
#include "stages/engines/opencv_paper.h"

namespace pli {
namespace {

constexpr double search_dpi = 100;
constexpr double stamp_gap = 4;                                 // mm between a stamp's words and its frame
constexpr double shortest = 15, longest = 95, lowest = 5, highest = 50;
constexpr int least_crossed = 3;                                // letters in black that the ink crosses: less is worth no second look
constexpr double rim = 1;                                       // mm: ink that the search at low resolution missed

bool stamp_sized(const Box& box, double dpi) {
  const double mm = 25.4 / dpi, width = box.width * mm, height = box.height * mm;
  return std::max(width, height) >= shortest && std::max(width, height) <= longest && std::min(width, height) >= lowest && std::min(width, height) <= highest;
}

Box grown(const Box& box, double scale, int more) {
  const auto at = [scale](int value) { return static_cast<int>(std::lround(value * scale)); };
  return {at(box.x) - more, at(box.y) - more, at(box.width) + 2 * more, at(box.height) + 2 * more};
}

}  // namespace

std::optional<LiftedStamp> lift_stamp(ImageView scan) {
  if (scan.channels != 3 || scan.empty()) return std::nullopt;
  const Inks inks = inks_of(scan, search_dpi);
  std::optional<LiftedStamp> out;
  for (const Box& group : groups_of(inks.coloured, stamp_gap)) {
    if (!stamp_sized(group, inks.coloured.dpi) || letters_crossed(inks, group) < least_crossed) continue;
    if (!out) out = LiftedStamp{grey_copy(scan), Image(scan.width, scan.height, 1, scan.dpi)};
    part_inks(scan, grown(group, scan.dpi / inks.coloured.dpi, static_cast<int>(rim * scan.dpi / 25.4)), out->print, out->stamp);
  }
  return out;
}

}  // namespace pli
