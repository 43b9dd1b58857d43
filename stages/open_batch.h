// Finds the batch that a command means: same inputs and settings, same batch.
#pragma once

#include "stages/batch.h"

namespace pli {

/// Gathers the sources, names the batch, takes the lock, opens registry entry and work folder. A batch found complete comes back with
/// entry.complete set and nothing else done. Throws UsageError("batch-exists"), ("no-input"), ("output-in-source"), Fatal("output-locked").
Batch open_batch(const InboundRequest&, const InboundContext&, const InboundWatcher&);

}  // namespace pli
