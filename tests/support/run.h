// Runs a program and catches what it says.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace pli::test {

struct RunResult {
  int code = -1;      ///< exit code; 128 + number when a signal ended it
  std::string out, err;
};

struct RunOptions {
  std::string input;                                 ///< on stdin
  std::filesystem::path folder;                      ///< to run in; empty: this one's
  std::map<std::string, std::string> environment;    ///< added to ours, from which PLI_* and XDG_DATA_HOME are taken away
};

RunResult run(const std::vector<std::string>& command, const RunOptions& = {});
/// `pli ARGUMENTS...`: the binary of this build.
RunResult run_pli(std::vector<std::string> arguments, const RunOptions& = {});

/// While it lives, temporary folders are made in memory where the system has such a place: for tests that write thousands of small files and sync each.
class InMemory {
 public:
  InMemory();
  ~InMemory();
  InMemory(const InMemory&) = delete;
  InMemory& operator=(const InMemory&) = delete;

 private:
  std::string before_;
};

/// A new empty folder, removed with all in it when the test ends.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path operator/(const std::string& name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

}  // namespace pli::test
