// Finds the run that a command means: same rows, template, town and settings, same run. Nothing is written before every row is known to be good.
#pragma once

#include <memory>

#include "pipeline/folder_lock.h"
#include "stages/outbound.h"
#include "stages/rows.h"

namespace pli {

struct Run {
  RunEntry entry;
  std::filesystem::path folder;          ///< DIR/RUN
  std::filesystem::path work;            ///< DIR/.pli/RUN
  std::string key_id;                    ///< of the key that signs all of it
  bool done_before = false;
  std::unique_ptr<RowReader> rows;
  std::vector<LetterEntry> letters;      ///< reserved, in row order
  std::unique_ptr<FolderLock> lock;
};

/// A run found complete comes back with `done_before` and its letters. Throws as run_outbound.
Run open_run(const OutboundRequest&, const OutboundContext&, const OutboundWatcher&, const Composer&);

/// What a letter of that run must be told besides its row.
IssueFacts facts_of(const LetterEntry&, const LetterRow&, const OutboundContext&, const std::string& key_id);

/// The row as it is composed: checked before, so that nothing can be wrong with it now.
LetterRow row_again(const DataRow&, const LetterEntry&, const LetterTemplate&);

}  // namespace pli
