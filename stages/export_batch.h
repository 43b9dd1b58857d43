// A batch goes into a document management system: the documents that need nobody any more, in the files that its profile asks for (templates/export_profile.h).
// What was exported once is not exported again, even when the other program took it away; only what was corrected since takes the place of what still stands there. `again` repeats it all.
#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "stages/export_values.h"

namespace pli {

struct ExportRequest {
  std::string batch;
  std::filesystem::path folder;        ///< the profile's `into` stands below it; empty: export/ beside the batch
  bool again = false;
};

struct ExportResult {
  int documents = 0;                   ///< that went out now
  int before = 0;                      ///< that went out before, and stayed so
  int review = 0;                      ///< that wait for a person
  int superseded = 0;                  ///< others took their place
  int gone = 0;                        ///< their folder was taken away before they went out
  std::filesystem::path folder;        ///< where they are
};

/// Deterministic: the same documents give the same bytes. Resumable at any point by the same call. Throws UsageError("unknown-batch", "batch-open"), Fatal("export-locked"), Fatal("export-occupied"), Interrupted.
ExportResult export_batch(Registry&, const ExportProfile&, const ExportRequest&, const ExportWords&, const std::function<bool()>& stop = {});

/// Whether this batch was exported with this profile before: what a person settled since follows by itself.
bool exported_before(const Registry&, const std::string& batch, const std::string& profile);

/// Whether the other system took what was exported of a document last: its PDF, or the package that holds it.
bool export_taken(const Registry&, const DocumentEntry&);

}  // namespace pli
