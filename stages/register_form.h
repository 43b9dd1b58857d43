// Where a form's sheet lies on a scan: by its corner marks, its code, and the printed frames of its zones. Four marks, or three and the code, or both codes and two marks.
#pragma once

#include <optional>
#include <vector>

#include "pipeline/form.h"
#include "pipeline/image.h"
#include "pipeline/page.h"
#include "stages/plane_map.h"

namespace pli {

struct FormPlace {
  PlaneMap map;             ///< millimetres of the layout to pixels of the page
  int marks = 0;            ///< corner marks that it rests on
  double ink = 0;           ///< grey of printed black on this page
  bool bilevel = false;     ///< a black and white scan
};

/// `codes`: where codes were read on the page. nullopt when too little was found, what was found contradicts itself, or the sheet lies upside down: then its heart stands at another corner.
std::optional<FormPlace> register_form(ImageView page, const FormLayout&, const std::vector<Box>& codes);

/// Where the codes alone may put it, a few millimetres off: for a page whose marks are cut off, to be settled by its frames. One code alone doesn't tell how large the copy is: the likelier sizes first.
std::vector<FormPlace> places_by_codes(ImageView page, const FormLayout&, const std::vector<Box>& codes);

/// A piece of the sheet as it would lie flat: ink as a share of printed black, 0 paper and 1 black.
struct SheetPatch {
  double x = 0, y = 0, per_mm = 10;   ///< mm of its top left, pixels to a millimetre
  int width = 0, height = 0;
  double noise = 0;                   ///< standard deviation of empty paper, of `ink` after smoothing
  bool bilevel = false;               ///< of a black and white scan: what its threshold lost shows in no grey
  std::vector<float> ink;
  float at(int px, int py) const { return ink[static_cast<std::size_t>(py) * static_cast<std::size_t>(width) + static_cast<std::size_t>(px)]; }
  int column(double x_mm) const { return static_cast<int>((x_mm - x) * per_mm + 0.5); }
  int row(double y_mm) const { return static_cast<int>((y_mm - y) * per_mm + 0.5); }
};
SheetPatch patch_of(ImageView page, const FormPlace&, const BoxMm& area, double per_mm = 10);

/// How far a printed frame stands from where the map has it.
struct FrameOffset {
  double dx = 0, dy = 0;    ///< mm
  double clear = 0;         ///< how much darker its lines are than what is beside them, 0..1
};
/// Looks for the frame of `box` (outer edges, lines `line` mm wide) within `reach` mm.
FrameOffset find_frame(const SheetPatch&, const BoxMm& box, double line, double reach);

}  // namespace pli
