// Patterns of an export filled with values, and the one place that turns what letters say into names of files: names that a Windows share takes, below one folder, whatever they hold.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace pli {

using ExportTexts = std::map<std::string, std::string>;  ///< values by name; a missing one is empty

/// `{name}` becomes its value; a part in square brackets goes when one of its values is empty.
std::string fill(std::string_view pattern, const ExportTexts&);

/// A path below a folder: each part filled by itself, so that no value makes a folder. Parts hold none of < > : " / \ | ? * and no control character, begin with no dot or
/// space, end with none, are no name that Windows keeps for itself (CON, NUL, COM1...), and have at most 180 bytes; values are cut, what the pattern itself says never is.
std::string export_path(std::string_view pattern, const ExportTexts&);

/// One part of such a path; `most` in bytes of UTF-8.
std::string safe_component(std::string_view text, std::size_t most);

/// A name that tells batches apart after it was made safe: what had to change or be cut carries a digest of the whole.
std::string distinct_component(const std::string& text, std::size_t most);

}  // namespace pli
