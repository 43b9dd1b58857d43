// Reminders of letters that nobody answered in time, as rows of a letter that reminds: each letter once.
#pragma once

#include <string>
#include <vector>

#include "pipeline/json.h"
#include "pipeline/registry.h"
#include "templates/returns.h"

namespace pli {

struct Reminders {
  struct Skipped {
    std::string letter, reason;   ///< reason: a key of the labels `not-reminded`
  };
  std::vector<Json> rows;              ///< of a letter with the variables of `relance`, the longest overdue first
  std::vector<std::string> letters;    ///< that each row reminds of
  std::vector<Skipped> skipped;
};

/// Of all letters overdue on `day` (ISO), the date of the reminders. Left out, with the reason: reminders themselves, what was reminded of already (unless `again`), recipients without address
/// and those whose mail came back.
Reminders propose_reminders(const Registry&, const ReturnWords&, const std::string& day, bool again);

}  // namespace pli
