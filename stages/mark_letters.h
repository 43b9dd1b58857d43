// What becomes of letters once they are printed: signed, posted, returned, cancelled, each an event of the registry, and the manifests kept in step.
#pragma once

#include <string>
#include <vector>

#include "pipeline/registry.h"

namespace pli {

struct Marked {
  std::vector<LetterEntry> changed;   ///< as they are now
  std::vector<LetterEntry> left;      ///< of a run marked whole: letters whose state no longer allows it (cancelled, answered...)
};

/// `target` is a letter's id or a run's name. A run takes along every letter that can still change; a single letter that can't is an error. All or none.
/// Throws UsageError: "unknown-letter-or-run" {name}, "run-unfinished" {run}, and what Registry::mark_letters throws.
Marked mark_letters(Registry&, const std::string& target, const LetterChange&);

/// Writes run.csv and run.json of a complete run anew where its folder still stands, and tells the registry. Files that say the same already stay untouched.
void refresh_manifest(Registry&, const std::string& run);

}  // namespace pli
