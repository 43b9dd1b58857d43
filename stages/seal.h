// A batch's attestation: how it was digitised, what came of it, and the state of the evidence at that moment, for the town's archivist.
#pragma once

#include <filesystem>
#include <string>

#include "pipeline/registry.h"
#include "templates/attestation.h"

namespace pli {

struct SealRequest {
  std::string batch;
  std::string by, site, scanner;   ///< as somebody says them; scanner "": what the files say of themselves
  std::string at;                  ///< now, UTC, ISO 8601
};

struct Seal {
  std::filesystem::path json, pdf; ///< BATCH/attestations/NNN.json and .pdf
  long long events = 0;            ///< of the chain, before the event that tells of this seal
  std::string head;                ///< digest of the last of them
};

/// Verifies the batch, then writes both files and the event `batch-sealed` with their digests. Each call makes a new pair; an earlier one stays.
/// Throws UsageError: unknown-batch, batch-open; Fatal with what `verify` found when something is no longer as it was left.
Seal seal_batch(Registry&, const SealRequest&, const AttestationWords&);

}  // namespace pli
