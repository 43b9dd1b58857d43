#include "pipeline/contact.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "pipeline/text.h"

namespace pli {
namespace {

constexpr std::array<std::string_view, 13> titles = {"m",   "mr",  "mm",       "mme",      "mmes",   "mlle", "monsieur",
                                                     "madame", "mademoiselle", "messieurs", "mesdames", "et",   "dr"};

bool holds_words(const std::string& text, const std::string& words) {
  return !words.empty() && (' ' + text + ' ').find(' ' + words + ' ') != std::string::npos;
}

std::string name_key(const std::string& name) {
  std::vector<std::string> words;
  for (std::string& word : split(matching(name), ' '))
    if (!word.empty() && std::find(titles.begin(), titles.end(), word) == titles.end()) words.push_back(std::move(word));
  std::sort(words.begin(), words.end());
  std::string key;
  for (const std::string& word : words) key += (key.empty() ? "" : " ") + word;
  return key;
}

}  // namespace

Contact contact_of(const std::string& name, const std::string& street, const std::string& postcode, const std::string& city, const std::string& email,
                   const std::string& phone) {
  return {name_key(name), matching(street), matching(postcode), matching(street + ' ' + postcode + ' ' + city), folded(trimmed(email)), phone};
}

std::string same_person(const Contact& asking, const Contact& known) {
  if (asking.name.empty() || asking.name != known.name) return {};
  if (holds_words(known.place, asking.street) && holds_words(known.place, asking.postcode)) return "address";
  if (!asking.email.empty() && asking.email == known.email) return "email";
  if (!asking.phone.empty() && asking.phone == known.phone) return "phone";
  return {};
}

}  // namespace pli
