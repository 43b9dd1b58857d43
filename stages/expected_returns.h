// What has not come back: every letter of ours that expects an answer, and what became of it.
#pragma once

#include <string>
#include <vector>

#include "pipeline/registry.h"

namespace pli {

struct ExpectedReturn {
  LetterEntry letter;
  std::string state;                    ///< waiting, overdue, answered, incomplete, twice, undeliverable
  std::vector<int> missing;             ///< pages that no document brought, where some did
  std::vector<std::string> documents;   ///< that answer it or brought it back, in the order they came
  std::vector<std::string> reminders;   ///< letters that remind of it
};

/// On that day (ISO). Answered while a person still looks at it because a page or a needed answer is missing: incomplete; because a page came again: twice.
/// A letter that nobody marked as posted is never overdue.
ExpectedReturn expected_return(const Registry&, const LetterEntry&, const std::string& day);

/// Of letters of open dossiers, the earliest due first; of one service, "" for all.
std::vector<ExpectedReturn> expected_returns(const Registry&, const std::string& day, const std::string& service = {});

/// What a batch changed, in the order of its documents, each letter once; and what is overdue on the day it came, reminders left out.
struct BatchReturns {
  std::vector<ExpectedReturn> changed, overdue;
};
BatchReturns returns_of_batch(const Registry&, const std::string& batch, const std::string& day);

}  // namespace pli
