// Paper and ink: grey copies, reductions, the light of the paper behind the print, and geometry. OpenCV's part of several stages.
#pragma once

#include <string>

#include "pipeline/image.h"

namespace pli {

std::string opencv_version();

/// OpenCV would wake a thread on every core for each of its small tasks: workers share the cores already.
void keep_to_one_thread();

/// A grey copy (the luminance of RGB).
Image grey_copy(ImageView);

/// Brings a grey page to `dpi` by averaging areas; a page that is not finer is copied as it is.
Image reduced(ImageView grey, double dpi);

/// The paper without its print: the page at 25 dpi, each pixel the lightness of the paper around it.
Image paper_light(ImageView grey);

/// 255 where the grey page is darker than `ratio` of its paper, else 0. Wide dark areas (no paper at all) have no ink, nor has what
/// touches the border where `clear_border` is set: the dark edges of copies and scans.
/// `light` comes from paper_light of the same page at any resolution.
Image ink_of(ImageView grey, ImageView light, double ratio, bool clear_border);

/// The page as it would be on evenly lit white paper: divided by `light`.
Image whitened(ImageView grey, ImageView light);

/// The page with everything white that is further than `mm` from ink: the grain of empty paper is no text.
Image near_ink(ImageView grey, ImageView ink, double mm);

/// Turns by quarters clockwise (0, 90, 180, 270), then by `tilt` degrees clockwise about the centre.
/// The box keeps the size that the quarter turn gives; what comes from outside is white.
Image turned(ImageView grey, int quarter_turn, double tilt);

}  // namespace pli
