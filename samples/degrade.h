// Scans a printed page as an office does: paper, ink, what shines through, folds, the lamp, the sensor, the copier before, and how it lay on the glass.
#pragma once

#include <string>
#include <utility>

#include "pipeline/image.h"
#include "samples/random.h"

namespace pli::samples {

enum class Level { clean, worn, bad };
const char* level_name(Level);
/// Throws UsageError("unknown-level", {value}).
Level level_named(const std::string&);

/// Everything that happens to one page. Grey values are 0..255.
struct Wear {
  enum class Mode { grey, colour, bilevel } mode = Mode::grey;
  double dpi = 300;        ///< of the scan
  double skew = 0;         ///< degrees, counter-clockwise positive
  int rotate = 0;          ///< the clockwise turn that makes the scan upright
  double scale = 1;        ///< size of the page on the glass against the printed one, about its middle
  double shift_x = 0, shift_y = 0;  ///< mm, how the page lay off the glass's middle
  double paper = 250;      ///< grey of the paper
  double ink = 20;         ///< grey that full ink comes to
  double lid = 245;        ///< grey beside the page: white lid or open (dark)
  double blur = 0.5;       ///< pixels, standard deviation of lens and print spread
  double noise = 2;        ///< standard deviation of the sensor
  double grain = 0;        ///< standard deviation of the paper's own unevenness
  double light = 0;        ///< loss of light across the page, 0..1
  double light_angle = 0;  ///< degrees, where it gets darker
  double bleed = 0;        ///< contrast with which the back shines through, 0..1
  int folds = 0;
  int holes = 0;           ///< punched at the left edge
  double edges = 0;        ///< mm of dark rim, as an old copier leaves
  double speckle = 0;      ///< dots a thousand square millimetres
  int streaks = 0;         ///< vertical lines of a dirty roller
  double threshold = 0.6;  ///< with bilevel: share of the way from ink to paper
  double contrast = 0;     ///< with bilevel: what is so much darker than the paper around it turns black, share of the way from paper to ink; 0: a machine with the fixed threshold alone
};

/// What a scan of that level goes through; clean, worn and bad as in samples/README.md.
Wear draw_wear(Level, Random&);

/// Makes it a black and white scan at that resolution: trouble in which its threshold would wipe out the letter is softened.
void make_bilevel(Wear&);

/// Makes a black and white scan's machine one that follows the paper (dynamic threshold), set so that neither the back nor the sensor's noise shows.
void make_dynamic(Wear&, Random&);

/// The same off an office's machine: at 200 dpi as often as at 300, more often black and white, now and then upside down, a little larger or smaller.
Wear draw_scan(Level, Random&);

/// Whether a rectangle of an A4 page (mm, its top left and size) lies whole on the scan: inside its edges and dark rim, in no punch hole.
bool whole_on_scan(const Wear&, double x, double y, double width, double height);

/// Where a point of an A4 page (mm from its top left) lies in the upright scan, mm.
std::pair<double, double> lies_at(const Wear&, double x, double y);

/// The scan of `page` (RGB or grey). `back` is what is printed on the other side (empty: the page itself stands in for it when it bleeds).
/// One channel for grey and bilevel (then only 0 and 255), three for colour.
Image scan_page(ImageView page, ImageView back, const Wear&, Random&);

const char* mode_name(Wear::Mode);  ///< as truth files write it: gray, color, bilevel

}  // namespace pli::samples
