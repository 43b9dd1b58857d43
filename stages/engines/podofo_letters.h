// Letters as PDF/A-1b, many of them fast: faces are subset once and every file begins with the same bytes (faces, colour profile, logo), so that a letter costs its own text only.
// PoDoFo makes fonts and objects; a document of its own for each letter costs 2.6 ms, most of it in writing the same faces again.
#pragma once

#include <memory>
#include <string>
#include <utility>

#include "stages/laid_letter.h"

namespace pli {

/// Equal letters give equal bytes, whatever was printed before.
class LetterPrinter {
 public:
  /// The print run's PDF bears this title and date (ISO).
  LetterPrinter(const std::string& run_title, const std::string& date);
  ~LetterPrinter();
  LetterPrinter(const LetterPrinter&) = delete;
  LetterPrinter& operator=(const LetterPrinter&) = delete;

  /// A letter's own PDF. Throws Fatal("data-missing") when a font or the colour profile is not installed.
  std::string letter_pdf(const LaidLetter&);
  /// Adds the letter to the print run, with an empty page behind it where `duplex` asks for whole sheets. Gives its first and last page in the run, from 1, the padding included.
  std::pair<int, int> append(const LaidLetter&, bool duplex = true);
  /// The run's PDF: all that was appended, in order. Call it once, at the end.
  std::string print_run();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace pli
