#include "tests/support/run.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "tests/support/paths.h"

extern char** environ;

namespace pli::test {

namespace fs = std::filesystem;

InMemory::InMemory() {
  const char* set = std::getenv("TMPDIR");
  before_ = set ? set : "";
  if (access("/dev/shm", W_OK) == 0) setenv("TMPDIR", "/dev/shm", 1);
}

InMemory::~InMemory() {
  if (before_.empty()) unsetenv("TMPDIR");
  else setenv("TMPDIR", before_.c_str(), 1);
}

TemporaryFolder::TemporaryFolder() {
  std::string name = (fs::temp_directory_path() / "pli-test-XXXXXX").string();
  if (!mkdtemp(name.data())) throw std::runtime_error("no temporary folder");
  path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

static std::string all_of_file(const fs::path& file) {
  std::ostringstream text;
  text << std::ifstream(file, std::ios::binary).rdbuf();
  return text.str();
}

static std::vector<std::string> environment_of(const RunOptions& options) {
  std::vector<std::string> all;
  for (char** entry = environ; *entry; ++entry) {
    const std::string pair = *entry;
    if (!pair.starts_with("PLI_") && !pair.starts_with("XDG_DATA_HOME=")) all.push_back(pair);
  }
  for (const auto& [name, value] : options.environment) {
    std::erase_if(all, [&](const std::string& pair) { return pair.starts_with(name + "="); });
    all.push_back(name + "=" + value);
  }
  return all;
}

static std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> all;
  for (std::string& text : texts) all.push_back(text.data());
  all.push_back(nullptr);
  return all;
}

// Files, not pipes: nobody waits for anybody, however much is said.
RunResult run(const std::vector<std::string>& command, const RunOptions& options) {
  const TemporaryFolder folder;
  std::ofstream(folder / "in", std::ios::binary) << options.input;
  std::vector<std::string> arguments = command, environment = environment_of(options);
  const std::vector<char*> argv = pointers(arguments), envp = pointers(environment);
  const std::string in = folder / "in", out = folder / "out", err = folder / "err";
  const pid_t child = fork();
  if (child < 0) throw std::runtime_error("fork failed");
  if (child == 0) {
    dup2(open(in.c_str(), O_RDONLY), STDIN_FILENO);
    dup2(open(out.c_str(), O_WRONLY | O_CREAT, 0600), STDOUT_FILENO);
    dup2(open(err.c_str(), O_WRONLY | O_CREAT, 0600), STDERR_FILENO);
    if (!options.folder.empty() && chdir(options.folder.c_str()) != 0) _exit(126);
    execvpe(argv[0], argv.data(), envp.data());
    _exit(127);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return {WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status), all_of_file(out), all_of_file(err)};
}

RunResult run_pli(std::vector<std::string> arguments, const RunOptions& options) {
  arguments.insert(arguments.begin(), program().string());
  return run(arguments, options);
}

}  // namespace pli::test
