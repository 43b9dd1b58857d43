#include "stages/read_box.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "stages/engines/opencv_form.h"

namespace pli {
namespace {

constexpr double least_ink = 0.13, most_threshold = 0.32, noise_factor = 3.2;
constexpr double least_speck = 0.08;     // mm²: smaller ink is dirt
constexpr int sectors = 16;

double threshold_of(const SheetPatch& patch) { return std::clamp(noise_factor * patch.noise, least_ink, most_threshold); }

/// Columns (or rows) that bear ink from end to end of the patch, thin: streaks of a dirty roller, folds. No hand draws so.
std::vector<bool> streaks(const SheetPatch& patch, double threshold, bool columns, int clear_from, int clear_to) {
  const int count = columns ? patch.width : patch.height, length = columns ? patch.height : patch.width;
  std::vector<bool> streak(static_cast<std::size_t>(count), false);
  for (int i = 0; i < count; ++i) {
    int seen = 0, inked = 0;
    for (int k = 0; k < length; ++k) {
      if (k >= clear_from && k < clear_to) continue;
      ++seen;
      inked += (columns ? patch.at(i, k) : patch.at(k, i)) >= threshold * 0.8 ? 1 : 0;
    }
    streak[static_cast<std::size_t>(i)] = seen > 10 && inked >= seen * 0.85;
  }
  std::vector<bool> wide = streak;
  for (std::size_t i = 0; i < streak.size(); ++i)
    if (streak[i])
      for (std::size_t k = i > 0 ? i - 1 : 0; k <= i + 1 && k < wide.size(); ++k) wide[k] = true;
  return wide;
}

/// Share of the strip along each side, just inside the frame, that is dark; the least of the four.
double darkest_rims(const SheetPatch& patch, const BoxMm& box, double line, double threshold) {
  const double in = line + 0.25, wide = 0.35;
  const auto share = [&](double x, double y, double width, double height) {
    int inked = 0, seen = 0;
    for (int py = patch.row(y); py < patch.row(y + height); ++py)
      for (int px = patch.column(x); px < patch.column(x + width); ++px) {
        if (px < 0 || py < 0 || px >= patch.width || py >= patch.height) continue;
        ++seen, inked += patch.at(px, py) >= threshold ? 1 : 0;
      }
    return seen ? static_cast<double>(inked) / seen : 0.0;
  };
  const double length = box.width - 2 * in;
  return std::min({share(box.x + in, box.y + in, length, wide), share(box.x + in, box.bottom() - in - wide, length, wide), share(box.x + in, box.y + in, wide, length),
                   share(box.right() - in - wide, box.y + in, wide, length)});
}

}  // namespace

StrokeMask strokes_in(const SheetPatch& patch, const BoxMm& area, double least_extent_mm, const BoxMm& hole) {
  StrokeMask mask;
  mask.left = std::clamp(patch.column(area.x), 0, patch.width), mask.top = std::clamp(patch.row(area.y), 0, patch.height);
  mask.width = std::clamp(patch.column(area.right()), mask.left, patch.width) - mask.left;
  mask.height = std::clamp(patch.row(area.bottom()), mask.top, patch.height) - mask.top;
  mask.ink.assign(static_cast<std::size_t>(mask.width) * static_cast<std::size_t>(mask.height), 0);
  if (mask.ink.empty()) return mask;
  const double threshold = threshold_of(patch);
  const std::vector<bool> columns = streaks(patch, threshold, true, mask.top - 4, mask.top + mask.height + 4), rows = streaks(patch, threshold, false, mask.left - 4, mask.left + mask.width + 4);
  Image picture(mask.width, mask.height, 1, 300, 0);
  for (int y = 0; y < mask.height; ++y)
    for (int x = 0; x < mask.width; ++x)
      if (patch.at(mask.left + x, mask.top + y) >= threshold && !columns[static_cast<std::size_t>(mask.left + x)] && !rows[static_cast<std::size_t>(mask.top + y)]) picture.row(y)[x] = 255;
  if (hole.width > 0)
    for (int y = std::max(mask.top, patch.row(hole.y)); y < std::min(mask.top + mask.height, patch.row(hole.bottom())); ++y)
      for (int x = std::max(mask.left, patch.column(hole.x)); x < std::min(mask.left + mask.width, patch.column(hole.right())); ++x) picture.row(y - mask.top)[x - mask.left] = 0;
  std::vector<int> labels;
  const std::vector<InkShape> shapes = ink_shapes(picture, &labels);
  const double least = least_extent_mm * patch.per_mm, speck = least_speck * patch.per_mm * patch.per_mm;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    if (labels[i] == 0) continue;
    const InkShape& shape = shapes[static_cast<std::size_t>(labels[i]) - 1];
    if (shape.area < speck || std::max(shape.box.width, shape.box.height) < least) continue;
    mask.ink[i] = 1, ++mask.count;
  }
  return mask;
}

/// How far around the box strokes go: the share of directions in which some lie within the ring.
static double ring_share(const SheetPatch& patch, const BoxMm& box, double reach) {
  const BoxMm inner{box.x - 0.35, box.y - 0.35, box.width + 0.7, box.height + 0.7}, outer{box.x - reach, box.y - reach, box.width + 2 * reach, box.height + 2 * reach};
  const StrokeMask strokes = strokes_in(patch, outer, 1.2, inner);
  std::array<int, sectors> hits{};
  const double cx = box.x + box.width / 2, cy = box.y + box.height / 2;
  for (int py = 0; py < strokes.height; ++py)
    for (int px = 0; px < strokes.width; ++px) {
      if (!strokes.ink[static_cast<std::size_t>(py) * static_cast<std::size_t>(strokes.width) + static_cast<std::size_t>(px)]) continue;
      const double x = patch.x + (strokes.left + px + 0.5) / patch.per_mm - cx, y = patch.y + (strokes.top + py + 0.5) / patch.per_mm - cy;
      if (std::hypot(x, y) > box.width / 2 + reach) continue;
      const int sector = static_cast<int>(std::floor((std::atan2(y, x) + std::numbers::pi) / (2 * std::numbers::pi) * sectors));
      ++hits[static_cast<std::size_t>(std::clamp(sector, 0, sectors - 1))];
    }
  return static_cast<double>(std::count_if(hits.begin(), hits.end(), [](int count) { return count >= 4; })) / sectors;
}

BoxReading read_box(const SheetPatch& patch, const BoxMm& box, const BoxOptions& options) {
  const double inset = options.line + 0.25, threshold = threshold_of(patch);
  const BoxMm inside{box.x + inset, box.y + inset, box.width - 2 * inset, box.height - 2 * inset};
  const StrokeMask strokes = strokes_in(patch, inside, 0.7);
  BoxReading reading;
  reading.filled = strokes.share();
  if (reading.filled >= options.black_from && darkest_rims(patch, box, options.line, std::max(threshold, 0.4)) >= 0.95) return {BoxState::cancelled, 0.95, reading.filled};
  if (reading.filled >= options.ticked_from) {
    reading.state = BoxState::ticked;
    reading.confidence = std::min(0.999, 0.97 + 0.03 * std::min(1.0, (reading.filled - options.ticked_from) / 0.06));
    return reading;
  }
  const double ring = ring_share(patch, box, options.ring_reach);
  if (ring >= 0.75) return {BoxState::ticked, 0.95, reading.filled};
  if (reading.filled >= options.empty_below || ring >= 0.45) return {BoxState::doubtful, 0.5, reading.filled};
  reading.confidence = std::min(0.999, 0.98 + 0.02 * (1 - reading.filled / options.empty_below));
  return reading;
}

}  // namespace pli
