// What is mended in a page of words after reading: their order, specks, signs the reader has no word for.
#pragma once

#include "pipeline/page.h"

namespace pli {

/// Keeps the order of the blocks but for one rule: what stands above is read first, in the same column and where the page has no columns. (A stamp across a letterhead
/// makes Tesseract read the head's first line last; a note at the left below totals at the right is read before them.)
void order_blocks(PageText&);

/// Takes out specks (no letter or figure, read with little confidence) and the lines and blocks this leaves empty.
void drop_specks(PageText&);
/// Takes out what a pen or dirt left and the reader made words of: unsure words more than twice as high as the page's print (signatures), and lines of nothing but strokes and
/// dots (the streaks of a copier). A page without print of its own keeps all.
void drop_scrawl(PageText&);
/// Takes out all words read with less than `confidence`, and the lines and blocks this leaves empty.
void drop_unsure(PageText&, double confidence);

/// French data of Tesseract has no ², and reads it as other small signs: `18 m?` becomes `18 m²`.
void mend_units(PageText&);

}  // namespace pli
