// What is written in a cell of a comb, without the cell: its frame is taken away where nothing but the frame is, strokes that run over it are kept whole.
#pragma once

#include <vector>

#include "stages/digit_model.h"
#include "stages/pen_strokes.h"
#include "stages/register_form.h"

namespace pli {

inline constexpr double cell_reach = 1.6;   ///< mm around a comb that a patch of it must hold

/// How a comb came out on this page.
struct CombLook {
  double ink = 0;       ///< of the middle of the frames' lines
  double wide = 0.2;    ///< mm of those
  StreakLines streaks;
};
CombLook look_of(const SheetPatch&, const std::vector<BoxMm>& cells);

struct CellShape {
  DigitShape shape;           ///< ink of what belongs to this cell; dirt, neighbours' strokes and streaks left out
  double share = 0;           ///< of the cell's inside that bears it
  double extent = 0;          ///< mm, the longer side
};
CellShape shape_in_cell(const SheetPatch&, const BoxMm& cell, const CombLook&);

}  // namespace pli
