// What a person did to a box: ticked, crossed, filled or circled it, blackened it because it was wrong, or left it alone.
#pragma once

#include "stages/register_form.h"

namespace pli {

enum class BoxState { empty, ticked, cancelled, doubtful };

struct BoxReading {
  BoxState state = BoxState::empty;
  double confidence = 1;    ///< of the state
  double filled = 0;        ///< share of the inside that bears ink
};

struct BoxOptions {
  double line = 0.3;        ///< mm, of the box's frame
  double empty_below = 0.016, ticked_from = 0.04;  ///< share of the inside that bears strokes
  double black_from = 0.93; ///< up to the frame on all sides: blackened
  double ring_reach = 2.6;  ///< mm around the box where nothing is printed: a ring there is a tick
};

/// `patch` holds the box with `ring_reach` around it; `box` stands where its frame was found.
BoxReading read_box(const SheetPatch&, const BoxMm& box, const BoxOptions& = {});

/// Ink of strokes in a part of a patch: a mask of its pixels, specks and streaks of the scanner left out.
struct StrokeMask {
  int left = 0, top = 0, width = 0, height = 0;   ///< pixels of the patch
  std::vector<std::uint8_t> ink;                  ///< 0 or 1
  int count = 0;
  double share() const { return width > 0 && height > 0 ? static_cast<double>(count) / (width * height) : 0; }
};
/// What lies in `hole` is left out, and cuts strokes that run through it.
StrokeMask strokes_in(const SheetPatch&, const BoxMm& area, double least_extent_mm, const BoxMm& hole = {});

}  // namespace pli
