// What is wrong with a row that should become a letter.
#pragma once

#include <string>

#include "pipeline/errors.h"

namespace pli {

/// `column` as the file names it (recipient.lines, demande_date), "" for the row as a whole; a code of templates/messages with its facts, which never hold what the row says.
struct RowProblem {
  int line = 0;  ///< of the file, from 1
  std::string column, code;
  MessageArgs args;
};

}  // namespace pli
