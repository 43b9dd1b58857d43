// How far a page's words can be trusted: print that was read, or gibberish made of handwriting, pictures and foreign scripts.
#pragma once

#include <string>
#include <vector>

#include "pipeline/page.h"

namespace pli {

/// What the judgement needs to know of the page besides its words.
struct PageInk {
  double inside = 0;   ///< ink within the words' boxes, mm²
  double outside = 0;  ///< ink elsewhere, mm²
  int letters = 0;     ///< shapes the size of letters anywhere on the page
  int strokes = 0;     ///< long strokes of a pen anywhere on the page
};

struct LegibilityVerdict {
  Legibility legibility = Legibility::good;
  std::string reason;        ///< for tests and logs: "no-text", "unsure-words", "unlike-language", "ink-without-words"; empty when good
  double plausible = 0;      ///< share of words that look like words, 0..1
};

/// `none`: there is ink, yet nothing that could be a text. `low`: what was read can't be trusted. A short text is not illegible for being short.
LegibilityVerdict judge_legibility(const PageText&, double confidence, const PageInk&);

}  // namespace pli
