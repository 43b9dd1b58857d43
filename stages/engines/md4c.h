// CommonMark read with MD4C 0.4.8 and its tables. Letters have headings, paragraphs, bold, italic, lists, tables and page breaks; all else is refused.
#pragma once

#include <string>
#include <vector>

#include "stages/letter_blocks.h"

namespace pli {

/// Blocks in order; `---` is a page break. Throws UsageError("markup-unknown", {{"detail", code, html, image, quote, heading or entity}}) for markup that letters don't have.
std::vector<LetterBlock> parse_markdown(const std::string& text);

}  // namespace pli
