// What the post stuck or stamped on a letter that it gives back: motives, read with the errors of OCR, and whether their ticks could be trusted.
#pragma once

#include <string>
#include <vector>

#include "pipeline/page.h"
#include "templates/returns.h"

namespace pli {

struct PostLabel {
  std::vector<std::string> motives;   ///< whose words stand there, in the order of returns.toml
  bool back = false;                  ///< words that say only that the letter came back
  bool ticks = false;                 ///< a motive stands behind a box to tick
  bool registered = false;            ///< the word of registered mail
  bool any() const { return back || !motives.empty(); }
  /// The only motive that was read, outside any list to tick; else "unknown".
  std::string motive() const;
};

/// `alone`: only what stands by itself on its stretch of a line, as labels do and sentences don't.
PostLabel read_post_label(const PageText&, const ReturnWords&, bool alone);

/// Few words, none of a letter's: an envelope, told without pixels.
bool looks_like_envelope(const PageText&, const ReturnWords&);

/// The page's words in reading order, folded.
std::vector<std::string> label_words(const PageText&);

/// Whether this recipient's name and address stand among the words; both as pipeline/contact.h keeps them. A few misread letters are allowed, in numbers none.
bool shows_address(const std::vector<std::string>& words, const std::string& name, const std::string& place);

}  // namespace pli
