#include "stages/find_blank.h"

#include <algorithm>

#include "stages/engines/opencv_marks.h"
#include "stages/engines/opencv_paper.h"

namespace pli {
namespace {

constexpr double blank_dpi = 100;
constexpr double ink_ratio = 0.68;  // print that shows through from the other side stays lighter than this share of the paper

}  // namespace

// ENGINES §5: an ink ratio alone can't tell bleed-through from a page number; shapes the size of letters and long strokes can.
BlankVerdict find_blank(ImageView page, const BlankOptions& options) {
  if (page.empty()) return {true, 1};
  const Image grey = reduced(page.channels == 1 ? grey_copy(page) : grey_copy(page), blank_dpi);
  const Marks marks = find_marks(ink_of(grey, paper_light(grey), ink_ratio, true), options.margin);
  const int letters = marks.text_like;
  if (marks.strokes > 0 || letters > options.max_specks) return {false, marks.strokes > 0 ? 1.0 : std::min(1.0, 0.5 + 0.1 * (letters - options.max_specks))};
  return {true, 1.0 - 0.1 * letters};
}

}  // namespace pli
