// The acknowledgements that a morning's requests are owed (CRPA L112-3), as rows that a person looks at before anything is printed.
#pragma once

#include <string>
#include <vector>

#include "pipeline/json.h"
#include "pipeline/registry.h"
#include "templates/delays.h"

namespace pli {

struct Acknowledgements {
  struct Skipped {
    std::string document, reason;   ///< reason: a key of the labels `not-acknowledged`
  };
  std::vector<Json> rows;                 ///< of the letter accuse-reception, in the batch's order
  std::vector<std::string> documents;     ///< that each row answers
  std::vector<Skipped> skipped;
};

/// The rows for a batch, from record.json and correction.json of each document. Left out, with the reason: kinds and services that need none, what waits for a person
/// and was not confirmed, copies of other documents, senders without name or address, and dossiers whose request was acknowledged already.
/// Throws UsageError("unknown-batch" {batch}), UsageError("batch-unfinished" {batch}).
Acknowledgements propose_acknowledgements(const Registry&, const std::string& batch, const Delays&);

}  // namespace pli
