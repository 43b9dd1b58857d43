// Text broken into lines of a width, ragged right.
#pragma once

#include <vector>

#include "stages/type_faces.h"

namespace pli {

/// One line: its runs begin at x = 0, y = 0 (baseline).
struct SetLine {
  std::vector<TextRun> runs;
  double width = 0;  ///< mm
};

/// Breaks at spaces and behind hyphens between letters, never at no-break spaces; inside a word only when it is wider than the line. A very short last word doesn't stand alone. `width` in mm, `size` in points. At least one line.
std::vector<SetLine> set_lines(const StyledText&, const TypeFaces&, double size, double width);
/// Width of the widest word and of the whole text on one line, mm.
struct TextWidths {
  double word = 0, line = 0;
};
TextWidths text_widths(const StyledText&, const TypeFaces&, double size);

}  // namespace pli
