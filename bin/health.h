// What will hurt before it does: room on the disks, the queue of what waits for a person, how long it has waited.
#pragma once

#include <string>
#include <vector>

#include "bin/context.h"

namespace pli {

struct Worry {
  std::string code;    ///< of templates/console
  MessageArgs args;
  bool blocks = false; ///< a night is not begun
};

/// The folders that a run would write to have less room than `min_free`: disk-low {folder, free, wanted}.
std::vector<Worry> disk_worries(Context&);

struct Queue {
  int waiting = 0;
  int days = 0;        ///< since the oldest came in
};
Queue review_queue(const Registry&, const std::string& today);

/// More waits than `review_most` (review-many {documents, most}), or longer than `review_days` (review-late {documents, days, most}).
std::vector<Worry> review_worries(Context&, const Registry&, const std::string& today);

}  // namespace pli
