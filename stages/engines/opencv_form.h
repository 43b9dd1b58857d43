// OpenCV's part of reading forms: square marks on a page, a piece of the sheet as it lay flat, and the shapes of ink on it.
#pragma once

#include <array>
#include <vector>

#include "pipeline/image.h"
#include "pipeline/page.h"

namespace pli {

struct SquareMark {
  double x = 0, y = 0;      ///< its middle, pixels of the page
  double side = 0;          ///< pixels
  double grey = 0;          ///< mean of its inner half, the heart left out
  bool heart = false;       ///< white in the middle
};

/// Filled squares whose side is within a fifth of `side` pixels, turned by 20° at the most; pens and folds that touch them are cut off.
std::vector<SquareMark> find_squares(ImageView grey, double side);

/// The parallelogram of the page whose corners stand at `corners` (pixels: top left, top right, bottom left, bottom right) as a picture of that size. Area-averaged where it is reduced.
Image flattened(ImageView grey, const std::array<std::array<double, 2>, 4>& corners, int width, int height);

/// A connected shape of ink.
struct InkShape {
  Box box;
  int area = 0;
};
/// Shapes of the pixels that aren't 0. `labels`, when given, gets for each pixel the number of its shape from 1.
std::vector<InkShape> ink_shapes(ImageView mask, std::vector<int>* labels = nullptr);

/// The mean of each pixel's neighbourhood of `side` pixels (odd).
Image smoothed(ImageView grey, int side);

}  // namespace pli
