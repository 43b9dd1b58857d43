// The columns of a letter: a head in two halves, a sender's names down the margin. Each is read to its end before the next.
#pragma once

#include "pipeline/page.h"

namespace pli {

/// Cuts lines that run across the white between two columns, and puts the left column before the right one beside it, in a page's head and along its margin. What stands in rows (tables,
/// labels with what they are for, sums) keeps its rows, and all else its order. Every word stays. `height` is the page's, in pixels.
void part_columns(PageText&, int height);

}  // namespace pli
