// Mail for whole runs with the real reader: short letters on paper, one mixed morning of them, and runs of `pli in` that a test may disturb.
// A page of text costs a second of OCR: what several tests look at is made once.
#pragma once

#include <sys/types.h>

#include <functional>
#include <string>
#include <vector>

#include "pipeline/image.h"
#include "pipeline/json.h"
#include "tests/support/run.h"

namespace pli::test {

struct ShortLetter {
  std::string sender, subject, body;
};

/// A sheet with that letter, 300 dpi, black and white.
Image sheet_of(const ShortLetter&);
/// Letters of people of an invented town; `sender` and `subject` stand in no other text of the tests.
const std::vector<ShortLetter>& short_letters();
/// An empty side, black and white.
Image empty_sheet();

/// Folders of one mailroom: scans come from `scans`, batches go to `out`, the registry is `store`.
struct Mailroom {
  TemporaryFolder folder;
  std::filesystem::path scans = folder / "2026-11-23", out = folder / "out", store = folder / "pli.db";

  /// `pli in scans --out out --store store --batch LOT --settle 0` and what is added.
  std::vector<std::string> command(const std::vector<std::string>& added = {}, const std::string& batch = "LOT") const;
  RunResult in(const std::vector<std::string>& added = {}, const std::string& batch = "LOT") const { return run_pli(command(added, batch)); }
  std::filesystem::path batch(const std::string& name = "LOT") const { return out / name; }
  void put(const std::string& name, const std::string& bytes) const;  ///< a file among the scans
  Json batch_json(const std::string& name = "LOT") const;
  /// The record of each document, in batch.json's order; without those taken away.
  std::vector<Json> records(const std::string& name = "LOT") const;
  /// Every file that must be equal in equal runs, with its digest.
  std::string result(const std::string& name = "LOT") const;
};

/// Five letters (TIFF G4 with an empty back, JPEG with an EXIF turn, PNG, PDF, a zip) and five files that are none: put among the scans.
void write_mixed_morning(const Mailroom&);
/// That morning, read once with two workers; tests leave it as they found it.
struct MixedMorning : Mailroom {
  RunResult first;
  std::string log;   ///< of that run
};
const MixedMorning& mixed_morning();

/// A run of pli in a process group of its own, under way.
class Started {
 public:
  explicit Started(std::vector<std::string> arguments);
  ~Started();
  Started(const Started&) = delete;
  Started& operator=(const Started&) = delete;

  /// Waits until `reached` or the end of the run, at most two minutes; whether it was reached while the run lived.
  bool until(const std::function<bool()>& reached);
  void signal(int number) const;        ///< to the process alone
  void signal_group(int number) const;  ///< to it and its workers
  std::vector<pid_t> workers() const;
  int end();                            ///< its exit code; 128 + number when a signal ended it

 private:
  pid_t process_ = 0;
  int status_ = 0;
  bool ended_ = false;
  bool over();
};

/// The processes that this one forked and that still live.
std::vector<pid_t> children_of(pid_t);

/// How many files below `folder` have that name's end.
int count_files(const std::filesystem::path& folder, const std::string& ending);

}  // namespace pli::test
