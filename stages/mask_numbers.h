// Social security numbers leave the mailroom for services that may hold them, and for nobody else (décret 2019-341): where they stand on a page,
// and a page's facts without them.
#pragma once

#include <vector>

#include "pipeline/form.h"
#include "pipeline/page.h"

namespace pli {

/// Where on the upright page a social security number was read, in words or in a code: with its right key, in its usual groups, or behind its name; and where one was masked before,
/// for the scan of a page that was read back from its folder still shows it.
/// Of a form of ours also the zones that ask for one (`forms` are their layouts) or in whose answer one was read, whatever was written there.
/// What else was not read (handwriting, a poor scan) is not found.
std::vector<Box> find_social_numbers(const PageFacts&, const std::vector<FormLayout>& forms = {});

/// Words that touch one of the boxes become blocks (█), codes and a form's written answers that do lose their text, answers their picture too; `masked` says where. No boxes: nothing changes.
void mask(PageFacts&, const std::vector<Box>&);

}  // namespace pli
