#include "stages/read_box.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <numeric>

#include "stages/engines/opencv_form.h"

namespace pli {
namespace {

constexpr double least_ink = 0.13, most_threshold = 0.32, noise_factor = 3.2;
constexpr double least_speck = 0.08;     // mm²: smaller ink is dirt
constexpr double most_black = 0.65;      // of the inside's mean ink: as dark the rim must be
constexpr double frame_blur = 0.35;      // mm: how far a copied frame may come in
constexpr int sectors = 16, clear_beside = 4;  // pixels beside what is written in where no streak is told yet

constexpr int least_beside = 8, slope_steps = 20;            // pixels of the patch
constexpr double round_fill = 0.68;   // of its box: a dot; strokes go across theirs
constexpr double fold_ink = 0.9;   // of the threshold, mean along it
constexpr double most_slope = 0.2, half_streak = 2.2, streak_beside = 0.4;   // pixels; mm

/// Streaks of one direction. `from` and `to`: the rows (or columns) of the patch that are not looked at, for what is filled in there.
class StreakSearch {
 public:
  StreakSearch(const SheetPatch& patch, bool upright, int from, int to) : patch_(patch), upright_(upright), across_(upright ? patch.width : patch.height), along_(upright ? patch.height : patch.width), threshold_(stroke_threshold(patch) * 0.8) {
    from = std::max(0, from), to = std::min(along_, to);
    if (from < least_beside || along_ - to < least_beside) return;
    for (int step = -slope_steps; step <= slope_steps; ++step) {
      const double slope = step * most_slope / slope_steps;
      for (int i = 0; i < across_; ++i)
        if (runs(i, slope, 0, from) && runs(i, slope, to, along_)) found.push_back({static_cast<double>(i), slope});
    }
  }
  std::vector<StreakLines::Line> found;

 private:
  float ink(int across, int along) const { return across < 0 || across >= across_ ? 0 : upright_ ? patch_.at(across, along) : patch_.at(along, across); }

  bool runs(int i, double slope, int from, int to) const {
    const int beside = static_cast<int>(std::lround(streak_beside * patch_.per_mm));
    int bare = 0, wide = 0;
    double on = 0, off = 0;   // a fold is paler than a streak, and no less straight
    for (int k = from; k < to; ++k) {
      const int at = static_cast<int>(std::lround(i + slope * (k - along_ / 2.0)));
      bare += ink(at, k) < threshold_ ? 1 : 0;
      wide += ink(at - beside, k) >= threshold_ || ink(at + beside, k) >= threshold_ ? 1 : 0;
      on += ink(at, k), off += std::max(ink(at - beside, k), ink(at + beside, k));
      if (wide > (to - from) * 0.3) return false;
    }
    return bare <= (to - from) * 0.15 || (on >= fold_ink * threshold_ * (to - from) && off <= 0.5 * on && bare <= (to - from) * 0.6);
  }

  const SheetPatch& patch_;
  bool upright_;
  int across_, along_;
  double threshold_;
};

/// Whether the strips along the sides, just inside the frame, are dark: nearly all of them, and none of them mostly bare where a hand left a slit.
bool dark_rims(const SheetPatch& patch, const BoxMm& box, double line, double threshold) {
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
  const std::array<double, 4> sides = {share(box.x + in, box.y + in, length, wide), share(box.x + in, box.bottom() - in - wide, length, wide), share(box.x + in, box.y + in, wide, length),
                                       share(box.right() - in - wide, box.y + in, wide, length)};
  return std::accumulate(sides.begin(), sides.end(), 0.0) >= 4 * 0.95 && *std::min_element(sides.begin(), sides.end()) >= 0.8;
}

double mean_ink(const SheetPatch& patch, const BoxMm& area) {
  double sum = 0;
  int seen = 0;
  for (int py = std::max(0, patch.row(area.y)); py < std::min(patch.height, patch.row(area.bottom())); ++py)
    for (int px = std::max(0, patch.column(area.x)); px < std::min(patch.width, patch.column(area.right())); ++px) sum += patch.at(px, py), ++seen;
  return seen ? sum / seen : 0;
}

}  // namespace

double stroke_threshold(const SheetPatch& patch) { return std::clamp(noise_factor * patch.noise, least_ink, most_threshold); }

bool StreakLines::bear(int px, int py) const {
  const auto on = [](const std::vector<Line>& lines, double along, double across) { return std::any_of(lines.begin(), lines.end(), [&](const Line& line) { return std::abs(line.middle + line.slope * along - across) <= half_streak; }); };
  return on(upright, py - middle_y, px) || on(level, px - middle_x, py);
}

StreakLines streaks_beside(const SheetPatch& patch, const BoxMm& writing) {
  return {StreakSearch(patch, true, patch.row(writing.y) - clear_beside, patch.row(writing.bottom()) + clear_beside).found,
          StreakSearch(patch, false, patch.column(writing.x) - clear_beside, patch.column(writing.right()) + clear_beside).found, patch.width / 2.0, patch.height / 2.0};
}

StrokeMask strokes_on_paper(const SheetPatch& patch, const BoxMm& area, const StreakLines& streaks) {
  StrokeMask mask;
  mask.left = std::clamp(patch.column(area.x), 0, patch.width), mask.top = std::clamp(patch.row(area.y), 0, patch.height);
  mask.width = std::clamp(patch.column(area.right()), mask.left, patch.width) - mask.left;
  mask.height = std::clamp(patch.row(area.bottom()), mask.top, patch.height) - mask.top;
  mask.ink.assign(static_cast<std::size_t>(mask.width) * static_cast<std::size_t>(mask.height), 0);
  const double threshold = stroke_threshold(patch);
  for (int y = 0; y < mask.height; ++y)
    for (int x = 0; x < mask.width; ++x)
      if (patch.at(mask.left + x, mask.top + y) >= threshold && !streaks.bear(mask.left + x, mask.top + y)) mask.ink[static_cast<std::size_t>(y) * static_cast<std::size_t>(mask.width) + static_cast<std::size_t>(x)] = 1;
  return mask;
}

StrokeMask strokes_in(const SheetPatch& patch, const BoxMm& area, double least_extent_mm, const BoxMm& hole, double rim_mm) {
  StrokeMask mask = strokes_on_paper(patch, area, streaks_beside(patch, area));
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
  std::vector<bool> comes_in(shapes.size(), rim_mm <= 0);
  const int rim = static_cast<int>(std::lround(rim_mm * patch.per_mm));
  for (int y = rim; rim > 0 && y < mask.height - rim; ++y)
    for (int x = rim; x < mask.width - rim; ++x)
      if (const int label = labels[static_cast<std::size_t>(y) * static_cast<std::size_t>(mask.width) + static_cast<std::size_t>(x)]; label > 0) comes_in[static_cast<std::size_t>(label) - 1] = true;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    if (labels[i] == 0 || !comes_in[static_cast<std::size_t>(labels[i]) - 1]) continue;
    const InkShape& shape = shapes[static_cast<std::size_t>(labels[i]) - 1];
    if (shape.area < speck || std::max(shape.box.width, shape.box.height) < least) continue;
    mask.ink[i] = 1, ++mask.count;
    if (const int length = std::max(shape.box.width, shape.box.height); length > mask.longest) mask.longest = length, mask.solid = static_cast<double>(shape.area) / (shape.box.width * shape.box.height);
  }
  return mask;
}

/// Dots of ink in the area that are neither strokes nor of a streak. Only a black and white scan has no noise at all: on others they mean nothing.
static int specks_in(const SheetPatch& patch, const BoxMm& area, const StrokeMask& strokes, const BoxMm& writing) {
  if (patch.noise > bilevel_noise) return 0;
  const StrokeMask all = strokes_on_paper(patch, area, streaks_beside(patch, writing));
  Image picture(all.width, all.height, 1, 300, 0);
  for (int y = 0; y < all.height; ++y)
    for (int x = 0; x < all.width; ++x) {
      const int mx = all.left + x - strokes.left, my = all.top + y - strokes.top;
      const bool stroke = mx >= 0 && my >= 0 && mx < strokes.width && my < strokes.height && strokes.ink[static_cast<std::size_t>(my) * static_cast<std::size_t>(strokes.width) + static_cast<std::size_t>(mx)];
      picture.row(y)[x] = !stroke && all.ink[static_cast<std::size_t>(y) * static_cast<std::size_t>(all.width) + static_cast<std::size_t>(x)] ? 255 : 0;
    }
  return picture.pixels.empty() ? 0 : static_cast<int>(ink_shapes(picture).size());
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
  const double inset = options.line + 0.25, threshold = stroke_threshold(patch);
  const BoxMm inside{box.x + inset, box.y + inset, box.width - 2 * inset, box.height - 2 * inset};
  const StrokeMask strokes = strokes_in(patch, inside, 0.7, {}, frame_blur);
  BoxReading reading;
  reading.filled = strokes.share();
  reading.ink = mean_ink(patch, inside);
  const double pale = most_black * reading.ink;   // a pencil blackens in grey
  if (reading.filled >= options.black_from && dark_rims(patch, box, options.line, std::max(threshold, std::min(0.4, pale)))) return {BoxState::cancelled, 0.95, reading.filled, reading.ink, 0, 0};
  const double length = strokes.longest / patch.per_mm;
  if (reading.filled >= options.ticked_from && (length < options.least_stroke || (length < options.longest_dot && strokes.solid > round_fill))) return {BoxState::doubtful, 0.5, reading.filled, reading.ink, 0, 0};
  if (reading.filled >= options.ticked_from) {
    reading.state = BoxState::ticked;
    reading.confidence = std::min(0.999, 0.97 + 0.03 * std::min(1.0, (reading.filled - options.ticked_from) / 0.06));
    return reading;
  }
  reading.specks = specks_in(patch, {inside.x + frame_blur, inside.y + frame_blur, inside.width - 2 * frame_blur, inside.height - 2 * frame_blur}, strokes, inside);
  const double ring = reading.ring = ring_share(patch, box, options.ring_reach);
  if (ring >= 0.75) return {BoxState::ticked, 0.95, reading.filled, reading.ink, ring, reading.specks};
  if (reading.filled >= options.empty_below || ring >= 0.45 || reading.specks > options.most_specks) return {BoxState::doubtful, 0.5, reading.filled, reading.ink, ring, reading.specks};
  reading.confidence = std::min(0.999, 0.98 + 0.02 * (1 - reading.filled / options.empty_below));
  return reading;
}

}  // namespace pli
