// What documents become when they are parted, joined or scanned anew: which page goes where, and what the new ones keep of the old.
#pragma once

#include <string>
#include <vector>

#include "stages/emit.h"
#include "stages/mend_pages.h"
#include "stages/read_back.h"

namespace pli {

struct MendPlan {
  std::vector<MovedPage> pages;          ///< of all new documents, one after the other
  Separation separation;                 ///< the new documents over these pages
  std::vector<Succession> successions;   ///< one for each; position is not known yet
  std::vector<std::string> ids;          ///< theirs, unused so far
  int blanks = 0;                        ///< sides that are blank now and were not before
};

/// The new scan of a `replace`, as the registry keeps it.
struct ScanFacts {
  std::string name, sha256;
  std::vector<int> pages;                ///< that it replaces
};
ScanFacts scan_facts(const Mend&);

/// Throws UsageError: document-superseded (unless the mend is under way), mend-page {page, pages}.
MendPlan plan_mend(const Mend&, const std::vector<FiledDocument>&, const Registry&);

/// Once the pages were read: blank sides, codes of letters, reasons that follow from them. Throws UsageError: split-blank, replace-blank {document}.
void settle_pages(MendPlan&, const Mend&, const Batch&);

}  // namespace pli
