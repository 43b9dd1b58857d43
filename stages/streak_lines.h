// Lines of a dirty roller and folds on a patch of a form: what no hand drew.
#pragma once

#include <vector>

#include "stages/register_form.h"

namespace pli {

/// Less ink than that is paper.
double stroke_threshold(const SheetPatch&);

/// They were straightened with the page: within a few degrees of upright or level.
struct StreakLines {
  struct Line {
    double middle = 0, slope = 0;   ///< pixels of the patch: where it crosses the patch's middle, and how it leans
    bool fold = false;
  };
  std::vector<Line> upright, level;
  double middle_x = 0, middle_y = 0, per_mm = 10;
  bool bear(int px, int py) const;
  bool shade(int px, int py) const;   ///< so near to a fold that the paper is darker there
};
/// Those that run on at both sides of `writing`. No hand draws so.
StreakLines streaks_beside(const SheetPatch&, const BoxMm& writing);

}  // namespace pli
