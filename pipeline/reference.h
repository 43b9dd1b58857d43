// Dossier references (`2026-000123-X`): made so that people can type them and a check character catches what they or OCR get wrong.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pli {

/// ISO 7064 MOD 37,36 check character of a string of 0-9A-Z.
char check_character(std::string_view digits);

/// Whether every swap of two neighbours in the whole number would be noticed: others are never issued and are refused when read.
bool issuable(int year, int number);
/// `YYYY-NNNNNN-C` of an issuable number.
std::string dossier_id(int year, int number);
/// The next issuable number after `number` in that year.
int next_number(int year, int number);
/// True for an id that Pli may have issued: form, check character, issuable.
bool valid_dossier_id(std::string_view);

struct QuotedReference {
  std::string id;           ///< normalised `YYYY-NNNNNN-C`
  std::size_t begin = 0, end = 0;  ///< bytes of the text it was read from
};
/// Every valid dossier id quoted in a text, in order, each place once. Tolerates spaces and a line
/// break around the dashes, other dashes and lower case; never mends a character.
std::vector<QuotedReference> quoted_references(std::string_view text);

}  // namespace pli
