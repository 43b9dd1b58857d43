// A pli that was not opened is registered from its envelope: nothing is kept of its text but the address; codes (a tracking number) stay.
#pragma once

#include "pipeline/page.h"

namespace pli {

/// Drops from the page's text every block but the address block: the one that holds a line with a postcode and stands lowest and most to the right.
void keep_address_only(PageFacts&);

}  // namespace pli
