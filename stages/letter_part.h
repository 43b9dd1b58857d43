// Which pages are the letter itself: what lies behind its end (a quote, a receipt, a list of names) speaks of other things than the letter does.
#pragma once

#include <string>
#include <vector>

#include "stages/extract_layout.h"

namespace pli {

/// How many pages, from the first, are the letter. It ends with a formula of farewell or the sender's name and nothing but short lines behind it, or on a page whose text
/// stops well above the foot, where no farewell follows on another.
/// All of them where no page tells that it ended, where one behind it greets somebody (another letter), or where the letter says too little (a slip that goes with a document).
std::size_t letter_pages(const std::vector<TextPage>&, const std::vector<TextLine>&, const LetterLayout&, const std::string& sender);

}  // namespace pli
