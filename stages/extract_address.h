// What a line says about an address: a place, a street, words that speak to a town or of a firm, lines that name nobody.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "stages/extract_lines.h"

namespace pli {

/// Whether one of these words or phrases stands in a folded line.
bool has_any(std::string_view fold, std::initializer_list<std::string_view> words);

/// A postcode with its town, as characters of a line.
struct Place {
  std::size_t line = 0, begin = 0, city = 0, end = 0;
  std::string postcode, name;
  bool mended = false;
};

/// "49890 Rivemont" at the head of a line or after a dash or comma; OCR slips mended when three of the five are digits.
std::optional<Place> place_in(const std::vector<TextLine>&, std::size_t line);

bool addressee_words(std::string_view fold);   ///< speaks to a town hall or its people
bool firm_words(std::string_view fold);        ///< a legal form or a kind of organisation
bool street_words(std::string_view fold);      ///< holds a word of streets and buildings
bool starts_as_street(std::string_view fold);  ///< begins with one
/// Contact lines, titles of papers, mottoes, labels: lines of a letterhead or a form that name nobody.
bool names_nobody(const TextLine&);
/// "Nom : ...", "De : ...", "Exp. : ...": where the value begins, 0 when the line has no such label, npos for the label alone.
std::size_t name_label(const TextLine&);

}  // namespace pli
