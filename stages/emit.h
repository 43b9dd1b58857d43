// Leaves the documents of a batch in their folders, one at a time, in input order, each whole or not at all.
#pragma once

#include "pipeline/workers.h"
#include "stages/batch.h"

namespace pli {

/// Renders, understands, reserves, writes aside, renames and registers each document of the plan. What an earlier run emitted is left as it is,
/// even when its folder was taken away since; what it left half-way is finished. Throws Interrupted, Fatal.
void emit_documents(Batch&, const Separation&, const InboundRequest&, const InboundContext&, const InboundWatcher&, Workers&);

/// The 12 characters of CONTRACT.md: of the batch's name and the ordered source pages. `twin` tells documents of equal pages apart (0 for the first).
std::string document_id(const std::string& batch, const std::vector<SourcePage>& pages, int twin);

}  // namespace pli
