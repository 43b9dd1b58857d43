// Every page read by the workers, or found in the work folder from an earlier run.
#pragma once

#include "pipeline/workers.h"
#include "stages/batch.h"

namespace pli {

/// Fills the stack: each page's facts lie in the work folder under its key, its summary beside it. A page that can't be read is failed;
/// a file whose every page fails is rejected and leaves the stack. Throws Interrupted, Fatal.
void read_pages(Batch&, const InboundRequest&, const InboundContext&, const InboundWatcher&, Workers&);

/// What separation needs of a page; letter codes are proven against the site keys.
PageSummary summary_of(const PageFacts&, int input, const std::map<std::string, std::string>& site_keys);

}  // namespace pli
