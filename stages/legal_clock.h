// The legal clock of a request: what it is owed and until when, on the day it comes in and after what was sent since (CRPA L112-3, L114-3, L114-5, L231-1 to L231-6; templates/delays.toml).
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "pipeline/registry.h"
#include "templates/delays.h"

namespace pli {

/// nullopt unless the letter is surely a request in the sense of the CRPA (demande, reclamation, recours) to a service that is sure, and a text sets it a delay or an acknowledgement.
/// Copies of other documents and undeliverable letters of ours start no clock.
std::optional<Due> due_of(const Record&, const Delays&);

/// A request that still waits for the town.
struct RunningClock {
  std::string document, dossier;
  Due due;                 ///< what is left: "" for what is done or can't be known yet
  bool suspended = false;  ///< documents are missing and may still come
  /// The next day that counts, "" when none is known.
  std::string next() const;
};

/// What posting a letter of each template does to a clock: the `clock` of templates/letters.h by template name.
using LetterClocks = std::map<std::string, std::string>;

/// The clocks of open dossiers that still run, the earliest first, those without a day last; of one dossier when it is named.
std::vector<RunningClock> running_clocks(const Registry&, const LetterClocks&, const std::string& dossier = {});

}  // namespace pli
