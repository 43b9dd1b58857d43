#include "templates/stationery.h"

#include "pipeline/digest.h"

namespace pli {

Stationery load_stationery(const std::filesystem::path& templates, const std::filesystem::path& town) {
  Stationery s{load_town(town.empty() ? templates / "town.toml" : town), load_envelopes(templates / "envelopes.toml"), load_legal(templates / "legal.toml"),
               load_address_words(templates / "address.toml"), load_letter_words(templates / "letter_words.toml"), ""};
  Sha256 digest;
  for (const std::string* one : {&s.town.digest, &s.envelopes.digest, &s.legal.digest, &s.address.digest, &s.words.digest}) digest.add_field(*one);
  s.digest = digest.hex();
  return s;
}

}  // namespace pli
