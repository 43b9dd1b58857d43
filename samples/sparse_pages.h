// Blank sides as scanners see them, and pages that hold as little as a page can.
#pragma once

#include <string>
#include <vector>

#include "samples/degrade.h"
#include "samples/letter.h"

namespace pli::samples {

/// What is the matter with the paper besides what its level brings.
enum class Paper { plain, shows_back, punched, folded, grey, coloured };
inline constexpr int papers = 6;
const char* paper_name(Paper);

struct SparsePage {
  Image front, back;     ///< RGB, 300 dpi; the back is a full page
  bool blank = true;
  Paper paper = Paper::plain;
  std::string what;      ///< what is on it: "nothing", "initials", "page number"...
};

/// Papers follow one another by `number`, and so does what is on a page with content: one line, initials by machine and by hand, a page number alone, a date stamp,
/// a signature, an address, words by hand, a small picture. Letters may be empty: then nothing is on the back.
SparsePage print_blank(const std::vector<SampleLetter>&, int number, Random&);
SparsePage print_sparse(const std::vector<SampleLetter>&, int number, Random&);

/// A scan that shows what is on the page.
Wear draw_scan_of(const SparsePage&, Level, Random&);

}  // namespace pli::samples
