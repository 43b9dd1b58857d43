// Tells a blank side from one with the least content (a page number, initials, one line).
#pragma once

#include "pipeline/image.h"

namespace pli {

struct BlankOptions {
  double margin = 0.04;   ///< of each side: edges, holes and staples live there
  int max_specks = 3;     ///< text-like components that may still be dirt
};

struct BlankVerdict {
  bool blank = false;
  double confidence = 0;  ///< 0..1; unsure pages are never blank
};

/// Works on an upright grey page of any resolution.
BlankVerdict find_blank(ImageView page, const BlankOptions& = {});

}  // namespace pli
