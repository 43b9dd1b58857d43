// Keeps the originals and finds the pages in them.
#pragma once

#include "pipeline/workers.h"
#include "stages/batch.h"

namespace pli {

/// Fills inputs[].kept, leaves and rejects: each input copied and checked against its digest, archives opened (one inside another at most),
/// pages counted. An input that can't be listed is rejected and counts one page.
void list_inputs(Batch&, const InboundRequest&, const InboundContext&, Workers&);

/// The same for inputs that are kept already: leaves and rejects alone.
void list_leaves(Batch&, const InboundContext&, Workers&);

/// `NNN-NAME`, safe on any file system: the number keeps it unique, the name is the input's with odd characters made plain.
std::string safe_name(int number, const std::string& path);

}  // namespace pli
