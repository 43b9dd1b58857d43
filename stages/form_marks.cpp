#include "stages/form_marks.h"

namespace pli {

constexpr double form_sheet_width = 210, form_sheet_height = 297;

std::vector<BoxMm> form_mark_boxes() {
  const double right = form_sheet_width - form_mark_edge - form_mark_side, bottom = form_sheet_height - form_mark_edge - form_mark_side, side = form_mark_side;
  return {{form_mark_edge, form_mark_edge, side, side}, {right, form_mark_edge, side, side}, {form_mark_edge, bottom, side, side}, {right, bottom, side, side}};
}

BoxMm form_code_box(bool top_left) {
  if (top_left) return {form_code_edge, form_code_top, form_code_side, form_code_side};
  return {form_sheet_width - form_code_edge - form_code_side, form_sheet_height - form_code_top - form_code_side, form_code_side, form_code_side};
}

void add_form_marks(LaidPage& page) {
  const std::vector<BoxMm> marks = form_mark_boxes();
  for (const BoxMm& mark : marks) page.boxes.push_back({mark.x, mark.y, mark.width, mark.height, 0});
  const BoxMm& last = marks.back();
  const double rim = (form_mark_side - form_mark_heart) / 2;
  page.boxes.push_back({last.x + rim, last.y + rim, form_mark_heart, form_mark_heart, 1});
}

}  // namespace pli
