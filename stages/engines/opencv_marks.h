// Shapes of ink on a page: what could be a letter, what a stroke of a pen, what a speck. OpenCV's connected components.
#pragma once

#include <vector>

#include "pipeline/image.h"
#include "pipeline/page.h"

namespace pli {

struct Marks {
  int text_like = 0;      ///< the size and shape of a letter or a touching pair: 0.9 to 8 mm high, 0.4 to 15 mm wide
  int letters = 0;        ///< those of them higher than 1.3 mm: figures, capitals, initials; dirt is smaller
  int dots = 0;           ///< those of them that are round, filled and smaller: specks of dirt, full stops
  int blots = 0;          ///< larger than 3 mm both ways and neither letter nor stroke: logos, pictures, smears
  int holes = 0;          ///< filled, about as wide as high, within 25 mm of an edge: punch holes. Counted nowhere else
  int strokes = 0;        ///< long thin ink: more than 7 mm wide and 2.5 mm high, filling less than 45 % of its box (signatures, drawings)
  double share = 0;       ///< ink pixels over all pixels
};

/// `ink` is 255 where there is ink (ink_of); what has its centre in the `margin` of a side (0..0.5) is left out.
Marks find_marks(ImageView ink, double margin = 0);

/// The ink without what a dirty roller leaves: lines less than 2.5 mm wide that run down half of the page, whole or in pieces; a quarter is enough where nothing stands beside them.
Image without_streaks(ImageView ink);

/// `dark` ink grown to the whole of the shapes it is the darkest part of: the shapes of `pale` (ink_of the same page at a higher ratio) that
/// hold at least `seeds` pixels of it. A pen's stroke is dark only here and there; what shows through from the other side is dark nowhere.
Image grown_ink(ImageView dark, ImageView pale, int seeds);

struct PrintedInk {
  Marks marks;   ///< of all ink
  std::vector<Box> text_like;  ///< where those marks are, from top to bottom
  Image ink;     ///< without shapes longer than `longest` mm either way: rules, frames, rims and pictures have directions of their own
};

/// The marks of a page and the ink that lines of print are made of, from one search of its shapes.
PrintedInk printed_ink(ImageView ink, double longest);

struct Coverage {
  double inside = 0;   ///< ink within the boxes, mm²
  double outside = 0;  ///< ink outside them, mm²
};

/// How much ink lies in `boxes`, which are in pixels of a page `scale` times as large as `ink`.
Coverage cover(ImageView ink, const std::vector<Box>& boxes, double scale);

struct LooseLetters {
  int count = 0;
  Image ink;   ///< they alone
};

/// Shapes the size of letters whose centre lies in none of `boxes` (in pixels of a page `scale` times as large as `ink`): print that nobody read.
LooseLetters letters_outside(ImageView ink, const std::vector<Box>& boxes, double scale);

}  // namespace pli
