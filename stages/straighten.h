// Turns a scan upright and takes out its tilt, or leaves it alone when unsure.
#pragma once

#include <string>
#include <vector>

#include "pipeline/image.h"

namespace pli {

class CharacterShapes;

struct StraightenOptions {
  double max_skew_degrees = 15;   ///< beyond it a page is not taken for tilted
  double min_skew_degrees = 0.05; ///< smaller tilts are left: turning would blur for nothing, and grain alone makes 0.04 of a straight page at 200 dpi; 0.3 where the direction is faint
};

struct Upright {
  Image page;                       ///< grey, upright, deskewed; corners that came from outside the scan are white
  int rotation = 0;                 ///< clockwise turn applied: 0, 90, 180, 270
  double rotation_confidence = 0;   ///< 0..1
  double skew = 0;                  ///< tilt found after that turn and taken out, degrees, counter-clockwise positive; 0 when unsure
  double skew_confidence = 0;       ///< 0..1
  std::vector<std::string> doubts;  ///< "turn-unsure", "skew-unsure": only where there is content that has a direction
};

/// The page box keeps its size: the page turns about its centre. Sources: ENGINES.md §2 and §3 figures, Leptonica's skew and orientation finders.
Upright straighten(ImageView scan, const StraightenOptions& = {});
/// The same with the engine that a worker keeps: opened when a page needs it.
Upright straighten(ImageView scan, const StraightenOptions&, CharacterShapes&);

}  // namespace pli
