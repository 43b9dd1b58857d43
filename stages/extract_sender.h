// Who writes: the block that names the sender, told apart from the addressee's, and the address in it.
#pragma once

#include <string>
#include <vector>

#include "stages/extract_layout.h"

namespace pli {

/// The sender as found: all that is not found stays empty.
struct FoundSender {
  std::vector<Field> fields;   ///< sender.name, sender.street, sender.postcode, sender.city: at most one each
  std::string block;           ///< text of the block, a line for each line
};

FoundSender find_sender(const std::vector<TextLine>&, const LetterLayout&, const std::vector<std::string>& town);

}  // namespace pli
