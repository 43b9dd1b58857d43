// Recomputes every hash of what a registry answers for: the event chain, the records, the files of each document, the originals, the letters of each run,
// attached files.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "pipeline/errors.h"
#include "pipeline/registry.h"

namespace pli {

struct VerifyFinding {
  std::string code;   ///< verify-registry {detail}, verify-chain {event}, verify-altered {file}, verify-missing {file}, verify-number {number}
  MessageArgs args;
};

struct VerifyResult {
  std::optional<VerifyFinding> first;   ///< the first thing that is not as it was left
  int documents = 0;                    ///< letters and attached files included
  long long events = 0;
  std::vector<std::string> handed_over; ///< documents whose folder a consumer took away
};

/// `names`: of batches and runs, or none for all of them and for attached files. Throws UsageError("unknown-batch").
VerifyResult verify(const Registry&, const std::vector<std::string>& names);

}  // namespace pli
