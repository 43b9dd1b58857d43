#include "stages/spool.h"

#include <doctest/doctest.h>

#include "pipeline/errors.h"
#include "pipeline/files.h"
#include "pipeline/folder_lock.h"
#include "tests/support/filed_batch.h"

using namespace pli;
using namespace pli::test;

namespace {

void put(const fs::path& file, const std::string& bytes = "x") {
  make_folder(file.parent_path());
  write_aside(file, bytes);
}

constexpr long long far_away = 1LL << 40, long_ago = 0;

}  // namespace

TEST_CASE("each sub-folder of the spool that holds files is one batch, in natural order; what lies loose comes last") {
  const TemporaryFolder folder;
  put(folder / "spool/scan10/a.tif", "12345");
  put(folder / "spool/scan2/b.tif"), put(folder / "spool/scan2/deeper/c.tif");
  put(folder / "spool/loose.pdf"), put(folder / "spool/half.pdf.part"), put(folder / "spool/.hidden/x.tif"), put(folder / "spool/done/y.tif");
  make_folder(folder / "spool/empty");
  const auto found = spool_folders(folder / "spool", {folder / "spool/done"});
  REQUIRE(found.size() == 3);
  CHECK(found[0].name == "scan2");
  CHECK(found[0].files == 2);
  CHECK(found[1].name == "scan10");
  CHECK(found[1].bytes == 5);
  CHECK(found[1].sources == std::vector<fs::path>{folder / "spool/scan10"});
  CHECK(found[2].name == "");
  CHECK(found[2].sources == std::vector<fs::path>{folder / "spool/loose.pdf"});
}

TEST_CASE("a spool that is not there is an error, not an empty one") {
  const TemporaryFolder folder;
  CHECK_THROWS_AS(spool_folders(folder / "spool", {}), UsageError);
}

TEST_CASE("work folders of complete batches go once they are old, with an event; all others stay") {
  FiledBatch batch;
  batch.file();
  batch.registry.open_batch({"OFFEN", "digest 2", "2026-11-23", "option", (batch.out() / "OFFEN").string(), false}, {});
  for (const char* name : {"LOT", "OFFEN", "fremd"}) put(batch.out() / ".pli" / name / "page.json");
  batch.complete();
  CHECK(purge_work(batch.out(), batch.registry, long_ago).empty());
  CHECK(purge_work(batch.out(), batch.registry, far_away) == std::vector<std::string>{"LOT"});
  CHECK_FALSE(fs::exists(batch.out() / ".pli/LOT"));
  CHECK(fs::exists(batch.out() / ".pli/OFFEN/page.json"));
  CHECK(fs::exists(batch.out() / ".pli/fremd/page.json"));
  CHECK(fs::exists(batch.place("00000000DOC1") / "document.pdf"));
  CHECK(batch.registry.events_about("LOT").back().kind == "work-purged");
}

TEST_CASE("nothing is purged while a run holds the output folder") {
  FiledBatch batch;
  batch.complete();
  put(batch.out() / ".pli/LOT/page.json");
  const FolderLock held(batch.out() / ".pli" / "lock");
  CHECK_THROWS_AS(purge_work(batch.out(), batch.registry, far_away), Fatal);
  CHECK(fs::exists(batch.out() / ".pli/LOT/page.json"));
}
