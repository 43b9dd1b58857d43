#include "stages/receipts.h"

#include <doctest/doctest.h>

#include "pipeline/errors.h"
#include "pipeline/files.h"
#include "tests/support/registry_desk.h"

using namespace pli;
using namespace pli::test;

namespace {

struct ReceiptDesk {
  TemporaryFolder folder;
  Registry registry{folder / "pli.db", fixed_registry()};

  ReceiptDesk() {
    registry.open_batch({"LOT", "digest", "2026-11-23", "option", (folder / "LOT").string(), false}, {});
    for (const char* id : {"D1", "D2"}) {
      registry.reserve(a_document(id, id[1] - '1'), a_piece(id), true);
      fs::create_directories(folder / "LOT" / registry.document(id)->path);
      registry.emitted(id, "sha", "");
    }
  }
  Receipts read(const std::string& csv) const { return read_receipts(csv, "receipts.csv", registry, "LOT", "2026-11-25"); }
};

}  // namespace

TEST_CASE("receipts are recorded once, with the day and the other system's id; a line that can't be used is told and the others stand") {
  ReceiptDesk desk;
  const Receipts found = desk.read("id;date;dms_id\nD1;24/11/2026;GED-77\nD9;24/11/2026;GED-78\nD2;31/02/2026;GED-79\nD2;;\n");
  REQUIRE(found.taken.size() == 2);
  CHECK(found.taken[0].date == "2026-11-24");
  CHECK(found.taken[0].foreign == "GED-77");
  CHECK(found.taken[1].date == "2026-11-25");
  REQUIRE(found.problems.size() == 2);
  CHECK(found.problems[0].line == 3);
  CHECK(found.problems[0].code == "unknown-document");
  CHECK(found.problems[1].line == 4);
  CHECK(desk.registry.hand_over(found.taken[0]));
  CHECK_FALSE(desk.registry.hand_over(found.taken[0]));
  CHECK(desk.registry.handover("D1")->foreign == "GED-77");
  CHECK(told(desk.registry, "D1").ends_with("document-handed-over"));
}

TEST_CASE("without receipts the folders that are gone are what was taken") {
  ReceiptDesk desk;
  CHECK(gone_folders(desk.registry, "LOT", "2026-11-25").empty());
  fs::remove_all(desk.folder / "LOT" / desk.registry.document("D2")->path);
  const auto gone = gone_folders(desk.registry, "LOT", "2026-11-25");
  REQUIRE(gone.size() == 1);
  CHECK(gone[0].document == "D2");
  desk.registry.hand_over(gone[0]);
  CHECK(gone_folders(desk.registry, "LOT", "2026-11-25").empty());
}

TEST_CASE("receipts of another batch, of an unknown one, or without ids are refused") {
  ReceiptDesk desk;
  CHECK_THROWS_AS(desk.read("a;b\n1;2\n"), UsageError);
  CHECK_THROWS_AS(read_receipts("id\nD1\n", "receipts.csv", desk.registry, "OTHER", "2026-11-25"), UsageError);
  CHECK_THROWS_AS(gone_folders(desk.registry, "OTHER", "2026-11-25"), UsageError);
}

TEST_CASE("receipts without a batch are taken for whichever batch a document is of") {
  ReceiptDesk desk;
  const Receipts found = read_receipts("id\nD1\nD2\n", "receipts.csv", desk.registry, "", "2026-11-25");
  CHECK(found.taken.size() == 2);
  CHECK(found.problems.empty());
}
