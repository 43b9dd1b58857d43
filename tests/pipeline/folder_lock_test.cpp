#include "pipeline/folder_lock.h"

#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <memory>

#include "pipeline/errors.h"
#include "pipeline/files.h"
#include "tests/support/run.h"

using namespace pli;

namespace {

std::string code_of_locking(const fs::path& file) {
  try {
    const FolderLock lock(file);
    return "locked";
  } catch (const CodedError& error) {
    return error.code();
  }
}

}  // namespace

TEST_CASE("an output folder is held by one at a time and free again afterwards") {
  const test::TemporaryFolder out;
  const fs::path file = out.path() / ".pli" / "lock";
  auto lock = std::make_unique<FolderLock>(file);
  CHECK(code_of_locking(file) == "output-locked");
  CHECK(code_of_locking(out.path() / "other" / "lock") == "locked");
  lock.reset();
  CHECK(code_of_locking(file) == "locked");
}

TEST_CASE("another process is refused, and one that dies leaves no lock behind") {
  const test::TemporaryFolder out;
  const fs::path file = out.path() / ".pli" / "lock";
  int ends[2];
  REQUIRE(::pipe(ends) == 0);
  const pid_t child = ::fork();
  if (child == 0) {
    const auto* held = new FolderLock(file);  // never freed: the process is killed with it
    const char word = held ? 'y' : 'n';
    (void)!::write(ends[1], &word, 1);
    for (;;) ::pause();
  }
  char word = 0;
  REQUIRE(::read(ends[0], &word, 1) == 1);
  CHECK(code_of_locking(file) == "output-locked");
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  CHECK(code_of_locking(file) == "locked");
  ::close(ends[0]);
  ::close(ends[1]);
}

TEST_CASE("a lock that can't be made is not taken for a held one") {
  const test::TemporaryFolder out;
  write_file(out / "file", "x");
  CHECK(code_of_locking(out.path() / "file" / "lock") == "write-failed");
}
