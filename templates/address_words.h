// How long street names are shortened for an address block, from address.toml (NF Z 10-011's ladder; lists after the public 2D-Doc specification, 11.2).
#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>

namespace pli {

/// Words as address blocks write them: capitals without accents.
struct AddressWords {
  std::map<std::string, std::string> street_types;  ///< AVENUE to AV: tried first
  std::map<std::string, std::string> titles;        ///< MARECHAL to MAL: second
  std::set<std::string> first_names;                ///< JEAN to J: third
  std::set<std::string> articles;                   ///< left out: fourth. Particles of names are no articles
  std::map<std::string, std::string> other_words;   ///< words that other lines may shorten: BATIMENT to BAT
  std::string digest;
};

/// Throws UsageError("template-invalid") naming file and key.
AddressWords load_address_words(const std::filesystem::path& file);

}  // namespace pli
