// What stands beside the documents: rejects, blanks without a document, index, report, and batch.json, which alone says that all is done.
#pragma once

#include "pipeline/workers.h"
#include "stages/batch.h"

namespace pli {

/// Throws Fatal("accounts-wrong") when a page is in no place or in two.
BatchReport close_batch(Batch&, const Separation&, const InboundRequest&, const InboundContext&, Workers&);

/// `documents` of batch.json, as the registry has them now.
Json documents_json(const Registry&, const std::string& batch);

/// The accounts of a batch whose documents are planned.
Accounts accounts_of(const Batch&, const Separation&);

}  // namespace pli
