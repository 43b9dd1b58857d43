#include "stages/move_done.h"

#include <doctest/doctest.h>

#include "pipeline/digest.h"
#include "pipeline/files.h"
#include "tests/support/run.h"

using namespace pli;
using pli::test::TemporaryFolder;

namespace {

struct Scans {
  TemporaryFolder folder;
  InboundRequest request;
  Batch batch;

  Scans() {
    batch.entry.name = "LOT";
    request.out = folder / "out";
    request.done = folder / "done";
    for (const char* name : {"a.tif", "b.tif"}) {
      make_folder(folder / "scans");
      write_aside(scan(name), name);
      batch.inputs.push_back({std::string("scans/") + name, sha256(name), scan(name), {}, 1});
    }
  }
  fs::path scan(const char* name) const { return folder.path() / "scans" / name; }
  fs::path done(const char* name) const { return request.done / "LOT" / name; }
  bool noted() const { return fs::exists(request.out / ".pli" / "moves" / "LOT.json"); }
};

struct Killed {};

// Moves that stop once they are noted.
void move_and_stop(const Scans& scans) {
  set_fault_hook([&](std::string_view step, const fs::path& path) {
    if (step == "open" && path == scans.request.done) throw Killed{};
  });
  CHECK_THROWS_AS(move_done(scans.batch, scans.request), Killed);
  set_fault_hook({});
  REQUIRE(scans.noted());
}

}  // namespace

TEST_CASE("inputs of a complete batch move to the done folder, numbered") {
  const Scans scans;
  move_done(scans.batch, scans.request);
  CHECK(read_file(scans.done("001-a.tif")) == "a.tif");
  CHECK(read_file(scans.done("002-b.tif")) == "b.tif");
  CHECK_FALSE(fs::exists(scans.scan("a.tif")));
  CHECK_FALSE(scans.noted());
}

TEST_CASE("without a done folder inputs stay") {
  Scans scans;
  scans.request.done.clear();
  move_done(scans.batch, scans.request);
  CHECK(fs::exists(scans.scan("a.tif")));
}

TEST_CASE("a move cut short is ended by the next run") {
  const Scans scans;
  move_and_stop(scans);
  CHECK(fs::exists(scans.scan("a.tif")));
  finish_moves(scans.request.out);
  CHECK(read_file(scans.done("001-a.tif")) == "a.tif");
  CHECK_FALSE(fs::exists(scans.scan("b.tif")));
  CHECK_FALSE(scans.noted());
  finish_moves(scans.request.out);  // nothing is left to do
}

TEST_CASE("a new scan under the name of one that was done is not taken for it") {
  const Scans scans;
  move_and_stop(scans);
  make_folder(scans.request.done / "LOT");
  fs::rename(scans.scan("a.tif"), scans.done("001-a.tif"));  // moved before the run was killed
  write_aside(scans.scan("a.tif"), "a new letter");
  write_aside(scans.scan("b.tif"), "another new letter");    // came in the place of one not yet moved
  finish_moves(scans.request.out);
  CHECK(read_file(scans.scan("a.tif")) == "a new letter");
  CHECK(read_file(scans.scan("b.tif")) == "another new letter");
  CHECK(read_file(scans.done("001-a.tif")) == "a.tif");
}
