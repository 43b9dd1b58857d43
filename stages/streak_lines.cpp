#include "stages/streak_lines.h"

#include <algorithm>
#include <cmath>

namespace pli {
namespace {

constexpr double least_ink = 0.13, most_threshold = 0.32, noise_factor = 3.2;
constexpr int clear_beside = 4, least_beside = 8, slope_steps = 20;   // pixels of the patch: beside what is written in, where no streak is told yet; what a streak must show on each side
constexpr double most_slope = 0.2, half_streak = 2.2, streak_beside = 0.4;   // pixels; mm
// A fold, in thresholds: its ink, that of a side of the writing, what bears any; what its dark side has against it, and its clear one; how dark it is at most, and how far its shade goes, mm.
constexpr double fold_ink = 0.7, fold_ink_a_side = 0.45, fold_lit = 0.35, most_unlit = 0.2, shaded_side = 0.8, clear_side = 0.5, most_fold_ink = 0.45, shade_reach = 1.2;

/// Streaks of one direction. `from` and `to`: the rows (or columns) of the patch that are not looked at, for what is filled in there.
class StreakSearch {
 public:
  StreakSearch(const SheetPatch& patch, bool upright, int from, int to) : patch_(patch), upright_(upright), across_(upright ? patch.width : patch.height), along_(upright ? patch.height : patch.width), threshold_(stroke_threshold(patch)) {
    from = std::max(0, from), to = std::min(along_, to);
    if (from < least_beside || along_ - to < least_beside) return;
    for (int step = -slope_steps; step <= slope_steps; ++step) {
      const double slope = step * most_slope / slope_steps;
      for (int i = 0; i < across_; ++i) {
        const Run before = run(i, slope, 0, from);
        if (!before.any) continue;
        const Run after = run(i, slope, to, along_);
        if (!after.any) continue;
        const bool fold = folded(before, after);
        if (fold || (thin(before) && thin(after))) found.push_back({static_cast<double>(i), slope, fold});
      }
    }
  }
  std::vector<StreakLines::Line> found;

 private:
  /// Along a line on one side of the writing: means of its ink and of what is beside it, shares of it that are bare and that have ink close by.
  struct Run {
    bool any = false;
    double on = 0, shaded = 0, clear = 0, bare = 0, wide = 0;
  };

  float ink(int across, int along) const { return across < 0 || across >= across_ ? 0 : upright_ ? patch_.at(across, along) : patch_.at(along, across); }

  Run run(int i, double slope, int from, int to) const {
    const int beside = static_cast<int>(std::lround(streak_beside * patch_.per_mm)), length = to - from;
    const double thin_ink = 0.8 * threshold_;
    Run run;
    double left = 0, right = 0;
    int unlit = 0;
    for (int k = from; k < to; ++k) {
      const int at = static_cast<int>(std::lround(i + slope * (k - along_ / 2.0)));
      const float on = ink(at, k), before = ink(at - beside, k), after = ink(at + beside, k);
      unlit += on < fold_lit * threshold_ ? 1 : 0;
      if (unlit > most_unlit * length) return run;
      run.on += on, left += before, right += after;
      run.bare += on < thin_ink ? 1 : 0, run.wide += before >= thin_ink || after >= thin_ink ? 1 : 0;
    }
    run.any = true;
    run.on /= length, run.bare /= length, run.wide /= length;
    run.shaded = std::max(left, right) / length, run.clear = std::min(left, right) / length;
    return run;
  }

  static bool thin(const Run& run) { return run.bare <= 0.15 && run.wide <= 0.3; }

  /// A fold is paler than a streak, no less straight, and the paper rises to it from one side.
  bool folded(const Run& before, const Run& after) const {
    const double on = (before.on + after.on) / 2;
    if (on < fold_ink * threshold_ || on > most_fold_ink || std::min(before.on, after.on) < fold_ink_a_side * threshold_) return false;
    return before.shaded + after.shaded <= 2 * shaded_side * on && before.clear + after.clear <= 2 * clear_side * on;
  }

  const SheetPatch& patch_;
  bool upright_;
  int across_, along_;
  double threshold_;
};

}  // namespace

double stroke_threshold(const SheetPatch& patch) { return std::clamp(noise_factor * patch.noise, least_ink, most_threshold); }

bool StreakLines::bear(int px, int py) const {
  const auto on = [](const std::vector<Line>& lines, double along, double across) { return std::any_of(lines.begin(), lines.end(), [&](const Line& line) { return std::abs(line.middle + line.slope * along - across) <= half_streak; }); };
  return on(upright, py - middle_y, px) || on(level, px - middle_x, py);
}

bool StreakLines::shade(int px, int py) const {
  const auto by = [this](const std::vector<Line>& lines, double along, double across) { return std::any_of(lines.begin(), lines.end(), [&](const Line& line) { return line.fold && std::abs(line.middle + line.slope * along - across) <= shade_reach * per_mm; }); };
  return by(upright, py - middle_y, px) || by(level, px - middle_x, py);
}

StreakLines streaks_beside(const SheetPatch& patch, const BoxMm& writing) {
  return {StreakSearch(patch, true, patch.row(writing.y) - clear_beside, patch.row(writing.bottom()) + clear_beside).found,
          StreakSearch(patch, false, patch.column(writing.x) - clear_beside, patch.column(writing.right()) + clear_beside).found, patch.width / 2.0, patch.height / 2.0, patch.per_mm};
}

}  // namespace pli
