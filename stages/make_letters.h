// Composes a run's letters in order, writes them a block at a time and tells the registry of each block once it is on the disk.
#pragma once

#include "stages/open_run.h"

namespace pli {

/// Leaves letters/ID.pdf and print.pdf in the run's folder and the facts of each letter in `run.letters`. What an earlier run made is not written again.
void make_letters(Run&, const OutboundRequest&, const OutboundContext&, const OutboundWatcher&, const Composer&);

}  // namespace pli
