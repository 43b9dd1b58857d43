// The whole program in a child of this process, with the fake reader instead of engines: options, settings, messages and exit codes as people get them, and no page to recognise.
#pragma once

#include <sys/types.h>

#include <functional>
#include <string>
#include <vector>

#include "tests/support/run.h"

namespace pli::test {

class WholeProgram {
 public:
  /// `config` is the configuration file of every command.
  explicit WholeProgram(std::filesystem::path config) : config_(std::move(config)) {}

  /// `pli ARGUMENTS...`. `at_start` runs in the child first: where a fault is to be set.
  RunResult run(const std::vector<std::string>& arguments, const std::function<void()>& at_start = {}) const;
  /// The same without waiting, in a process group of its own, what it says goes nowhere. The caller waits for it.
  pid_t begin(const std::vector<std::string>& arguments) const;

 private:
  std::filesystem::path config_;
};

/// The code of a child that ended; 128 + number when a signal ended it.
int code_of(int status);

}  // namespace pli::test
