// Some weeks of a mailroom in one go: nights that file mail of which a part went wrong on the way to the scanner, mornings in which a clerk mends it with Pli's own commands, document management systems that take
// things away whenever they like, kills and a full disk. For the suite in short, for bin/soak at length.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "tests/support/night_mail.h"

namespace pli::test {

enum class FullDisk { none, small_disk, fault_hook };

struct FortnightPlan {
  int nights = 10, letters = 60;                        ///< letters a night
  Mishaps wrong{2, 2, 1, 1};                            ///< a night
  std::vector<int> killed = {2, 6}, killed_and_left = {6};  ///< nights whose job is killed; after the latter nobody starts it again before the next one
  int full = 4;                                         ///< the night that finds the disk full, -1 for none
  FullDisk disk = FullDisk::small_disk;
  int judged_again = 5;                                 ///< the morning on which the town trusts Pli more and has two batches judged again, -1 for none
  bool by_hand = false;                                 ///< the clerk says everything document by document, as without filled-in indexes
  std::uint32_t seed = 1;
};

struct FortnightCount {
  int letters = 0, pages = 0, files = 0, documents = 0, batches = 0;
  Mishaps wrong;
  int kills = 0, full_disks = 0;
  int in_review = 0;                                    ///< documents that waited for the clerk
  int taken_at_night = 0, brought_back = 0;             ///< taken while a night ran; brought back because they were wrong
  int superseded = 0, handed_over = 0;
  std::vector<std::string> typed;                       ///< what the clerk typed, a line a command
  std::vector<std::string> troubles;                    ///< what is not as it must be
  std::string note;                                     ///< what could not be tried here
  double typed_for_100() const { return letters == 0 ? 0 : 100.0 * static_cast<double>(typed.size()) / letters; }
};

/// Runs it. At its end every page is in the accounts, every letter is one document of its own with all its pages, its service and kind, and was handed over once; numbers have no gap, `pli verify` finds nothing:
/// whatever is otherwise is among the troubles. `told` hears of each day.
FortnightCount live_through(const FortnightPlan&, const std::function<void(const std::string&)>& told = {});

}  // namespace pli::test
