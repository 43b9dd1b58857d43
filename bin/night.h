// A whole night: what lies settled in the spool becomes batches, one a folder; exports, the move to `done`, what other programs took, what people settled since, the purge; then a summary ready for mail.
#pragma once

#include <string>
#include <vector>

#include "bin/health.h"
#include "bin/inbound_run.h"

namespace pli {

struct NightBatch {
  std::string folder;                    ///< of the spool; "" for the spool itself
  std::string batch;
  std::filesystem::path place;
  bool done_before = false;
  int pages = 0, documents = 0, review = 0;
  std::vector<ReportReject> rejects;
};

struct NightFailure {
  std::string folder, code, message;
};

struct NightFacts {
  std::string date;                      ///< local day on which it began
  std::vector<NightBatch> batches;
  std::vector<NightFailure> failures;    ///< folders that could not be done: they stay, the next night tries again
  std::vector<std::string> open;         ///< batches that an earlier run began and nobody ended
  Json exports = Json::array();
  int taken = 0;                         ///< documents that another program took away, recorded as handed over
  std::vector<std::string> purged;
  Queue queue;
  std::vector<Worry> worries;
  bool begun = true;                     ///< false: a worry kept it from beginning
  bool interrupted = false;
  /// CONTRACT: 0, 3 (rejects), 1 (something could not be done); the caller has 130 and 143.
  int exit_code() const;
};

/// Throws UsageError("night-settings", {keys}) when spool, out or done is missing, Fatal("night-running", {folder}) while the last one still runs.
NightFacts run_night(Context&);

/// The summary: the first line is what a mail's subject says, the rest is plain text. Names of files and of folders, numbers and ids: nothing of what letters say.
std::string night_text(Context&, const NightFacts&);
Json night_json(const NightFacts&);

}  // namespace pli
