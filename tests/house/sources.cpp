#include "tests/house/sources.h"

#include <algorithm>
#include <fstream>
#include <regex>
#include <sstream>

#include "tests/support/paths.h"

namespace pli::test {

namespace fs = std::filesystem;

std::string text_of(const fs::path& file) {
  std::ostringstream text;
  text << std::ifstream(file, std::ios::binary).rdbuf();
  return text.str();
}

/// The end of the raw string that begins at `at` (`R"` seen), or npos.
static std::size_t end_of_raw(const std::string& text, std::size_t at) {
  const std::size_t open = text.find('(', at);
  if (open == text.npos) return text.npos;
  const std::string close = ")" + text.substr(at + 2, open - at - 2) + "\"";
  const std::size_t found = text.find(close, open);
  return found == text.npos ? found : found + close.size();
}

std::string bare_code(const std::string& text) {
  std::string code;
  const auto keep_lines = [&](std::size_t from, std::size_t to) { code.append(static_cast<std::size_t>(std::count(text.begin() + static_cast<long>(from), text.begin() + static_cast<long>(to), '\n')), '\n'); };
  for (std::size_t i = 0; i < text.size();) {
    std::size_t end = i + 1;
    if (text.compare(i, 2, "//") == 0) {
      end = std::min(text.find('\n', i), text.size());
    } else if (text.compare(i, 2, "/*") == 0) {
      end = std::min(text.find("*/", i + 2), text.size() - 2) + 2;
    } else if (text.compare(i, 2, "R\"") == 0) {
      end = std::min(end_of_raw(text, i), text.size());
    } else if (text[i] == '"' || (text[i] == '\'' && (i == 0 || !std::isalnum(static_cast<unsigned char>(text[i - 1]))))) {
      while (end < text.size() && text[end] != text[i] && text[end] != '\n') end += text[end] == '\\' ? 2 : 1;
      end = std::min(end + 1, text.size());
      code += "\"\"";
    } else {
      code += text[i++];
      continue;
    }
    keep_lines(i, end);
    i = end;
  }
  return code;
}

static Source source_of(const fs::path& file, const fs::path& root) {
  Source source;
  source.path = file.lexically_relative(root).generic_string();
  source.folder = source.path.substr(0, source.path.find('/'));
  const std::string text = text_of(file);
  static const std::regex include(R"(^\s*#\s*include\s*(["<])([^">]+)[">])");
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    std::smatch found;
    if (std::regex_search(line, found, include)) (found[1] == "\"" ? source.own : source.other).push_back(found[2]);
  }
  std::istringstream bare(bare_code(text));
  for (std::string line; std::getline(bare, line);) source.code.push_back(line);
  return source;
}

const std::vector<Source>& sources() {
  static const std::vector<Source> all = [] {
    std::vector<Source> found;
    const fs::path root = source_folder();
    for (const char* folder : {"pipeline", "templates", "classifiers", "stages", "bin", "samples", "tests"}) {
      for (const fs::directory_entry& entry : fs::recursive_directory_iterator(root / folder)) {
        const std::string kind = entry.path().extension().string();
        if (entry.is_regular_file() && (kind == ".h" || kind == ".cpp")) found.push_back(source_of(entry.path(), root));
      }
    }
    std::sort(found.begin(), found.end(), [](const Source& a, const Source& b) { return a.path < b.path; });
    return found;
  }();
  return all;
}

}  // namespace pli::test
