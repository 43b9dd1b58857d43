#include "stages/spool.h"

#include <doctest/doctest.h>

#include "pipeline/digest.h"
#include "pipeline/errors.h"
#include "pipeline/files.h"
#include "pipeline/folder_lock.h"
#include "tests/support/filed_batch.h"
#include "tests/support/town.h"

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

TEST_CASE("a batch that was begun is found with the files it was begun with, not with those that came since") {
  FiledBatch batch;
  const fs::path spool = batch.folder / "spool";
  put(spool / "accueil/a.tif", "a"), put(spool / "accueil/b.tif", "b"), put(spool / "accueil/c.tif", "came since"), put(spool / "lose.pdf", "l");
  const auto open = [&](const char* name, const std::vector<InputEntry>& inputs) { batch.registry.open_batch({name, name, "2026-11-23", "option", (batch.out() / name).string(), false}, inputs); };
  open("A", {{"accueil/a.tif", sha256("a"), 0}, {"accueil/b.tif", sha256("b"), 0}});
  open("B", {{"accueil/a.tif", sha256("changed"), 0}});
  open("C", {{"fort/x.tif", sha256("x"), 0}});
  open("D", {{"lose.pdf", sha256("l"), 0}});
  const auto found = begun_batches(spool, batch.registry);
  REQUIRE(found.size() == 2);
  CHECK(found[0].name == "accueil");
  CHECK(found[0].sources == std::vector<fs::path>{spool / "accueil"});
  CHECK(found[0].only == std::vector<fs::path>{spool / "accueil/a.tif", spool / "accueil/b.tif"});
  CHECK(found[1].sources == std::vector<fs::path>{spool / "lose.pdf"});
}

TEST_CASE("a night that was stopped goes on with its batch, though a new scan lies beside its inputs") {
  Town town;
  write_fake_scan(town.scans() / "a.tif", {"text une", "text deux"});
  write_fake_scan(town.scans() / "b.tif", {"text trois"});
  InboundRequest request = town.request("");
  request.done = town.folder / "done";
  town.stop = [] { return true; };
  CHECK_THROWS_AS(town.run(request), Interrupted);
  town.stop = nullptr;
  write_fake_scan(town.scans() / "c.tif", {"text nouvelle"});
  std::string begun;
  std::vector<SpoolFolder> found;
  {
    const Registry registry(town.store(), fixed_registry());
    REQUIRE(registry.batches().size() == 1);
    begun = registry.batches()[0].name;
    found = begun_batches(town.folder.path(), registry);
  }
  REQUIRE(found.size() == 1);
  InboundRequest again = request;
  again.sources = found[0].sources, again.only = found[0].only;
  CHECK(town.run(again).batch == begun);
  CHECK_FALSE(fs::exists(town.scans() / "a.tif"));
  CHECK(fs::exists(town.scans() / "c.tif"));
  const InboundResult rest = town.run(request);
  CHECK(rest.batch != begun);
  CHECK(rest.documents == 1);
}
