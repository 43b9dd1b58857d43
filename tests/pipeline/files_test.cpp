#include "pipeline/files.h"

#include <doctest/doctest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include <csignal>
#include <optional>
#include <set>

#include "pipeline/errors.h"
#include "pipeline/file_block.h"
#include "tests/support/run.h"

using namespace pli;

namespace {

struct Broken {};

// While it lives, the n-th step of writing fails.
class FaultAt {
 public:
  explicit FaultAt(int n) {
    set_fault_hook([this, n](std::string_view step, const fs::path&) {
      steps.insert(std::string(step));
      if (count++ == n) throw Broken{};
    });
  }
  ~FaultAt() { set_fault_hook({}); }
  FaultAt(const FaultAt&) = delete;
  FaultAt& operator=(const FaultAt&) = delete;
  int count = 0;
  std::set<std::string> steps;
};

// Runs `act` with a fault at each of its steps in turn, looking with `look` after each; then without any.
template <typename Act, typename Look>
int with_a_fault_at_each_step(const Act& act, const Look& look, std::set<std::string>* steps = nullptr) {
  for (int n = 0;; ++n) {
    bool failed = false;
    {
      FaultAt fault(n);
      try {
        act();
      } catch (const Broken&) {
        failed = true;
      }
      if (steps) steps->insert(fault.steps.begin(), fault.steps.end());
    }
    look(failed);
    if (!failed) return n;
  }
}

int mode_of(const fs::path& path) {
  struct stat info {};
  REQUIRE(::stat(path.c_str(), &info) == 0);
  return static_cast<int>(info.st_mode & 07777);
}

template <typename Act>
std::string code_of(const Act& act) {
  try {
    act();
    return "";
  } catch (const CodedError& error) {
    return error.code();
  }
}

}  // namespace

TEST_CASE("a file appears whole or not at all, whichever step of its writing fails") {
  const test::TemporaryFolder folder;
  const fs::path file = folder / "record.json";
  std::set<std::string> steps;
  const int faults = with_a_fault_at_each_step([&] { write_file(file, "whole"); },
                                               [&](bool failed) {
                                                 if (fs::exists(file)) CHECK(read_file(file) == "whole");
                                                 else CHECK(failed);
                                                 fs::remove(file);
                                               },
                                               &steps);
  CHECK(faults >= 4);
  CHECK(steps == std::set<std::string>{"open", "write", "sync", "rename"});
}

TEST_CASE("a file that is replaced is the old one or the new one at every step") {
  const test::TemporaryFolder folder;
  const fs::path file = folder / "index.csv";
  write_file(file, "the old one, which is longer");
  with_a_fault_at_each_step([&] { write_file(file, "new"); },
                            [&](bool failed) {
                              const std::string found = read_file(file);
                              CHECK((found == "new" || (failed && found == "the old one, which is longer")));
                            });
  CHECK(read_file(file) == "new");
}

TEST_CASE("outputs are read by the group, secrets by their owner alone, whatever was there before") {
  const test::TemporaryFolder folder;
  write_file(folder / "output", "x");
  write_file(folder / "secret", "x", Access::owner_only);
  append_line(folder / "log", "x");
  make_folder(folder.path() / "a" / "b");
  CHECK(mode_of(folder / "output") == 0640);
  CHECK(mode_of(folder / "secret") == 0600);
  CHECK(mode_of(folder / "log") == 0640);
  CHECK(mode_of(folder.path() / "a") == 0750);
  CHECK(mode_of(folder.path() / "a" / "b") == 0750);

  fs::permissions(folder / "output", fs::perms::all);
  write_file(folder / "output", "y", Access::owner_only);
  CHECK(mode_of(folder / "output") == 0600);
}

TEST_CASE("files are read whole, and what can't be read is an error, not an empty file") {
  const test::TemporaryFolder folder;
  const std::string bytes = std::string(100'000, 'x') + std::string("\0\r\n\xFF", 4);
  write_file(folder / "bytes", bytes);
  write_file(folder / "empty", "");
  CHECK(read_file(folder / "bytes") == bytes);
  CHECK(read_file(folder / "empty") == "");
  CHECK(code_of([&] { read_file(folder / "missing"); }) == "file-unreadable");
  CHECK(code_of([&] { read_file(folder.path()); }) == "file-unreadable");
}

TEST_CASE("lines are appended behind one another") {
  const test::TemporaryFolder folder;
  append_line(folder / "log", "one");
  append_line(folder / "log", "two");
  CHECK(read_file(folder / "log") == "one\ntwo\n");
}

TEST_CASE("an original is copied byte for byte with the mode of all outputs, and its source is left as it was") {
  const test::TemporaryFolder folder;
  const std::string bytes = std::string(200'000, 'x') + "end";
  write_file(folder / "scan.tif", bytes);
  copy_original(folder / "scan.tif", folder / "kept", false);
  CHECK(read_file(folder / "kept") == bytes);
  CHECK(mode_of(folder / "kept") == 0640);
  CHECK(mode_of(folder / "scan.tif") == 0640);
  write_aside(folder / "scan.tif", "written over");
  CHECK(read_file(folder / "kept") == bytes);

  copy_original(folder / "scan.tif", folder / "linked", true);
  CHECK(read_file(folder / "linked") == "written over");
}

TEST_CASE("an original is there whole or not at all") {
  const test::TemporaryFolder folder;
  write_file(folder / "scan.tif", "pages");
  with_a_fault_at_each_step([&] { copy_original(folder / "scan.tif", folder / "kept", false); },
                            [&](bool failed) {
                              if (fs::exists(folder / "kept")) CHECK(read_file(folder / "kept") == "pages");
                              else CHECK(failed);
                            });
  CHECK(code_of([&] { copy_original(folder / "missing", folder / "never", false); }) == "file-unreadable");
  CHECK_FALSE(fs::exists(folder / "never"));
}

TEST_CASE("a folder moves whole or stays whole") {
  const test::TemporaryFolder folder;
  const fs::path aside = folder.path() / "aside" / "D", place = folder.path() / "out" / "urbanisme" / "D";
  make_folder(aside);
  write_aside(aside / "record.json", "{}");
  write_aside(aside / "text.txt", "text");
  const auto whole = [](const fs::path& where) { return fs::exists(where / "record.json") && fs::exists(where / "text.txt"); };
  const int faults = with_a_fault_at_each_step([&] { if (fs::exists(aside)) move_folder(aside, place); },
                                               [&](bool) { CHECK(whole(aside) != whole(place)); });
  CHECK(faults >= 5);
  CHECK(whole(place));
}

TEST_CASE("a folder never takes the place of another") {
  const test::TemporaryFolder folder;
  make_folder(folder.path() / "aside");
  make_folder(folder.path() / "place");
  write_aside(folder.path() / "place" / "record.json", "{}");
  CHECK(code_of([&] { move_folder(folder.path() / "aside", folder.path() / "place"); }) == "write-failed");
  CHECK(fs::exists(folder.path() / "place" / "record.json"));
}

TEST_CASE("many files move one by one, each whole, and those of an earlier attempt are replaced") {
  const test::TemporaryFolder folder;
  const fs::path aside = folder.path() / "aside", place = folder.path() / "letters";
  make_folder(aside);
  make_folder(place);
  write_file(place / "b.pdf", "old");
  const int faults = with_a_fault_at_each_step(
      [&] {
        write_unsynced(aside / "a.pdf", "letter a");
        write_unsynced(aside / "b.pdf", "letter b");
        move_files(aside, place);
      },
      [&](bool failed) {
        if (fs::exists(place / "a.pdf")) CHECK(read_file(place / "a.pdf") == "letter a");
        CHECK((read_file(place / "b.pdf") == "letter b" || (failed && read_file(place / "b.pdf") == "old")));
      });
  CHECK(faults >= 7);
  CHECK(fs::is_empty(aside));
  CHECK(read_file(place / "a.pdf") == "letter a");
  CHECK(mode_of(place / "a.pdf") == 0640);
}

TEST_CASE("a full disk is told from other trouble") {
  const test::TemporaryFolder folder;
  const fs::path full = folder / "full";  // a device like /dev/full, of our own: its mode may be changed
  if (::mknod(full.c_str(), S_IFCHR | 0600, makedev(1, 7)) == 0) {
    const std::string code = code_of([&] { write_aside(full, "x"); });
    if (code != "write-failed") CHECK(code == "disk-full");  // where devices can't be opened nothing is shown
  }
  CHECK(code_of([&] { write_file(folder.path() / "no such folder" / "file", "x"); }) == "write-failed");
}

TEST_CASE("a write cut short by a limit is an error, and no file appears") {
  const test::TemporaryFolder folder;
  rlimit before{};
  REQUIRE(::getrlimit(RLIMIT_FSIZE, &before) == 0);
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  const rlimit little{1000, before.rlim_max};
  REQUIRE(::setrlimit(RLIMIT_FSIZE, &little) == 0);
  const std::string code = code_of([&] { write_file(folder / "large", std::string(5000, 'x')); });
  ::setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, handler);
  CHECK(code == "write-failed");
  CHECK_FALSE(fs::exists(folder / "large"));
}
