#include "templates/attestation.h"

#include "templates/toml_file.h"

namespace pli {

std::string AttestationWords::label(const std::string& key, const MessageArgs& facts) const {
  const auto found = labels.find(key);
  std::string text = found == labels.end() ? key : found->second;
  for (const auto& [name, value] : facts) {
    const std::string place = '{' + name + '}';
    if (const std::size_t at = text.find(place); at != std::string::npos) text.replace(at, place.size(), value);
  }
  return text;
}

static std::map<std::string, std::string> table_of_texts(const TomlFile& file, const char* name) {
  const toml::table* table = file.root()[name].as_table();
  if (!table || table->empty()) file.refuse(std::string(name) + ": table of texts expected");
  std::map<std::string, std::string> texts;
  for (const auto& [key, node] : *table) texts[std::string(key.str())] = file.text(*table, key.str(), std::string(name) + '.');
  return texts;
}

AttestationWords load_attestation_words(const std::filesystem::path& path) {
  const TomlFile file(path);
  file.only(file.root(), {"title", "intro", "notice", "labels", "defects"}, "");
  AttestationWords words;
  words.title = file.text(file.root(), "title", "");
  words.intro = file.text(file.root(), "intro", "");
  words.notice = file.texts(file.root(), "notice", "");
  if (words.notice.empty()) file.refuse("notice: at least one paragraph expected: what the attestation is not");
  words.labels = table_of_texts(file, "labels");
  words.defects = table_of_texts(file, "defects");
  return words;
}

}  // namespace pli
