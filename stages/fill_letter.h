// A letter's text filled with a row's values. Markup is read before the values are put in: a value is never looked at as CommonMark or mustache, whatever it holds.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "pipeline/json.h"
#include "stages/letter_blocks.h"
#include "templates/letter_words.h"

namespace pli {

/// One text with its markup, parsed once. For one thread at a time.
class FilledText {
 public:
  /// Throws UsageError("markup-unknown").
  explicit FilledText(const std::string& text);
  ~FilledText();

  /// The text's blocks with the context's values in them. A value's empty line begins a new paragraph, its other line ends are line breaks. Blocks that came out empty are left out.
  std::vector<LetterBlock> blocks(const Json& context) const;
  /// The same as one line of plain text.
  std::string line(const Json& context) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace pli
