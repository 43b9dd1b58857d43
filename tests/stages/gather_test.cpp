#include "stages/gather.h"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <unistd.h>

#include <chrono>

#include "pipeline/errors.h"
#include "pipeline/files.h"
#include "tests/support/run.h"

using namespace pli;
using pli::test::TemporaryFolder;

namespace {

GatherOptions at_once() { return {0, [] { return 0.0; }, [](double) { FAIL("waited"); }, {}}; }

// A clock just after the files were written; waiting does `meanwhile`.
GatherOptions settling(const fs::path& youngest, std::function<void()> meanwhile, double* waited = nullptr) {
  const auto written = std::chrono::duration<double>(std::chrono::file_clock::to_sys(fs::last_write_time(youngest)).time_since_epoch()).count();
  return {2, [written] { return written + 0.5; }, [meanwhile, waited](double seconds) {
            if (waited) *waited = seconds;
            meanwhile();
          }, {}};
}

std::vector<std::string> paths(const Gathered& gathered) {
  std::vector<std::string> found;
  for (const SourceFile& file : gathered.files) found.push_back(file.path);
  return found;
}

using Names = std::vector<std::string>;

void touch(const fs::path& file) {
  make_folder(file.parent_path());
  write_aside(file, "x");
}

}  // namespace

TEST_CASE("sources are walked in the order given, folders in natural order") {
  const TemporaryFolder folder;
  for (const char* name : {"scans/page10.tif", "scans/page2.tif", "scans/lot/1.tif", "one.pdf"}) touch(folder.path() / name);
  CHECK(paths(gather({folder / "one.pdf", folder / "scans"}, at_once())) == Names{"one.pdf", "scans/lot/1.tif", "scans/page2.tif", "scans/page10.tif"});
  CHECK(paths(gather({folder / "scans/"}, at_once())) == Names{"scans/lot/1.tif", "scans/page2.tif", "scans/page10.tif"});
}

TEST_CASE("hidden and unfinished files are passed over, others with such words in their names are not") {
  const TemporaryFolder folder;
  for (const char* name : {".hidden.tif", "a.tif.part", "b.FILEPART", "c.tmp", ".pli/d.tif", "Thumbs.db", "part.tif", "tmp", "e.parts"}) touch(folder.path() / "s" / name);
  CHECK(paths(gather({folder / "s"}, at_once())) == Names{"s/e.parts", "s/part.tif", "s/tmp"});
}

TEST_CASE("links in a folder are not followed") {
  const TemporaryFolder folder;
  touch(folder / "secret");
  touch(folder.path() / "s" / "a.tif");
  touch(folder.path() / "elsewhere" / "b.tif");
  fs::create_symlink(folder / "secret", folder.path() / "s" / "link.tif");
  fs::create_directory_symlink(folder / "elsewhere", folder.path() / "s" / "linked");
  CHECK(paths(gather({folder / "s"}, at_once())) == Names{"s/a.tif"});
}

TEST_CASE("excluded folders are not entered, however they are written") {
  const TemporaryFolder folder;
  touch(folder.path() / "s" / "out" / "a.tif");
  touch(folder.path() / "s" / "b.tif");
  GatherOptions options = at_once();
  CHECK(paths(gather({folder / "s"}, options)).size() == 2);
  options.excluded = {folder.path() / "s" / "." / "out" / ".." / "out", folder / "missing", {}};
  CHECK(paths(gather({folder / "s"}, options)) == Names{"s/b.tif"});
}

TEST_CASE("a source that isn't there is an error of usage") {
  const TemporaryFolder folder;
  CHECK_THROWS_AS(gather({folder / "missing"}, at_once()), UsageError);
}

TEST_CASE("a file that grows while it is waited for is left alone; one that doesn't is taken") {
  const TemporaryFolder folder;
  const fs::path grows = folder.path() / "s" / "grows.tif";
  touch(folder.path() / "s" / "rests.tif");
  touch(grows);
  double waited = 0;
  const Gathered gathered = gather({folder / "s"}, settling(grows, [&] { append_line(grows, "more"); }, &waited));
  CHECK(waited == doctest::Approx(1.5));
  CHECK(paths(gathered) == Names{"s/rests.tif"});
  CHECK(gathered.left_alone == Names{"s/grows.tif"});
  CHECK(paths(gather({folder / "s"}, settling(grows, [] {}))).size() == 2);
  CHECK(paths(gather({folder / "s"}, at_once())).size() == 2);
}

TEST_CASE("a file held open for writing is left alone, and taken once it is closed") {
  const TemporaryFolder folder;
  const fs::path file = folder.path() / "s" / "a.tif";
  touch(file);
  const int reader = ::open(file.c_str(), O_RDONLY);
  const bool leases = ::fcntl(reader, F_SETLEASE, F_RDLCK) == 0;
  ::close(reader);
  if (!leases) {
    MESSAGE("no leases on this file system");
    return;
  }
  const int writer = ::open(file.c_str(), O_WRONLY);
  CHECK(gather({folder / "s"}, settling(file, [] {})).left_alone == Names{"s/a.tif"});
  ::close(writer);
  CHECK(gather({folder / "s"}, settling(file, [] {})).left_alone.empty());
}

TEST_CASE("a date in a name is a date alone, and one that exists") {
  CHECK(date_in("2026-11-23") == "2026-11-23");
  CHECK(date_in("scans 20261123 matin") == "2026-11-23");
  CHECK(date_in("lot_2024-02-29b") == "2024-02-29");
  CHECK(date_in("99999999 20261123") == "2026-11-23");
  for (const char* name : {"", "2026-11", "2026-13-01", "2026-02-29", "2026-11-00", "120261123", "202611234", "2026-11-234", "12026-11-23", "2026_11_23", "18000101"}) CHECK_MESSAGE(date_in(name) == "", name);
}
