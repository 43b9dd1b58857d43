// The project's own sources as the house rules read them.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace pli::test {

struct Source {
  std::string path;                     ///< from the root: "stages/engines/tesseract.cpp"
  std::string folder;                   ///< its first part
  std::vector<std::string> own, other;  ///< includes: "…" and <…>, without their marks
  std::vector<std::string> code;        ///< its lines without comments and without the contents of strings
};

/// Every .h and .cpp of the seven folders, by path.
const std::vector<Source>& sources();

/// Comments and the contents of strings and characters taken out, lines kept.
std::string bare_code(const std::string& text);

std::string text_of(const std::filesystem::path& file);

}  // namespace pli::test
