// The folders that scanners fill: what lies in them, one batch a folder; and what an inbound run leaves behind that nobody needs any more.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "pipeline/registry.h"

namespace pli {

struct SpoolFolder {
  std::string name;                            ///< of the sub-folder; "" for files that lie in the spool itself
  std::vector<std::filesystem::path> sources;  ///< the folder, or those files
  std::vector<std::filesystem::path> only;     ///< of the folder, these files alone; [] : all
  int files = 0;
  long long bytes = 0;
  long long oldest = 0;                        ///< seconds since 1970, of the file that waits longest
};

/// Sub-folders that hold files, in natural order, then what lies in the spool itself. Hidden folders, links and `excluded` ones are passed over, as are names that no batch takes (stages/gather.h).
/// Throws UsageError("source-missing") when it isn't there.
std::vector<SpoolFolder> spool_folders(const std::filesystem::path& spool, const std::vector<std::filesystem::path>& excluded);

/// Batches that were begun from this spool and are not complete, as they were begun: their inputs all lie there unchanged, whatever came beside them since. `only` names them.
std::vector<SpoolFolder> begun_batches(const std::filesystem::path& spool, const Registry&);

/// Work folders (OUT/.pli/BATCH) of batches that are complete, last changed before `before` (seconds since 1970), are removed, each with the event `work-purged`. Nothing else ever is: originals, documents and
/// what was handed in stay. Names of the batches, sorted. Throws Fatal("output-locked") while a run holds the output folder.
std::vector<std::string> purge_work(const std::filesystem::path& out, Registry&, long long before);

}  // namespace pli
