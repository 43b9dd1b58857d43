// Inks told apart by colour. OpenCV's part of lift_stamp.
#pragma once

#include <vector>

#include "pipeline/image.h"
#include "pipeline/page.h"

namespace pli {

/// Coloured and black ink of a page, 255 where there is some. The paper's own colour, evenly lit or not, counts as white.
struct Inks {
  Image coloured, black;
};

/// `page` is RGB; the inks come at `dpi`.
Inks inks_of(ImageView page, double dpi);

/// Groups of ink that lie at most `gap` mm apart, as boxes.
std::vector<Box> groups_of(ImageView ink, double gap);

/// How many shapes of the size of letters in `black` within the box touch or cross ink of `coloured`.
int letters_crossed(const Inks&, const Box&);

/// Takes the coloured ink within `box` out of the grey page: `print` is changed there, `stamp` (white, of the same size) gets it. `page` is RGB, box in its pixels.
void part_inks(ImageView page, const Box& box, Image& print, Image& stamp);

}  // namespace pli
