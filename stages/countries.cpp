#include "stages/countries.h"

#include <unicode/locid.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <set>

#include "pipeline/text.h"

namespace pli {
namespace {

std::string plain_capitals(const icu::UnicodeString& name) {
  std::string utf8;
  name.toUTF8String(utf8);
  std::string out = matching(utf8);
  return capitals(out);
}

std::set<std::string> all_names() {
  std::set<std::string> names = {"ANGLETERRE", "ECOSSE", "PAYS DE GALLES", "GRANDE BRETAGNE", "HOLLANDE", "USA", "ETATS UNIS D AMERIQUE", "GREAT BRITAIN", "ENGLAND", "UK"};
  for (const char* const* code = icu::Locale::getISOCountries(); *code; ++code) {
    if (std::string(*code) == "FR") continue;
    const icu::Locale country("", *code);
    icu::UnicodeString name;
    names.insert(plain_capitals(country.getDisplayCountry(icu::Locale::getFrench(), name)));
    names.insert(plain_capitals(country.getDisplayCountry(icu::Locale::getEnglish(), name)));
  }
  return names;
}

}  // namespace

bool is_foreign_country(const std::string& name) {
  static const std::set<std::string> names = all_names();
  return names.contains(name);
}

}  // namespace pli
