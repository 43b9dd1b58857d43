#include "templates/address_words.h"

#include "pipeline/digest.h"
#include "pipeline/text.h"
#include "templates/toml_file.h"

namespace pli {
namespace {

void must_be_capitals(const TomlFile& file, const std::string& word, const std::string& where) {
  if (word.empty() || capitals(word) != word) file.refuse(where + word + ": capitals without accents expected");
}

std::map<std::string, std::string> shortenings(const TomlFile& file, const char* key) {
  std::map<std::string, std::string> out;
  const auto* table = file.root()[key].as_table();
  if (!table) file.refuse(std::string(key) + ": table expected");
  const std::string where = std::string(key) + ": ";
  for (const auto& [name, entry] : *table) {
    const std::string word(name.str()), shorter = file.text(*table, name.str(), where);
    must_be_capitals(file, word, where), must_be_capitals(file, shorter, where);
    if (shorter.size() >= word.size()) file.refuse(where + word + ": " + shorter + " is not shorter");
    out[word] = shorter;
  }
  return out;
}

std::set<std::string> words(const TomlFile& file, const char* key) {
  std::set<std::string> out;
  for (const std::string& word : file.texts(file.root(), key, "")) {
    must_be_capitals(file, word, std::string(key) + ": ");
    out.insert(word);
  }
  return out;
}

}  // namespace

AddressWords load_address_words(const std::filesystem::path& path) {
  const TomlFile file(path);
  file.only(file.root(), {"street_types", "titles", "first_names", "articles", "other_words"}, "");
  return {shortenings(file, "street_types"), shortenings(file, "titles"), words(file, "first_names"), words(file, "articles"), shortenings(file, "other_words"), sha256(file.bytes())};
}

}  // namespace pli
