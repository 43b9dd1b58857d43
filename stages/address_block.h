// A postal address as sorting machines read it (NF Z 10-011): at most six lines of 38 capitals, a seventh for a foreign country, shortened by the norm's ladder and never cut.
#pragma once

#include <string>
#include <vector>

#include "pipeline/errors.h"
#include "templates/address_words.h"

namespace pli {

inline constexpr std::size_t address_columns = 38, address_lines = 6;

struct AddressProblem {
  int line = -1;          ///< index into the lines given, -1 for the name
  std::string code;       ///< address-missing, address-too-many-lines, address-line-too-long, address-locality-missing, address-character
  MessageArgs args;
};

struct AddressBlock {
  std::vector<std::string> lines;         ///< top to bottom, capitals A-Z, digits, spaces; above the street also - and '
  std::vector<AddressProblem> problems;   ///< [] when the block is right
};

/// `name` is the first line, `lines` follow; the last one is "49890 RIVEMONT", or a country below a foreign locality. Empty lines are left out.
AddressBlock address_block(const std::string& name, const std::vector<std::string>& lines, const AddressWords&);

/// A street's name of at most `most` characters, or as near as the ladder comes: type, titles, first names, articles, first word of other types, names from the left; never the last word.
std::string shortened_street(const std::string& street, std::size_t most, const AddressWords&);

}  // namespace pli
