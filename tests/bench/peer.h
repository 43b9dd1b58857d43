// What a town would otherwise use, on the same pages in the same run: OCRmyPDF (Debian's package).
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace pli::bench {

struct Cost {
  double wall = 0, cpu = 0;  ///< seconds; CPU of the command and all its children
};

/// Runs a shell command, its output thrown away save for `log`. `code` is its exit code.
Cost run_measured(const std::string& command, const std::filesystem::path& log, int* code = nullptr);
std::string quoted(const std::filesystem::path&);

/// Is `ocrmypdf` installed?
bool peer_is_there();

/// The text that `ocrmypdf -l fra --deskew --rotate-pages` finds in each scan, two at a time; "" where it failed. Its files go below `out`.
std::map<std::string, std::string> peer_texts(const std::vector<std::filesystem::path>& scans, const std::filesystem::path& out, Cost& cost);

}  // namespace pli::bench
