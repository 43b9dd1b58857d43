// How far a page's words can be trusted: print that was read, or gibberish made of handwriting, pictures and foreign scripts.
#pragma once

#include <string>
#include <vector>

#include "pipeline/page.h"

namespace pli {

constexpr double least_confidence = 0.65;  ///< print, bad copies included, is read with more than 0.85; scribbles with 0.3
constexpr int least_strokes = 12;          ///< a signature and a ruled table have fewer

/// What the judgement needs to know of the page besides its words.
struct PageInk {
  double inside = 0;   ///< ink within the words' boxes, mm²
  double outside = 0;  ///< ink elsewhere, mm²
  int letters = 0;     ///< shapes the size of letters anywhere on the page
  int blots = 0;       ///< large dark shapes: pictures, logos
  int strokes = 0;     ///< long strokes of a pen anywhere on the page
};

struct LegibilityVerdict {
  Legibility legibility = Legibility::good;
  std::string reason;        ///< for tests and logs: "no-text", "unsure-words", "unlike-words", "foreign-language", "ink-without-words"; empty when good
  double plausible = 0;      ///< share of words that look like words, 0..1
};

/// Letters and little else: worth a second search for single words. Pictures and drawings are not searched, they would yield some.
bool is_sparse_print(const PageInk&);

/// `none`: there is ink, yet nothing that could be a text. `low`: what was read can't be trusted. A short text is not illegible for being short.
/// `confidence` is the mean of the words', weighted by length. With `expect_french`, a text in another language is `low`: it would be classified by chance.
LegibilityVerdict judge_legibility(const PageText&, double confidence, const PageInk&, bool expect_french = true);

}  // namespace pli
