// The mailroom's figures over some days: how much came, for whom, what Pli could not decide, what people corrected, and how long it took.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "pipeline/registry.h"
#include "stages/legal_clock.h"

namespace pli {

struct Volume {
  int documents = 0, pages = 0;
};

/// Days from receipt to something.
struct Delay {
  int documents = 0;          ///< that have come so far
  int median = 0, slow = 0;   ///< days; nine in ten took at most `slow`
};

struct MailStatistics {
  std::string from, to;
  int pieces = 0, rejected = 0;                  ///< mail pieces that came; inputs that could not be processed
  Volume received, sent;
  std::map<std::string, Volume> by_service, by_kind;  ///< of what came, as it stands now
  std::map<std::string, int> by_channel;         ///< pieces: simple, registered, hand-delivered; documents filed by hand: file
  std::map<std::string, Volume> by_day;          ///< of what came
  int judged = 0;                                ///< documents that Pli had to judge
  int reviewed = 0;                              ///< of them, those that a person had to look at
  std::map<std::string, int> reasons;            ///< why; a document may have several
  int corrected = 0;                             ///< documents that a person corrected or confirmed
  int rerouted = 0;                              ///< sent without a person to a service that was not the right one
  int waiting = 0;                               ///< still to be looked at
  Delay handed_over, answered;
  int overdue = 0;                               ///< requests of these days of which a delay has run out
};

/// ISO days, ends inclusive. `today` decides what is overdue; `clocks` are those that still run (stages/legal_clock.h).
MailStatistics mail_statistics(const Registry&, const std::vector<RunningClock>& clocks, const std::string& from, const std::string& to, const std::string& today);

}  // namespace pli
