// Numbers and addresses of a kind: IBAN, SIRET, phone, e-mail, tracking number, amounts. A check decides wherever there is one.
#pragma once

#include <vector>

#include "stages/extract_lines.h"

namespace pli {

/// Appends the fields and takes their characters; of social security numbers the place alone is told (`nir`, value "masked", no text).
void extract_numbers(std::vector<TextLine>&, std::vector<Field>&);
/// Where a social security number stands in a text, in bytes. `sure`: it has its right key or its usual groups; else it only looks like one.
struct TextRange {
  std::size_t begin = 0, end = 0;
  bool sure = false;
};
std::vector<TextRange> social_numbers(std::string_view text);
/// `text` with the figures of social security numbers cut out: 15 with a right key, or 13 in their usual groups.
std::string without_nir(std::string_view text);
void extract_emails(std::vector<TextLine>&, std::vector<Field>&);
void extract_ibans(std::vector<TextLine>&, std::vector<Field>&);
/// At most five, in order; a value stands once.
void extract_amounts(std::vector<TextLine>&, std::vector<Field>&);

}  // namespace pli
