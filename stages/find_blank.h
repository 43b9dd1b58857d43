// Tells a blank side from one with the least content (a page number, initials, one line).
#pragma once

#include "pipeline/image.h"

namespace pli {

struct BlankOptions {
  double margin = 0.015;  ///< of each side, where only edges live: footers stand 10 mm from the paper's edge, and a scanner may cut some of that off
  int max_specks = 3;     ///< text-like components that may still be dirt; round specks don't count
};

struct BlankVerdict {
  bool blank = false;
  double confidence = 0;  ///< 0..1; unsure pages are never blank
};

/// Works on an upright grey page of any resolution.
BlankVerdict find_blank(ImageView page, const BlankOptions& = {});

}  // namespace pli
