// What a document management system says it took over: its receipts, or the folders that are gone.
#pragma once

#include <string>
#include <vector>

#include "pipeline/registry.h"
#include "stages/row_problem.h"

namespace pli {

struct Receipts {
  std::vector<Handover> taken;
  std::vector<int> lines;            ///< of the file, for each
  std::vector<RowProblem> problems;  ///< lines that can't be used; the others stand
};

/// A CSV with the columns `id` and, where the system gives them, `date` (ISO or 23/11/2026; `today` where it is empty) and `foreign` or `dms_id` (its own id, at most 200 characters). Documents of other
/// batches are problems (`receipt-elsewhere`); with `batch` "" those of every batch are taken. Throws UsageError as CsvReader, "unknown-batch", and "correction-columns" where there is no `id`.
Receipts read_receipts(const std::string& bytes, const std::string& file, const Registry&, const std::string& batch, const std::string& today);

/// Documents of a batch whose folder, or what was exported of them, is gone since, and for which nothing was recorded yet. A folder that a correction was moving when it was stopped is not gone. Throws UsageError("unknown-batch").
std::vector<Handover> gone_folders(const Registry&, const std::string& batch, const std::string& today);

}  // namespace pli
