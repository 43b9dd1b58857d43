// A stamp put over print: on a colour scan its ink can be told from the print's, and each is read for itself.
#pragma once

#include <optional>

#include "pipeline/image.h"

namespace pli {

struct LiftedStamp {
  Image print;  ///< the grey page without the stamp's ink
  Image stamp;  ///< the stamp alone on white, grey, of the same size
};

/// Coloured ink the size of a stamp (15 to 95 mm by 5 to 50) that crosses letters in black; nullopt where there is none: grey scans, coloured letterheads, a stamp or signature beside the text.
/// `scan` is RGB or grey. Only the stamp's own place is changed.
std::optional<LiftedStamp> lift_stamp(ImageView scan);

}  // namespace pli
