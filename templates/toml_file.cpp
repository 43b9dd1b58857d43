#include "templates/toml_file.h"

#include <fmt/format.h>

#include <algorithm>

#include "pipeline/errors.h"
#include "pipeline/files.h"

namespace pli {
namespace {

constexpr std::size_t most_bytes = 4u << 20;

std::string read_template(const std::filesystem::path& file) {
  try {
    return read_file(file);
  } catch (const Fatal& error) {
    throw UsageError("template-invalid", {{"file", file.string()}, {"detail", error.what()}});
  }
}

}  // namespace

TomlFile::TomlFile(const std::filesystem::path& file) : name_(file.string()), bytes_(read_template(file)) {
  if (bytes_.size() > most_bytes) refuse("larger than 4 MB");
  try {
    root_ = toml::parse(std::string_view(bytes_));
  } catch (const toml::parse_error& error) {
    refuse("line " + std::to_string(error.source().begin.line) + ": " + std::string(error.description()));
  }
}

void TomlFile::refuse(const std::string& detail) const { throw UsageError("template-invalid", {{"file", name_}, {"detail", detail}}); }

void TomlFile::only(const toml::table& table, std::initializer_list<std::string_view> known, const std::string& where) const {
  for (const auto& [key, value] : table)
    if (std::find(known.begin(), known.end(), key.str()) == known.end()) refuse(where + std::string(key.str()) + ": unknown key");
}

std::string TomlFile::text(const toml::table& table, std::string_view key, const std::string& where) const {
  const auto value = table[key].value<std::string>();
  if (!value || value->empty()) refuse(where + std::string(key) + ": text expected");
  return *value;
}

std::string TomlFile::text_or(const toml::table& table, std::string_view key, const std::string& otherwise, const std::string& where) const {
  return table.contains(key) ? text(table, key, where) : otherwise;
}

double TomlFile::number_or(const toml::table& table, std::string_view key, double otherwise, double least, double most, const std::string& where) const {
  if (!table.contains(key)) return otherwise;
  const auto value = table[key].value<double>();
  if (!value || !(*value >= least && *value <= most)) refuse(where + std::string(key) + ": " + fmt::format("number from {:g} to {:g} expected", least, most));
  return *value;
}

bool TomlFile::flag_or(const toml::table& table, std::string_view key, bool otherwise, const std::string& where) const {
  if (!table.contains(key)) return otherwise;
  const auto* value = table[key].as_boolean();
  if (!value) refuse(where + std::string(key) + ": true or false expected");
  return value->get();
}

std::vector<std::string> TomlFile::texts(const toml::table& table, std::string_view key, const std::string& where) const {
  std::vector<std::string> out;
  if (!table.contains(key)) return out;
  const auto* array = table[key].as_array();
  if (!array) refuse(where + std::string(key) + ": list of texts expected");
  for (const auto& item : *array) {
    const auto value = item.value<std::string>();
    if (!value || value->empty()) refuse(where + std::string(key) + ": list of texts expected");
    out.push_back(*value);
  }
  return out;
}

}  // namespace pli
