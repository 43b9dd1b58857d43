// Words with boxes and confidences, and how far they can be trusted.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "pipeline/image.h"
#include "pipeline/page.h"

namespace pli {

struct ReadTextOptions {
  std::string language = "fra";  ///< Tesseract's names, joined by '+'
  int ocr_dpi = 225;             ///< pages above are brought down to it: ENGINES.md §4 found no loss, and it is faster
};

struct ReadText {
  PageText text;
  double confidence = 0;             ///< mean of the words, weighted by length
  Legibility legibility = Legibility::good;
  std::vector<std::string> doubts;   ///< "legibility-low": there is much to read, and it can't be trusted; "foreign-language" instead where print in another language or script is why
};

/// Opened once a worker: starting Tesseract costs 0.15 s.
class TextReader {
 public:
  /// Throws Fatal("language-missing") when the language data is not installed.
  explicit TextReader(const ReadTextOptions& = {});
  ~TextReader();
  TextReader(const TextReader&) = delete;
  TextReader& operator=(const TextReader&) = delete;

  /// `page` is upright, deskewed, grey. `stamp` is what was lifted from it (stages/lift_stamp.h), turned as it is: its words become blocks marked `stamp`.
  ReadText read(ImageView page, ImageView stamp = {});
  /// The addressee's block of an envelope, found by its shape; no character elsewhere is recognised. Empty where there is none or what stands there is no address.
  ReadText read_address(ImageView page);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace pli
