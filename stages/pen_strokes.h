// Strokes of a pen on a patch of a form, without dirt, streaks and folds.
#pragma once

#include <cstdint>
#include <vector>

#include "stages/register_form.h"
#include "stages/streak_lines.h"

namespace pli {

/// Ink of strokes in a part of a patch: a mask of its pixels, specks and streaks of the scanner left out.
struct StrokeMask {
  int left = 0, top = 0, width = 0, height = 0;   ///< pixels of the patch
  std::vector<std::uint8_t> ink;                  ///< 0 or 1
  int count = 0;
  int longest = 0;                                ///< pixels: the longer way of its longest shape
  double solid = 0;                               ///< of that shape: ink over its box
  std::size_t place(int x, int y) const { return static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x); }
  bool at(int x, int y) const { return x >= 0 && y >= 0 && x < width && y < height && ink[place(x, y)] != 0; }
  double share() const { return width > 0 && height > 0 ? static_cast<double>(count) / (width * height) : 0; }
};

/// All ink in the area but streaks: what may have been written in.
StrokeMask strokes_on_paper(const SheetPatch&, const BoxMm& area, const StreakLines&);
/// What lies in `hole` is left out, and cuts strokes that run through it. A shape that lies mostly within `rim_mm` of the area's edge is its frame's blur: only what comes farther in counts.
StrokeMask strokes_in(const SheetPatch&, const BoxMm& area, const StreakLines&, double least_extent_mm, const BoxMm& hole = {}, double rim_mm = 0);

/// Mean width of the strokes, mm: twice their area over the length of their outline. 0 where there are none.
double mean_width(const StrokeMask&, double per_mm);

}  // namespace pli
