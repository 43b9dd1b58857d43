// Tables: columns as wide as their text asks, rules above, below the head and at the end, rows never split, the head repeated on each page.
#pragma once

#include "stages/set_pages.h"

namespace pli {

void add_table(std::vector<Strip>&, const LetterBlock& table, const TypeFaces&, const TypeArea&);

}  // namespace pli
