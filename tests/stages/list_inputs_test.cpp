#include "stages/list_inputs.h"

#include <doctest/doctest.h>

#include "pipeline/digest.h"
#include "pipeline/files.h"
#include "stages/scan_reader.h"
#include "stages/tasks.h"
#include "tests/support/image_files.h"
#include "tests/support/town.h"

using namespace pli;
using namespace pli::test;

namespace {

/// Files put before the step, with the real reader in this process; nothing is decoded.
struct Desk {
  Town town;
  Registry registry{town.store(), fixed_registry()};
  InboundRequest request = town.request();
  Batch batch;

  Desk() {
    batch.entry.name = "LOT";
    batch.folder = town.out() / "LOT";
    batch.work = std::make_unique<WorkFolder>(town.out() / ".pli" / "LOT", "uuid");
  }
  void put(const std::string& name, const std::string& bytes) {
    write_file(town.scans() / name, bytes);
    batch.inputs.push_back({"scans/" + name, sha256(bytes), town.scans() / name, town.scans() / name, 0, false});
  }
  void list() {
    Workers workers(task_handler([] { return make_scan_reader(); }), {.in_process = true});
    const InboundContext context{town.templates, town.cascade, town.delays, town.proofs, registry, {}, {}, "settings", "reader", [] { return 0.0; }, [](double) {}, [](long long) { return std::string(); }, {}};
    list_inputs(batch, request, context, workers);
  }
};

std::string two_pages() { return tiff_file({{black_and_white(200, 100), {}}, {black_and_white(200, 100), {}}}); }
std::string one_page() { return png_file(black_and_white(200, 100), PngKind::grey); }

}  // namespace

TEST_CASE("originals are kept byte for byte under their number, and their pages are counted") {
  Desk desk;
  desk.put("b.tif", two_pages());
  desk.put("É a.png", one_page());
  desk.list();
  REQUIRE(desk.batch.leaves.size() == 2);
  CHECK(desk.batch.leaves[0].path == "scans/b.tif");
  CHECK(desk.batch.leaves[0].pages == 2);
  CHECK(desk.batch.leaves[1].input == 1);
  CHECK(desk.batch.inputs[0].pages == 2);
  CHECK(desk.batch.inputs[1].pages == 1);
  CHECK(read_file(desk.batch.folder / "originals" / "001-b.tif") == two_pages());
  CHECK(read_file(desk.batch.folder / "originals" / "002-e_a.png") == one_page());
  CHECK(desk.batch.rejects.empty());
}

TEST_CASE("without originals the sources themselves are worked on") {
  Desk desk;
  desk.request.originals = Originals::none;
  desk.put("b.tif", two_pages());
  desk.list();
  CHECK_FALSE(fs::exists(desk.batch.folder / "originals"));
  CHECK(desk.batch.leaves.at(0).file == desk.town.scans() / "b.tif");
}

TEST_CASE("a source that changed since its digest was taken stops the run") {
  Desk desk;
  desk.put("b.tif", two_pages());
  write_file(desk.town.scans() / "b.tif", one_page());
  try {
    desk.list();
    FAIL("a changed source was kept");
  } catch (const Fatal& error) {
    CHECK(error.code() == "original-changed");
  }
}

TEST_CASE("archives are opened one inside another, in their order, and no deeper") {
  const std::string deepest = archive_file("zip", "", {{"d.png", one_page()}});
  const std::string inner = archive_file("zip", "", {{"c.tif", two_pages()}, {"trop.zip", deepest}});
  Desk desk;
  desk.put("a.zip", archive_file("zip", "", {{"1.png", one_page()}, {"2.zip", inner}, {"3.png", one_page()}, {"note.txt", "no scan"}}));
  desk.put("z.png", one_page());
  desk.list();
  std::vector<std::string> paths, rejected;
  for (const Leaf& leaf : desk.batch.leaves) paths.push_back(leaf.path);
  for (const BatchReject& reject : desk.batch.rejects) rejected.push_back(reject.path + ' ' + reject.code);
  CHECK(paths == std::vector<std::string>{"scans/a.zip/1.png", "scans/a.zip/2.zip/c.tif", "scans/a.zip/3.png", "scans/z.png"});
  CHECK(rejected == std::vector<std::string>{"scans/a.zip/2.zip/trop.zip archive-too-deep", "scans/a.zip/note.txt unknown-type"});
  CHECK(desk.batch.rejects[0].input == -1);  // a member, not the input
  CHECK(desk.batch.rejects[0].source_input == 0);
  CHECK(desk.batch.inputs[0].pages == 6);    // four that can be read, two rejected
}

TEST_CASE("an input that can't be listed is rejected whole and counts one page; the others go on") {
  Desk desk;
  desk.put("vide.tif", "");
  desk.put("b.tif", two_pages());
  desk.put("secret.tif", two_pages());
  desk.batch.inputs[2].unreadable = true;
  desk.list();
  REQUIRE(desk.batch.rejects.size() == 2);
  CHECK(desk.batch.rejects[0].code == "empty-file");
  CHECK(desk.batch.rejects[0].input == 0);
  CHECK(desk.batch.rejects[1].code == "file-unreadable");
  CHECK(desk.batch.rejects[1].file.empty());
  CHECK(desk.batch.inputs[0].pages == 1);
  CHECK(desk.batch.leaves.size() == 1);
}

TEST_CASE("a kept name is plain, short and never hidden") {
  CHECK(safe_name(7, "a/b/Été 2026 (1).pdf") == "007-ete_2026__1_.pdf");
  CHECK(safe_name(1, "a/..") == "001-input");
  CHECK(safe_name(1, "a/.caché") == "001-cache");
  CHECK(safe_name(1, std::string(300, 'x') + ".tif").size() == 64);
  CHECK(safe_name(1234, "x") == "1234-x");
}
