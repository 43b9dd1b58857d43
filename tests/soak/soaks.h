// The long trials, one function each; the exit code is 0 when nothing was found.
#pragma once

#include <cstdint>
#include <filesystem>

namespace pli::soak {

/// Kills workers and parents at random moments; what the next run leaves must be what an undisturbed one leaves.
int kill_soak(int kills, std::uint32_t seed);

/// Ten nights of mail with mishaps, kills, a full disk and systems that take things away, and the clerk's mornings (tests/support/fortnight.h). `list` prints each command that was typed.
int fortnight_soak(std::uint32_t seed, bool by_hand, bool list);

struct MutateOptions {
  int files = 5000;
  int batch = 250;                  ///< files of one run of `pli in`
  std::uint32_t seed = 1;
  std::filesystem::path samples;    ///< scans to begin with: every file below it
  long long memory_mib = 1024;      ///< what a worker may take above what it has at rest
};

/// Files with flipped bits, cut ends and spliced heads through `pli in`: every one must be accounted for, no run may die.
int mutate_soak(const MutateOptions&);

}  // namespace pli::soak
