// A TOML file read for a template reader: whatever is wrong with it names the file and the place.
#pragma once

#include <filesystem>
#include <initializer_list>
#include <string>
#include <string_view>
#include <toml++/toml.h>
#include <vector>

namespace pli {

/// A parsed file and what its readers ask of it. Every complaint is UsageError("template-invalid", {file, detail}).
class TomlFile {
 public:
  explicit TomlFile(const std::filesystem::path&);

  const toml::table& root() const { return root_; }
  const std::string& bytes() const { return bytes_; }
  [[noreturn]] void refuse(const std::string& detail) const;

  /// An unknown key is a misspelt one: it is refused, with its place (`where`).
  void only(const toml::table&, std::initializer_list<std::string_view> known, const std::string& where) const;
  /// Text that must be there and not be empty.
  std::string text(const toml::table&, std::string_view key, const std::string& where) const;
  std::string text_or(const toml::table&, std::string_view key, const std::string& otherwise, const std::string& where) const;
  double number_or(const toml::table&, std::string_view key, double otherwise, double least, double most, const std::string& where) const;
  bool flag_or(const toml::table&, std::string_view key, bool otherwise, const std::string& where) const;
  std::vector<std::string> texts(const toml::table&, std::string_view key, const std::string& where) const;  ///< [] when absent
  /// Calls `read(table, where)` for each [[key]] of the file, in order; `where` names it in complaints. There must be one.
  template <typename Read>
  void each(const char* key, const Read& read) const {
    const auto* array = root_[key].as_array();
    if (!array || array->empty()) refuse(std::string(key) + ": at least one [[" + key + "]] expected");
    int number = 0;
    for (const auto& item : *array) {
      const std::string where = std::string(key) + ' ' + std::to_string(++number) + ": ";
      if (!item.is_table()) refuse(where + "table expected");
      read(*item.as_table(), where);
    }
  }

 private:
  std::string name_, bytes_;
  toml::table root_;
};

}  // namespace pli
