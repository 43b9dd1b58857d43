// Sheets for tests: a printed page of text, symbols laid on it, and what a worn scanner makes of it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "pipeline/image.h"
#include "pipeline/page.h"
#include "stages/engines/zxing.h"

namespace pli::testing {

/// A4 with printed French text, at `dpi`.
Image text_page(double dpi);
Image white_page(double dpi);

/// Prints a code with modules of `module_mm`, its top left at (x_mm, y_mm); a one-row code gets bars of `bar_mm`. Gives its box.
Box print_code(Image& page, const Modules&, double module_mm, double x_mm, double y_mm, double bar_mm = 0);

struct Wear {
  double skew = 0;       ///< degrees, counter-clockwise
  double blur = 0;       ///< radius of a box blur, pixels
  double noise = 0;      ///< largest change of a pixel
  int black = 0, white = 255;  ///< what ink and paper become
  bool bilevel = false;  ///< thresholded half way at the end
  std::uint32_t seed = 1;
};
Image worn(const Image&, const Wear&);
/// Turned clockwise by 0, 90, 180 or 270 degrees.
Image turned(const Image&, int degrees);

}  // namespace pli::testing
