#include "tests/support/whole_program.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <stdexcept>

#include "bin/command.h"
#include "pipeline/files.h"
#include "tests/support/fake_reader.h"
#include "tests/support/paths.h"

extern char** environ;

namespace pli::test {
namespace {

void forget_settings() {
  std::vector<std::string> names;
  for (char** entry = environ; *entry; ++entry)
    if (const std::string pair = *entry; pair.starts_with("PLI_") || pair.starts_with("XDG_DATA_HOME=")) names.push_back(pair.substr(0, pair.find('=')));
  for (const std::string& name : names) ::unsetenv(name.c_str());
}

// Never comes back: what belongs to the caller's process is left alone.
[[noreturn]] void become(const std::vector<std::string>& arguments, const fs::path& config, const fs::path& out, const fs::path& err, const std::function<void()>& at_start) {
  ::setpgid(0, 0);
  ::dup2(::open("/dev/null", O_RDONLY), STDIN_FILENO);
  ::dup2(::open(out.c_str(), O_WRONLY | O_CREAT, 0600), STDOUT_FILENO);
  ::dup2(::open(err.c_str(), O_WRONLY | O_CREAT, 0600), STDERR_FILENO);
  forget_settings();
  ::setenv("PLI_CONFIG", config.c_str(), 1);
  ::setenv("PLI_DATA", source_folder().c_str(), 1);
  if (at_start) at_start();
  std::vector<std::string> words = {"pli"};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  int code = 1;
  try {
    code = run_program(static_cast<int>(words.size()), argv.data(),
                       {add_night, add_review, add_correct, add_split, add_join, add_replace, add_reprocess, add_export, add_handover, add_register, add_dossier, add_verify},
                       [](const ScanReaderOptions&) { return make_fake_reader(); });
  } catch (...) {
  }
  std::cout.flush();
  std::cerr.flush();
  std::fflush(nullptr);
  ::_exit(code);
}

}  // namespace

// What the caller has said and not written yet is not the child's to say.
static pid_t forked() {
  std::cout.flush();
  std::fflush(nullptr);
  const pid_t child = ::fork();
  if (child < 0) throw std::runtime_error("fork failed");
  return child;
}

RunResult WholeProgram::run(const std::vector<std::string>& arguments, const std::function<void()>& at_start) const {
  const TemporaryFolder folder;
  const pid_t child = forked();
  if (child == 0) become(arguments, config_, folder / "out", folder / "err", at_start);
  int status = 0;
  ::waitpid(child, &status, 0);
  const auto said = [](const fs::path& file) { return fs::exists(file) ? read_file(file) : ""; };
  return {code_of(status), said(folder / "out"), said(folder / "err")};
}

pid_t WholeProgram::begin(const std::vector<std::string>& arguments) const {
  const pid_t child = forked();
  if (child == 0) become(arguments, config_, "/dev/null", "/dev/null", {});
  ::setpgid(child, child);
  return child;
}

int code_of(int status) { return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status); }

}  // namespace pli::test
