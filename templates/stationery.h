// All that a letter needs besides its own text and its row: the town, envelopes, legal mentions, how an address is shortened, the words around a letter.
#pragma once

#include <filesystem>
#include <string>

#include "templates/address_words.h"
#include "templates/envelopes.h"
#include "templates/legal.h"
#include "templates/letter_words.h"
#include "templates/town.h"

namespace pli {

struct Stationery {
  Town town;
  Envelopes envelopes;
  Legal legal;
  AddressWords address;
  LetterWords words;
  std::string digest;  ///< of all of them
};

/// `templates` is the folder of that name; `town` another town.toml, empty for the one in it. Throws UsageError("template-invalid") naming file and key.
Stationery load_stationery(const std::filesystem::path& templates, const std::filesystem::path& town = {});

}  // namespace pli
