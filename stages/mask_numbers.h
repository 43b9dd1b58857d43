// Social security numbers leave the mailroom for services that may hold them, and for nobody else (décret 2019-341): where they stand on a page,
// and a page's facts without them.
#pragma once

#include <vector>

#include "pipeline/page.h"

namespace pli {

/// Where on the upright page a social security number was read, in words or in a code: with its right key, in its usual groups, or behind its name; and where one was masked before,
/// for the scan of a page that was read back from its folder still shows it.
/// What was not read (handwriting, a poor scan) is not found.
std::vector<Box> find_social_numbers(const PageFacts&);

/// Words that touch one of the boxes become blocks (█), codes that do lose their text; `masked` says where. No boxes: nothing changes.
void mask(PageFacts&, const std::vector<Box>&);

}  // namespace pli
