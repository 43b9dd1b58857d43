// French habits of print: narrow no-break spaces at high punctuation and guillemets, typographic apostrophes, no line break inside numbers, dates and names.
#pragma once

#include "stages/letter_blocks.h"
#include "templates/letter_words.h"

namespace pli {

/// The text as a printer sets it: U+202F before ; : ! ? and inside « », U+00A0 between number and unit; straight quotes and apostrophes made typographic. Addresses of web and mail are left alone.
StyledText french_type(const StyledText&, const LetterWords&);

}  // namespace pli
