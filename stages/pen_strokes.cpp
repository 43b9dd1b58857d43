#include "stages/pen_strokes.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "stages/engines/opencv_form.h"

namespace pli {

static constexpr double least_speck = 0.08;     // mm²: smaller ink is dirt
static constexpr double shade_factor = 2;       // thresholds: so dark is no shade of a fold

static void grow(InkShape& shape, int x, int y) {
  Box& box = shape.box;
  if (shape.area++ == 0) box = {x, y, 1, 1};
  const int right = std::max(box.right(), x + 1), bottom = std::max(box.bottom(), y + 1);
  box.x = std::min(box.x, x), box.y = std::min(box.y, y);
  box.width = right - box.x, box.height = bottom - box.y;
}

StrokeMask strokes_on_paper(const SheetPatch& patch, const BoxMm& area, const StreakLines& streaks) {
  StrokeMask mask;
  mask.left = std::clamp(patch.column(area.x), 0, patch.width), mask.top = std::clamp(patch.row(area.y), 0, patch.height);
  mask.width = std::clamp(patch.column(area.right()), mask.left, patch.width) - mask.left;
  mask.height = std::clamp(patch.row(area.bottom()), mask.top, patch.height) - mask.top;
  mask.ink.assign(static_cast<std::size_t>(mask.width) * static_cast<std::size_t>(mask.height), 0);
  const double threshold = stroke_threshold(patch);
  for (int y = 0; y < mask.height; ++y)
    for (int x = 0; x < mask.width; ++x) {
      const int px = mask.left + x, py = mask.top + y;
      const float ink = patch.at(px, py);
      if (ink >= threshold && !streaks.bear(px, py) && (ink >= shade_factor * threshold || !streaks.shade(px, py))) mask.ink[mask.place(x, y)] = 1;
    }
  return mask;
}

StrokeMask strokes_in(const SheetPatch& patch, const BoxMm& area, const StreakLines& streaks, double least_extent_mm, const BoxMm& hole, double rim_mm) {
  StrokeMask mask = strokes_on_paper(patch, area, streaks);
  if (mask.ink.empty()) return mask;
  Image picture(mask.width, mask.height, 1, 300, 0);
  for (std::size_t i = 0; i < mask.ink.size(); ++i) picture.pixels[i] = mask.ink[i] ? 255 : 0;
  std::fill(mask.ink.begin(), mask.ink.end(), std::uint8_t{0});
  if (hole.width > 0)
    for (int y = std::max(mask.top, patch.row(hole.y)); y < std::min(mask.top + mask.height, patch.row(hole.bottom())); ++y)
      for (int x = std::max(mask.left, patch.column(hole.x)); x < std::min(mask.left + mask.width, patch.column(hole.right())); ++x) picture.row(y - mask.top)[x - mask.left] = 0;
  std::vector<int> labels;
  const std::vector<InkShape> shapes = ink_shapes(picture, &labels);
  const double least = least_extent_mm * patch.per_mm, speck = least_speck * patch.per_mm * patch.per_mm;
  const int rim = static_cast<int>(std::lround(std::max(0.0, rim_mm) * patch.per_mm));
  const auto within = [&](int x, int y) { return x >= rim && y >= rim && x < mask.width - rim && y < mask.height - rim; };
  std::vector<InkShape> inner(shapes.size());
  for (int y = 0; y < mask.height; ++y)
    for (int x = 0; x < mask.width; ++x)
      if (const int label = labels[mask.place(x, y)]; label > 0 && within(x, y)) grow(inner[static_cast<std::size_t>(label) - 1], x, y);
  for (int y = 0; y < mask.height; ++y)
    for (int x = 0; x < mask.width; ++x) {
      const int label = labels[mask.place(x, y)];
      if (label == 0) continue;
      const InkShape &all = shapes[static_cast<std::size_t>(label) - 1], &in = inner[static_cast<std::size_t>(label) - 1];
      const bool blur = in.area * 2 < all.area;   // of the frame, with something on it that counts alone
      const InkShape& shape = blur ? in : all;
      const int length = std::max(shape.box.width, shape.box.height);
      if (shape.area < speck || length < least || (blur && !within(x, y))) continue;
      mask.ink[mask.place(x, y)] = 1, ++mask.count;
      if (length > mask.longest) mask.longest = length, mask.solid = static_cast<double>(shape.area) / (shape.box.width * shape.box.height);
    }
  return mask;
}

double mean_width(const StrokeMask& strokes, double per_mm) {
  int area = 0, steps = 0;
  for (int y = 0; y < strokes.height; ++y)
    for (int x = 0; x < strokes.width; ++x) {
      area += strokes.at(x, y) ? 1 : 0;
      steps += (x + 1 < strokes.width && strokes.at(x, y) != strokes.at(x + 1, y) ? 1 : 0) + (y + 1 < strokes.height && strokes.at(x, y) != strokes.at(x, y + 1) ? 1 : 0);
    }
  return steps ? 2.0 * area / (steps * std::numbers::pi / 4) / per_mm : 0;  // a slanting outline goes in steps
}

}  // namespace pli
