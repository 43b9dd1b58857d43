// Inbound: acquire -> (each page, in parallel: straighten -> read barcodes -> read text) -> separate -> classify -> extract -> join the dossier -> emit.
#pragma once

#include <string>

#include "stages/batch.h"
#include "stages/reader.h"

namespace pli {

struct InboundResult {
  std::string batch;
  std::filesystem::path folder;
  bool done_before = false;      ///< the batch was complete: nothing was changed
  int documents = 0, review = 0, rejects = 0;
  Accounts accounts;
  std::vector<ReportReject> rejected;
};

/// One batch from sources to batch.json. Goes on where an earlier run of the same batch stopped. Throws UsageError, Fatal, Interrupted.
InboundResult run_inbound(const InboundRequest&, const InboundContext&, const InboundWatcher&, ReaderFactory);

}  // namespace pli
