// The kinds of letter: their codes are fixed by CONTRACT.md, their labels come from kinds.toml.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace pli {

/// The contract's thirteen codes, in its order; `autre` is last.
const std::vector<std::string>& kind_codes();
bool is_kind(std::string_view code);

/// Labels by code. Throws UsageError("template-invalid", {file, detail}) unless the file names every kind and no other.
std::map<std::string, std::string> load_kind_labels(const std::filesystem::path& file);

}  // namespace pli
