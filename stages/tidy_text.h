// What is mended in a page of words after reading: their order, specks, signs the reader has no word for.
#pragma once

#include "pipeline/page.h"

namespace pli {

/// Joins the halves of lines: words' spaces that happen to stand one above the other make the reader see two columns.
void join_rivers(PageText&);
/// Keeps the order of the blocks but for one rule: what stands above is read first, in the same column and where the page has no columns. (A stamp across a letterhead
/// makes Tesseract read the head's first line last; a note at the left below totals at the right is read before them.)
void order_blocks(PageText&);

/// Takes out specks (no letter or figure, read with little confidence) and the lines and blocks this leaves empty.
void drop_specks(PageText&);
/// Takes out what a pen or dirt left and the reader made words of: unsure words more than twice as high as the page's print (signatures), and lines of nothing but strokes and
/// dots (the streaks of a copier), and the flat unsure words of a fold or a rule. A page without print of its own keeps all.
void drop_scrawl(PageText&);
/// Takes out all words read with less than `confidence`, and the lines and blocks this leaves empty.
void drop_unsure(PageText&, double confidence);

/// Puts in what was read apart from the rest: what goes on in a line of the page (a sum even far to the right) is joined to it, other lines that hold a word are blocks of their own.
void add_lines(PageText&, const PageText& more);

/// French data of Tesseract has no ², and reads it as other small signs: `18 m?` becomes `18 m²`.
void mend_units(PageText&);

}  // namespace pli
