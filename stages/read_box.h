// What a person did to a box: ticked, crossed, filled or circled it, blackened it because it was wrong, or left it alone.
#pragma once

#include "stages/register_form.h"

namespace pli {

/// Only a black and white scan has no more noise than that (SheetPatch::noise).
inline constexpr double bilevel_noise = 0.001;

enum class BoxState { empty, ticked, cancelled, doubtful };

struct BoxReading {
  BoxState state = BoxState::empty;
  double confidence = 1;    ///< of the state
  double filled = 0;        ///< share of the inside that bears ink
  double ink = 0;           ///< mean of the inside, 0..1: below `filled` where what bears it is pale or dotted
  double ring = 0;          ///< share of the directions around it in which a stroke lies
  int specks = 0;           ///< dots inside that are too small for strokes, on a black and white scan
};

struct BoxOptions {
  double line = 0.3;        ///< mm, of the box's frame
  double empty_below = 0.016, ticked_from = 0.04;  ///< share of the inside that bears strokes
  double least_stroke = 1.1, longest_dot = 1.6;  ///< mm: a shorter stroke, or a round one up to that, may be a grain of dirt or somebody's dot
  double black_from = 0.93; ///< up to the frame on all sides: blackened
  int most_specks = 0;      ///< on a black and white scan: more dots may be what its threshold left of a pencil's stroke
  double ring_reach = 2.6;  ///< mm around the box where nothing is printed: a ring there is a tick
};

/// `patch` holds the box with `ring_reach` around it; `box` stands where its frame was found.
BoxReading read_box(const SheetPatch&, const BoxMm& box, const BoxOptions& = {});

/// Ink of strokes in a part of a patch: a mask of its pixels, specks and streaks of the scanner left out.
struct StrokeMask {
  int left = 0, top = 0, width = 0, height = 0;   ///< pixels of the patch
  std::vector<std::uint8_t> ink;                  ///< 0 or 1
  int count = 0;
  int longest = 0;                                ///< pixels: the longer way of its longest shape
  double solid = 0;                               ///< of that shape: ink over its box
  double share() const { return width > 0 && height > 0 ? static_cast<double>(count) / (width * height) : 0; }
};
/// What lies in `hole` is left out, and cuts strokes that run through it. Shapes that nowhere come farther than `rim_mm` into the area are its frame's blur, and left out too.
StrokeMask strokes_in(const SheetPatch&, const BoxMm& area, double least_extent_mm, const BoxMm& hole = {}, double rim_mm = 0);

/// Lines of a dirty roller and folds on a patch, straightened with the page: thin, within a few degrees of upright or level.
struct StreakLines {
  struct Line {
    double middle = 0, slope = 0;   ///< pixels of the patch: where it crosses the patch's middle, and how it leans
  };
  std::vector<Line> upright, level;
  double middle_x = 0, middle_y = 0;
  bool bear(int px, int py) const;
};
/// Those that run on at both sides of `writing`. No hand draws so.
StreakLines streaks_beside(const SheetPatch&, const BoxMm& writing);
/// All ink in the area but streaks: what may have been written in.
StrokeMask strokes_on_paper(const SheetPatch&, const BoxMm& area, const StreakLines&);
/// Less ink than that is paper.
double stroke_threshold(const SheetPatch&);

}  // namespace pli
