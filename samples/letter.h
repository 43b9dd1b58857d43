// The letters of samples/letters: what a town's people write, with what is true about each.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "pipeline/json.h"

namespace pli::samples {

struct SampleLetter {
  std::string id, service, kind;
  std::string sender;                      ///< a person's or firm's name
  std::vector<std::string> sender_lines;   ///< address below it
  std::string phone, email;                ///< "" when the letter gives none
  std::string place, date_text;
  std::vector<std::string> recipient_lines;
  std::string subject;                     ///< "" when the letter has none
  std::vector<std::string> references;
  std::string iban, siret, amount;
  std::vector<std::string> paragraphs;
  std::string signature;
  Json json;                               ///< as read, for the truth file
};

/// All letters of JSON Lines files, in order. Throws UsageError("letters-invalid", {file, line, detail}).
std::vector<SampleLetter> read_letters(const std::vector<std::filesystem::path>& files);

}  // namespace pli::samples
