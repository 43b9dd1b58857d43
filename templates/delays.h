// How long a town may keep silent, and what its silence means, from delays.toml: by service and kind of letter, and by procedure where a text has its own rule.
// Svr: silence is a refusal (`silence vaut rejet`); sva: silence is consent (`silence vaut acceptation`); none: silence decides nothing.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "pipeline/calendar.h"

namespace pli {

struct Regime {
  std::string regime = "none";    ///< "svr", "sva", "none"
  int months = 0, days = 0;       ///< one of them at most; under "none" the time to answer, if a text gives one
  bool acknowledge = false;       ///< an acknowledgement of receipt is due (CRPA L112-3)
  std::string source;             ///< the articles it rests on
  bool verified = false;          ///< they were read; false: from memory or a summary, a lawyer of the town reads them first
  std::string note;               ///< for the clerk, may be empty
};

/// What a person may name instead of service and kind: "communication-documents", "permis-maison".
struct Procedure {
  std::string code, label;
  Regime regime;
  std::string remedy;             ///< "cada": before the court comes the commission for access to documents; "": the court at once
};

struct Delays {
  /// The first entry that names the kind and the service (or no service); a kind that no entry names is no request: "none", nothing due.
  Regime regime_of(const std::string& service, const std::string& kind) const;
  const Procedure* procedure(const std::string& code) const;   ///< nullptr when there is none

  struct Entry {
    std::vector<std::string> services, kinds;   ///< services empty: all
    Regime regime;
  };
  std::vector<Entry> entries;          ///< in the file's order
  std::vector<Procedure> procedures;
  Calendar calendar;                   ///< the holidays of the place that the file names
  int acknowledge_days = 0;            ///< the town's own aim for acknowledgements: days after receipt
  std::string digest;                  ///< of the file's bytes
};

/// Throws UsageError("template-invalid") naming file and entry: also an entry that others before it hide, and an acknowledgement of what needs none (R112-4).
/// `place` is one of the file's places; empty for the one the file names.
Delays load_delays(const std::filesystem::path& file, const std::string& place = {});

/// What has happened to a request so far: ISO dates, "" for what has not.
struct Course {
  std::string received;                ///< by the administration first written to
  std::string transmitted;             ///< received by the competent one, where that is another
  std::string missing_asked;           ///< the applicant was told which documents are missing
  std::string missing_deadline;        ///< until when he may send them
  std::string completed;               ///< they came
};

/// The day on which silence decides; nullopt when it doesn't or can't yet be known. A refusal counts from the first receipt and waits while documents may be sent (until
/// they come, or the deadline); consent counts from the competent administration's receipt of the complete request (CRPA L114-3, L114-5). Not put off to a working day.
std::optional<std::string> implicit_decision(const Regime&, const Course&);

}  // namespace pli
