// Apache Preflight, the one PDF/A-1b validator of Debian: several files in one start of Java.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace pli::testing {

/// Whether Java and the validator are installed; `why_not` names what is missing (libpdfbox2-java and a Java runtime).
bool preflight_there(std::string* why_not = nullptr);

/// For each file "" when it is valid PDF/A-1b, else what is wrong. Lists and results are written into `folder`.
std::map<std::string, std::string> preflight(const std::vector<std::filesystem::path>& files, const std::filesystem::path& folder);

}  // namespace pli::testing
