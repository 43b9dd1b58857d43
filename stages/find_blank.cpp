#include "stages/find_blank.h"

#include <algorithm>

#include "stages/engines/opencv_marks.h"
#include "stages/engines/opencv_paper.h"

namespace pli {
namespace {

constexpr double blank_dpi = 100;
constexpr double dark_ink_ratio = 0.68;  // print that shows through from the other side stays lighter than this share of the paper
constexpr double pale_ink_ratio = 0.78;  // a thin stroke keeps below it all along
constexpr int dark_seeds = 3;            // pixels

}  // namespace

// ENGINES §5: an ink ratio alone can't tell bleed-through from a page number; shapes can. A page number is one
// shape, so a single letter is content; only what is smaller than a letter may be dirt, and round specks are that in any number.
BlankVerdict find_blank(ImageView page, const BlankOptions& options) {
  if (page.empty()) return {true, 1};
  const Image grey = page.channels == 1 ? reduced(page, blank_dpi) : reduced(grey_copy(page), blank_dpi);
  const Image light = paper_light(grey), dark = ink_of(grey, light, dark_ink_ratio, true);
  const Image ink = grown_ink(dark, ink_of(grey, light, pale_ink_ratio, true), dark_seeds);
  const Marks marks = find_marks(without_streaks(ink), options.margin);
  const int shapes = marks.letters + marks.strokes + marks.blots, specks = marks.text_like - marks.letters - marks.dots;
  if (shapes > 0 || specks > options.max_specks) return {false, std::min(1.0, 0.6 + 0.1 * (shapes + specks))};
  return {true, 1.0 - 0.1 * specks};
}

}  // namespace pli
