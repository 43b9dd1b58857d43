// Outbound: check every row -> reserve letters and dossiers -> compose -> write letters and print run -> manifest -> complete.
// The registry is told first and last, so a run that was stopped anywhere goes on with the same command and ends in the same bytes.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "pipeline/registry.h"
#include "pipeline/site_keys.h"
#include "stages/compose.h"
#include "templates/delays.h"

namespace pli {

/// What the operator asked for.
struct OutboundRequest {
  std::filesystem::path data;     ///< rows: JSON Lines or CSV
  std::filesystem::path out;
  std::string name;               ///< "": made from the digest of all that the letters say
  std::string date;               ///< ISO, of the letters; "": `today`, or that of the run when it was begun before
  bool duplex = true;             ///< the print run is padded to whole sheets
  bool force = false;             ///< also to addresses that letters came back from
};

/// What the town brings to it and what stands for the outside world. All outlive the run.
struct OutboundContext {
  const LetterTemplate& letter;
  const Stationery& stationery;
  const Delays& delays;
  const Services& services;
  Registry& registry;
  const SiteKeys& keys;
  std::filesystem::path keys_folder;  ///< for messages
  std::string today;                  ///< ISO
  std::function<bool()> stop;         ///< true: end as soon as all is resumable
};

/// Told what happens, for a progress bar and a log. Nothing that a row says, but ids.
struct OutboundWatcher {
  std::function<void(const RowProblem&)> problem = [](const RowProblem&) {};   ///< at most 100; the count of all comes with the error
  std::function<void(const std::string& run, int letters)> begun = [](const std::string&, int) {};
  std::function<void(int done, int total)> letters = [](int, int) {};
};

struct OutboundResult {
  RunEntry run;
  std::filesystem::path folder;
  bool done_before = false;           ///< the run was complete: nothing was changed
  std::vector<LetterEntry> letters;   ///< in printing order
};

/// One run from rows to run.json. Throws UsageError: "rows-refused" {problems, file} once every row was looked at, "run-exists", "run-elsewhere", "run-date", "key-missing",
/// "run-key-missing"; Fatal("output-locked"); Interrupted.
OutboundResult run_outbound(const OutboundRequest&, const OutboundContext&, const OutboundWatcher&);

}  // namespace pli
