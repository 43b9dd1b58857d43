// A TOML file of Pli, read whole; what is wrong with it is said with its name and place.
#pragma once

#include <toml++/toml.h>

#include <filesystem>
#include <string>

namespace pli {

/// Throws UsageError("template-invalid", {file, detail}) when the file is missing, too large (1 MiB) or malformed.
toml::table read_catalogue(const std::filesystem::path&);

/// The text at `key`, not empty. Throws UsageError("template-invalid", {file, key, detail}); `file` and `where` only name the place.
std::string toml_text(const toml::table&, const std::string& key, const std::filesystem::path& file, const std::string& where);

}  // namespace pli
