// Which way up a page lies when neither its ascenders nor the shapes of its characters tell: it is read both ways, and words decide.
#pragma once

#include "stages/read_text.h"
#include "stages/straighten.h"

namespace pli {

/// For a page in doubt (`turn-unsure`): where one way up gives words that are surely read and the others nearly none, the page is turned that way and the doubt is taken back; else all stays. Costs two
/// readings, four where neither of the first two gives words. Other pages are left as they are.
void settle_turn(Upright&, TextReader&);

}  // namespace pli
