// Tells the mailroom's arrival stamp from the letter it was put on, where OCR has run the two together.
#pragma once

#include "pipeline/page.h"

namespace pli {

/// Words of an arrival stamp ("REÇU LE 12 JAN. 2026", "ARRIVÉ LE ...") and bare pieces of a date beside them leave their lines for a block of
/// their own at the end, marked `stamp`. A sentence that says "reçu le 12 janvier" stays: it is in small letters and follows its words closely.
void set_stamp_apart(PageText&);

}  // namespace pli
