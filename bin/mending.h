// A mend as the command line carries it out and tells of it: for split, join and replace, and for the lines of a filled-in index.
#pragma once

#include "bin/context.h"
#include "pipeline/json.h"
#include "stages/mend.h"

namespace pli {

/// With the settings' workers and limits; the batch's report and index follow in their language, and what was exported of it. Logs it. Throws as mend().
Mended carry_out_mend(Context&, const MendWanted&);

Json mended_json(const Mended&);
/// What took the place of what, on stderr.
void tell_mended(Context&, const MendWanted&, const Mended&);

}  // namespace pli
