// Words that start a deadline: formal notices, appeals, "sous huit jours".
#pragma once

#include <string>
#include <vector>

#include "stages/extract_lines.h"

namespace pli {

/// Appends `urgent` fields: the phrase as value, the words as read as text; three at most, each phrase once. A phrase may go on on the next line; `#` in it stands for a number, in figures or in
/// words ("huit", "8", "huit (8)"). Case and accents don't matter. Takes no characters: a deadline may stand in a sentence with a date.
void extract_urgent(const std::vector<TextLine>&, const std::vector<std::string>& phrases, std::vector<Field>&);

}  // namespace pli
