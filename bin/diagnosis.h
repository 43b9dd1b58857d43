// What `pli doctor` looks at: one check for each thing that a run needs, each with what to do when it is missing.
#pragma once

#include <string>
#include <vector>

#include "bin/context.h"

namespace pli {

struct Check {
  std::string name;      ///< stable, kebab-case
  std::string status;    ///< "ok", "warning" (works, but less well), "error" (a run would fail)
  std::string code;      ///< of the error or warning, "" when ok
  std::string detail;    ///< what was found, or the sentence that says what to do
};

/// Nothing is created or changed but a temporary folder, removed again.
std::vector<Check> diagnosis(Context&);

}  // namespace pli
