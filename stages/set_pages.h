// Blocks set into strips, and strips laid onto pages: no line of a paragraph alone, headings with what follows, table rows whole, the signature with the end of the text.
#pragma once

#include <vector>

#include "stages/letter_blocks.h"
#include "stages/laid_letter.h"
#include "stages/type_faces.h"

namespace pli {

/// Measures of the text, mm and points.
struct TypeArea {
  double left = 25, right = 190;
  double first_top = 110, next_top = 40;   ///< of the text on the first page and on the others
  double bottom = 262;
  double size = 11, leading = 5.2;         ///< points; mm from baseline to baseline
  double signature_room = 22;              ///< mm left to sign in
};

/// A piece of the page that is never cut: a line of text, a row of a table.
struct Strip {
  double above = 0, height = 0;        ///< mm; the space above goes at the top of a page
  std::vector<TextRun> text;           ///< x on the page, y from the strip's top
  std::vector<FilledBox> boxes;        ///< likewise
  bool may_begin_page = true;          ///< false: stays with the strip before
  bool must_begin_page = false;
  int head = -1;                       ///< index of a table's head strip, repeated where this strip begins a page
};

/// A paragraph in italics from end to end is a note: 9 points beside 11.
std::vector<Strip> set_blocks(const std::vector<LetterBlock>&, const TypeFaces&, const TypeArea&);
/// Adds strips that stay together and with the last two lines before them.
void add_signature(std::vector<Strip>& letter, std::vector<Strip> signature);
/// Text and boxes of each page. Throws ItemError("letter-too-long", {{"limit"}}) for more than 100 pages, ItemError("row-too-high") for a table's row higher than a page.
std::vector<LaidPage> lay_pages(const std::vector<Strip>&, const TypeArea&);

}  // namespace pli
