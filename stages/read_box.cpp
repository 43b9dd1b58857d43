#include "stages/read_box.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <numeric>

#include "stages/engines/opencv_form.h"
#include "stages/pen_strokes.h"

namespace pli {
namespace {

constexpr double most_black = 0.65;      // of the inside's mean ink: as dark the rim must be
constexpr double frame_blur = 0.35;      // mm: how far a copied frame may come in
constexpr double round_fill = 0.68;      // of its box: a dot; strokes go across theirs
constexpr double least_frayed = 0.015, whole_ink = 0.9;   // share of the inside; ink of what a pen blackened
constexpr int sectors = 16;

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

/// Of an area: its mean ink, and the share that bears any.
struct Inked {
  double mean = 0, share = 0;
};

Inked inked(const SheetPatch& patch, const BoxMm& area, double threshold) {
  double sum = 0;
  int seen = 0, bears = 0;
  for (int py = std::max(0, patch.row(area.y)); py < std::min(patch.height, patch.row(area.bottom())); ++py)
    for (int px = std::max(0, patch.column(area.x)); px < std::min(patch.width, patch.column(area.right())); ++px) sum += patch.at(px, py), bears += patch.at(px, py) >= threshold ? 1 : 0, ++seen;
  return seen ? Inked{sum / seen, static_cast<double>(bears) / seen} : Inked{};
}

/// Dots of ink in the area that are neither strokes nor of a streak. On others than a black and white scan they mean nothing.
int specks_in(const SheetPatch& patch, const BoxMm& area, const StreakLines& streaks, const StrokeMask& strokes) {
  if (!patch.bilevel) return 0;
  const StrokeMask all = strokes_on_paper(patch, area, streaks);
  Image picture(all.width, all.height, 1, 300, 0);
  for (int y = 0; y < all.height; ++y)
    for (int x = 0; x < all.width; ++x) {
      const bool stroke = strokes.at(all.left + x - strokes.left, all.top + y - strokes.top);
      picture.row(y)[x] = !stroke && all.at(x, y) ? 255 : 0;
    }
  return picture.pixels.empty() ? 0 : static_cast<int>(ink_shapes(picture).size());
}

/// How far around the box strokes go: the share of directions in which some lie within the ring, and how wide they are, mm.
struct Ring {
  double share = 0, width = 0;
};

Ring ring_around(const SheetPatch& patch, const BoxMm& box, const StreakLines& streaks, double reach) {
  const BoxMm inner{box.x - 0.35, box.y - 0.35, box.width + 0.7, box.height + 0.7}, outer{box.x - reach, box.y - reach, box.width + 2 * reach, box.height + 2 * reach};
  const StrokeMask strokes = strokes_in(patch, outer, streaks, 1.2, inner);
  std::array<int, sectors> hits{};
  const double cx = box.x + box.width / 2, cy = box.y + box.height / 2;
  for (int py = 0; py < strokes.height; ++py)
    for (int px = 0; px < strokes.width; ++px) {
      if (!strokes.at(px, py)) continue;
      const double x = patch.x + (strokes.left + px + 0.5) / patch.per_mm - cx, y = patch.y + (strokes.top + py + 0.5) / patch.per_mm - cy;
      if (std::hypot(x, y) > box.width / 2 + reach) continue;
      const int sector = static_cast<int>(std::floor((std::atan2(y, x) + std::numbers::pi) / (2 * std::numbers::pi) * sectors));
      ++hits[static_cast<std::size_t>(std::clamp(sector, 0, sectors - 1))];
    }
  return {static_cast<double>(std::count_if(hits.begin(), hits.end(), [](int count) { return count >= 4; })) / sectors, mean_width(strokes, patch.per_mm)};
}

}  // namespace

BoxReading read_box(const SheetPatch& patch, const BoxMm& box, const BoxOptions& options) {
  const double inset = options.line + 0.25, threshold = stroke_threshold(patch);
  const BoxMm inside{box.x + inset, box.y + inset, box.width - 2 * inset, box.height - 2 * inset};
  const StreakLines streaks = streaks_beside(patch, inside);
  const StrokeMask strokes = strokes_in(patch, inside, streaks, 0.7, {}, frame_blur);
  BoxReading reading;
  reading.filled = strokes.share(), reading.width = mean_width(strokes, patch.per_mm);
  const Inked all = inked(patch, inside, threshold);
  reading.ink = all.mean;
  const bool black = all.share >= options.black_from;   // a streak through it or not
  reading.frayed = patch.bilevel && (black ? all.mean < whole_ink * all.share : reading.filled >= least_frayed && reading.width < options.thinnest);
  const auto told = [&reading](BoxState state, double confidence) {
    reading.state = state, reading.confidence = confidence;
    return reading;
  };
  const double pale = most_black * reading.ink;   // a pencil blackens in grey
  if (black && dark_rims(patch, box, options.line, std::max(threshold, std::min(0.4, pale)))) return told(BoxState::cancelled, 0.95);
  const double length = strokes.longest / patch.per_mm;
  const bool dot = length < options.least_stroke || (length < options.longest_dot && strokes.solid > round_fill);
  const auto doubtful = [&](Trace trace) {
    if (patch.bilevel) reading.trace = trace;
    return told(BoxState::doubtful, 0.5);
  };
  if (black) return doubtful(Trace::none);
  if (reading.filled >= options.ticked_from && dot) return doubtful(Trace::rest);
  if (reading.filled >= options.ticked_from) return told(BoxState::ticked, std::min(0.999, 0.97 + 0.03 * std::min(1.0, (reading.filled - options.ticked_from) / 0.06)));
  reading.specks = specks_in(patch, {inside.x + frame_blur, inside.y + frame_blur, inside.width - 2 * frame_blur, inside.height - 2 * frame_blur}, streaks, strokes);
  const Ring ring = ring_around(patch, box, streaks, options.ring_reach);
  reading.ring = ring.share;
  if (ring.share >= 0.75) {
    reading.width = ring.width;
    return told(BoxState::ticked, 0.95);
  }
  if (reading.filled >= options.empty_below || reading.ring >= 0.45) return doubtful(Trace::rest);
  if (reading.specks > options.most_specks) return doubtful(Trace::specks);
  return told(BoxState::empty, std::min(0.999, 0.98 + 0.02 * (1 - reading.filled / options.empty_below)));
}

}  // namespace pli