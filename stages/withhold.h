// Which pages may be read is known before any of their words is: nothing of a pli under an `unopened` sheet is, but its address.
// Pages are looked at in parallel; this holds what was seen of the stack so far and tells, page by page, what the sheets before it say.
#pragma once

#include <vector>

#include "stages/separate.h"

namespace pli {

class Withholding {
 public:
  /// `inputs`: for each page of the stack the file it comes from, as in PageSummary. Without `stream` no sheet reaches beyond its file.
  Withholding(const std::vector<int>& inputs, bool stream);

  /// A page was looked at, in any order, each once. Returns, in order, the pages that can be judged now: they and all before them were looked at.
  std::vector<int> add(int page, PageSummary);
  /// Whether a page that was added, and all before it, belongs to a pli that nobody may open.
  bool withheld(int page) const;
  /// Whether a page not yet looked at may be read at once, whatever it shows: all before it are known and none leaves a closed pli open.
  bool free(int page) const;

 private:
  struct Stretch {                  // pages that sheets among them speak for
    int begin = 0, end = 0;
    int known = 0;                  // all pages before it were looked at
    bool unopened = false;          // a sheet that says so is among those
    std::vector<PageSummary> pages;
    std::vector<bool> seen;
  };
  bool closed(const std::vector<PageSummary>& until) const;
  const Stretch& stretch_of(int page) const { return stretches_[stretch_[static_cast<std::size_t>(page)]]; }

  bool stream_;
  std::vector<Stretch> stretches_;
  std::vector<std::size_t> stretch_;  // of each page
};

}  // namespace pli
