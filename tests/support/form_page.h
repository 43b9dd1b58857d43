// Shipped forms as they leave the printer, for tests that fill them in.
#pragma once

#include <string>
#include <vector>

#include "pipeline/form.h"
#include "pipeline/image.h"
#include "stages/compose.h"

namespace pli::test {

inline const std::string form_key(32, 'k');   ///< the site key, with the id AB12

/// A form addressed to an invented person, `values` answered beforehand.
LaidLetter laid_form(const std::string& name, const Json& values = Json::object(), const std::string& dossier = "2026-000123-X");
FormLayout form_layout(const std::string& name);
/// A page of it, grey.
Image printed_form(const LaidLetter&, int page, double dpi);

/// Paints on a page, mm: a stroke of a pen, a filled rectangle.
void draw_stroke(Image& page, double x0, double y0, double x1, double y1, double width, int grey = 40);
void fill_box(Image& page, const BoxMm&, int grey = 40);
void cross_box(Image& page, const BoxMm&, int grey = 40);

}  // namespace pli::test
