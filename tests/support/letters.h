// A town's stationery and a letter template for tests: written into a temporary folder, read back by the real readers.
#pragma once

#include <memory>
#include <string>

#include "stages/compose.h"
#include "tests/support/run.h"

namespace pli::test {

/// Writes town.toml and legal.toml beside the shipped envelopes, address lists and words.
class LetterDesk {
 public:
  LetterDesk();

  /// A template of the desk's folder. `toml` stands behind title, subject and envelope; variables are [[variable]] tables.
  LetterTemplate letter(const std::string& body, const std::string& toml = "", const std::string& envelope = "DL-45");
  /// The letter that shows all: headings, lists, a table, a mention.
  LetterTemplate full_letter(const std::string& envelope = "DL-45");
  LetterRow row() const;
  IssueFacts facts() const;
  /// Composes and writes one letter.
  std::string pdf(const LetterTemplate&, const LetterRow&);

  Stationery stationery;
  Services services;

 private:
  TemporaryFolder folder_;
  int made_ = 0;
};

/// The example as a person would write it, `paragraphs` paragraphs long.
std::string long_text(int paragraphs);

}  // namespace pli::test
