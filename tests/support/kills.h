// Runs that are killed at moments nobody chose, and what the next run makes of them: for the suite in short, for bin/soak at length.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace pli::test {

struct KillCount {
  int workers = 0, inbound = 0, outbound = 0;  ///< workers killed; parents killed in `pli in` and in `pli out`
  int finished_first = 0;                      ///< runs that were over before the moment came: no kill
  int batches = 0;                             ///< generated, each with an undisturbed twin
  std::vector<std::string> differences;        ///< what was not as in the twin: the batch's seed and what
  int all() const { return workers + inbound + outbound; }
};

/// Until that many processes were killed: batches of random pages over a registry that knows earlier mail, one to three kills each (a worker, or the
/// parent with it), one in four a run of letters; then the same command once more. What must be equal in equal runs is held against the twin's.
/// `told` hears of each batch.
KillCount kill_at_random(int kills, std::uint32_t seed, const std::function<void(const KillCount&)>& told = {});

}  // namespace pli::test
