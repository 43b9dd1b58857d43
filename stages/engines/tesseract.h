// Tesseract: words of a page by its LSTM reader, and a page's turn by its script detector.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "pipeline/image.h"
#include "pipeline/page.h"

namespace pli {

std::string tesseract_version();

/// SHA-256 (hex) of each language's data file, joined by '+' in the order of `language` ("fra+eng"). Throws Fatal("language-missing").
std::string language_data_digest(const std::string& language);

/// One opened reader; dear to make (0.15 s), cheap to keep. Not for two threads at once.
class Tesseract {
 public:
  /// Throws Fatal("language-missing") with {language}.
  explicit Tesseract(const std::string& language);
  ~Tesseract();
  Tesseract(const Tesseract&) = delete;
  Tesseract& operator=(const Tesseract&) = delete;

  /// Text of a grey page in Tesseract's reading order; boxes in its pixels, confidences as Tesseract gives them, over 100.
  /// `sparse` looks for words anywhere instead of for a layout: for pages whose layout has nothing to hold on to.
  PageText read(ImageView page, bool sparse = false);
  /// Blocks and lines of print as they lie on a grey page, without a word: no character is recognised.
  std::vector<Block> layout(ImageView page);

 private:
  struct Api;
  std::unique_ptr<Api> api_;
};

struct TurnOpinion {
  int rotation = 0;         ///< the clockwise turn that makes the page upright
  double confidence = 0;    ///< 0..1
};

/// What the shapes of characters say (Tesseract's orientation and script detection). Opened at the first question, and then kept: opening takes a third
/// of a question's time. An answer doesn't depend on pages seen before. Not for two threads at once.
class CharacterShapes {
 public:
  CharacterShapes();
  ~CharacterShapes();
  CharacterShapes(const CharacterShapes&) = delete;
  CharacterShapes& operator=(const CharacterShapes&) = delete;

  /// The page's turn: right on capitals and figures too, but ten times as dear as ascenders. Nothing where it can't tell, or where its data is not installed.
  std::optional<TurnOpinion> turn(ImageView page);
  /// The script most of an upright page is printed in: "Latin", "Cyrillic", "Greek", "Arabic"... Nothing where it isn't sure: handwriting, pictures.
  std::optional<std::string> script(ImageView page);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Whether the data of CharacterShapes is installed.
bool turn_data_there();

}  // namespace pli
