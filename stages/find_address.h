// A pli that was not opened is registered from its envelope: its address is found by its shape, and nothing else of the page is read.
#pragma once

#include <optional>
#include <vector>

#include "pipeline/page.h"

namespace pli {

/// Where the addressee stands: of the blocks shaped like an address (two to eight lines, narrow, flush left) the one lowest and most to the right; the
/// sender's stands above it and to its left. `layout` holds blocks with their lines' boxes and need hold no words; boxes in pixels at `dpi`.
std::optional<Box> find_address(const std::vector<Block>& layout, double dpi);

/// As the last line of an address does: five figures and a town.
bool begins_with_postcode(const Line&);
/// Whether what was read there is an address: a line that begins with a postcode, a stamp apart.
bool is_address(const PageText&);

}  // namespace pli
