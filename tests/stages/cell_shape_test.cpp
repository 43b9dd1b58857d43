// What is told from the frame of its cell, and what is not.
#include "stages/cell_shape.h"

#include <doctest/doctest.h>

#include <algorithm>

using namespace pli;

namespace {

const BoxMm drawn_cell{3, 3, 4, 5.2};

/// A patch of 10 mm by 11.2 mm with one cell's frame, `off` mm lower and to the right of where it is said to be; ink is laid over it.
class DrawnCell {
 public:
  explicit DrawnCell(double off = 0, float ink = 0.5F) {
    patch.per_mm = 10, patch.width = 100, patch.height = 112, patch.noise = 0.01;
    patch.ink.assign(100 * 112, 0.0F);
    const double x = drawn_cell.x + off, y = drawn_cell.y + off, w = drawn_cell.width, h = drawn_cell.height, line = 0.2;
    for (const BoxMm& side : {BoxMm{x, y, w, line}, {x, y + h - line, w, line}, {x, y, line, h}, {x + w - line, y, line, h}}) lay(side, ink);
  }
  DrawnCell& lay(const BoxMm& area, float ink = 0.9F) {
    for (int py = patch.row(area.y); py < patch.row(area.bottom()); ++py)
      for (int px = patch.column(area.x); px < patch.column(area.right()); ++px) {
        float& pixel = patch.ink[static_cast<std::size_t>(py) * 100 + static_cast<std::size_t>(px)];
        pixel = std::max(pixel, ink);
      }
    return *this;
  }
  CellShape shape() const { return shape_in_cell(patch, drawn_cell, look_of(patch, {drawn_cell})); }
  SheetPatch patch;
};

}  // namespace

TEST_CASE("an empty cell holds nothing, wherever its frame was printed within three tenths of a millimetre, dark or pale") {
  for (const double off : {-0.3, 0.0, 0.2})
    for (const float ink : {0.25F, 0.5F, 0.9F}) {
      CAPTURE(off);
      CAPTURE(ink);
      CHECK(DrawnCell(off, ink).shape().extent == 0);
    }
}

TEST_CASE("a stroke inside the cell is kept as it is, one that runs over the frame is kept whole") {
  CHECK(DrawnCell().lay({4.8, 4, 0.4, 3}).shape().extent == doctest::Approx(3).epsilon(0.05));
  CHECK(DrawnCell().lay({4.8, 4, 0.4, 5}).shape().extent == doctest::Approx(5).epsilon(0.05));    // over the lower line
  CHECK(DrawnCell().lay({3.8, 2.4, 0.4, 6.2}).shape().extent == doctest::Approx(6.2).epsilon(0.05));  // over both
}

TEST_CASE("a thick stroke that leaves the frame's line is writing; a line that is only thicker by its blur is not") {
  CHECK(DrawnCell().lay({2.9, 3.6, 0.6, 3}).lay({3.4, 6.2, 1.5, 0.4}).shape().extent > 2.8);
  CHECK(DrawnCell().lay({2.95, 3, 0.3, 5.2}, 0.5F).shape().extent == 0);
}

TEST_CASE("what belongs to the next cell is left out though its end comes in, and dirt beside a figure is no part of it") {
  CHECK(DrawnCell().lay({6.75, 4, 2.5, 0.4}).shape().extent == 0);
  const CellShape figure = DrawnCell().lay({4.8, 4, 0.4, 3}).lay({6.1, 7.2, 0.3, 0.3}).shape();
  CHECK(figure.extent == doctest::Approx(3).epsilon(0.05));
  CHECK(DrawnCell().lay({4.8, 4, 0.4, 3}).lay({5.7, 4.5, 0.4, 2.5}).shape().share > 1.5 * figure.share);  // a second stroke is
}
