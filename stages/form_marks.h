// The corners of a form's page: four marks that a scan is measured by, and between them the code, twice.
#pragma once

#include "pipeline/form.h"
#include "stages/laid_letter.h"

namespace pli {

inline constexpr double form_mark_edge = 12, form_mark_side = 5, form_mark_heart = 2;  ///< mm: from the sheet's edges; the last mark has a white heart, so that a page that lies upside down shows it
inline constexpr double form_code_edge = 20, form_code_top = 10, form_code_side = 22.5;

/// Top left, top right, bottom left, bottom right.
std::vector<BoxMm> form_mark_boxes();
/// Whatever the code holds, it fills this square.
BoxMm form_code_box(bool top_left);
void add_form_marks(LaidPage&);

}  // namespace pli
