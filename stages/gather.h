// Which files a batch takes: sources walked in natural order, what is still being written left alone.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace pli {

struct SourceFile {
  std::string path;             ///< for people and records: the file's name, below its source folder's name if it came from one
  std::filesystem::path file;
  long long modified = 0;       ///< seconds since 1970
  bool unreadable = false;      ///< a file or folder that this user may not read: it can only be rejected
};

struct GatherOptions {
  double settle_seconds = 2;    ///< a file changed within this time is looked at again; still changing or held open for writing: left alone
  std::function<double()> now;              ///< seconds since 1970
  std::function<void(double)> wait;         ///< seconds
  std::vector<std::filesystem::path> excluded;  ///< folders never entered: the output, the done folder
};

struct Gathered {
  std::vector<SourceFile> files;        ///< in the order of the sources, each folder in natural name order
  std::vector<std::string> left_alone;  ///< paths, as above
};

/// Hidden files, `*.part`, `*.filepart`, `*.tmp` and empty names are passed over in folders; links are not followed.
/// Throws UsageError("source-missing") for a source that is not there, ItemError never.
Gathered gather(const std::vector<std::filesystem::path>& sources, const GatherOptions&);

/// A date written in a name, `2026-11-23` or `20261123`, as ISO, or "".
std::string date_in(const std::string& name);

}  // namespace pli
