// Names of the world's countries, to tell the last line of a foreign address.
#pragma once

#include <string>

namespace pli {

/// `name` in capitals without accents, words separated by single spaces; French or English names of ICU's countries, France left out.
bool is_foreign_country(const std::string& name);

}  // namespace pli
