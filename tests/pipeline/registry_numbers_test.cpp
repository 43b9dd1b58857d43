#include <doctest/doctest.h>

#include "tests/support/registry_desk.h"

using namespace pli;
using namespace pli::test;

namespace {

std::vector<std::string> names(const std::vector<NumberEntry>& entries) {
  std::vector<std::string> out;
  for (const NumberEntry& entry : entries) out.push_back(entry.number);
  return out;
}

}  // namespace

TEST_CASE("each mail piece gets the next number of its year once, however many documents lay in it") {
  const TemporaryFolder folder;
  Registry registry(folder / "pli.db", fixed_registry());
  open_lot(registry);
  DocumentEntry second = a_document("D2", 1), later = a_document("D3", 2);
  second.piece = "P-D1";
  later.received = "2027-01-02";
  registry.reserve(a_document("D1"), a_piece("D1"), true);
  registry.reserve(second, a_piece("D1"), true);
  registry.reserve(a_document("D1"), a_piece("D1"), true);
  registry.reserve(a_document("D4", 3), a_piece("D4"), true);
  registry.reserve(later, a_piece("D3"), true);
  CHECK(registry.number_of("P-D1") == "A-2026-000001");
  CHECK(registry.number_of("P-D4") == "A-2026-000002");
  CHECK(registry.number_of("P-D3") == "A-2027-000001");
  CHECK(registry.number_of("P-D9") == "");
  CHECK(names(registry.numbers("2026-11-23", "2026-11-23")) == std::vector<std::string>{"A-2026-000001", "A-2026-000002"});
  CHECK(registry.numbers("2026-11-24", "2026-12-31").empty());
}

TEST_CASE("an input that could not be processed has a number too, and keeps it") {
  const TemporaryFolder folder;
  Registry registry(folder / "pli.db", fixed_registry());
  open_lot(registry);
  CHECK(registry.number_reject("LOT", "001-a.pdf", "scans/a.pdf", "2026-11-23") == "A-2026-000001");
  CHECK(registry.number_reject("LOT", "002-b.pdf", "scans/b.pdf", "2026-11-23") == "A-2026-000002");
  CHECK(registry.number_reject("LOT", "001-a.pdf", "scans/a.pdf", "2026-11-23") == "A-2026-000001");
  const auto all = registry.numbers("2026-01-01", "2026-12-31");
  REQUIRE(all.size() == 2);
  CHECK(all[0].rejected == "scans/a.pdf");
  CHECK(all[0].owner == "");
  CHECK(broken_chain(registry) == "");
}

TEST_CASE("letters are numbered in the order of their rows, in a series of their own; a cancelled one keeps its number") {
  const TemporaryFolder folder;
  Registry registry(folder / "pli.db", fixed_registry());
  open_lot(registry);
  registry.reserve(a_document("D1"), a_piece("D1"), true);
  const auto letters = registry.open_run(a_run(), {a_letter("A"), a_letter("B")});
  CHECK(letters[1].number == "D-2026-000002");
  CHECK(registry.letter("A")->number == "D-2026-000001");
  registry.mark_letter("A", "cancelled");
  CHECK(registry.open_run(a_run("L-NEXT"), {a_letter("C")})[0].number == "D-2026-000003");
  CHECK(names(registry.numbers("2026-11-24", "2026-11-24")) == std::vector<std::string>{"D-2026-000001", "D-2026-000002", "D-2026-000003"});
}

TEST_CASE("what failed takes no number with it") {
  const TemporaryFolder folder;
  Registry registry(folder / "pli.db", fixed_registry());
  open_lot(registry);
  CHECK_THROWS(registry.open_run(a_run(), {a_letter("A"), a_letter("B", "2026-999999-Z")}));
  CHECK(registry.open_run(a_run("L-NEXT"), {a_letter("C")})[0].number == "D-2026-000001");
  CHECK(registry.missing_number() == "");
}

TEST_CASE("a number taken out of the register is missed") {
  const TemporaryFolder folder;
  Registry registry(folder / "pli.db", fixed_registry());
  open_lot(registry);
  for (const char* id : {"D1", "D2", "D3"}) registry.reserve(a_document(id), a_piece(id), true);
  CHECK(registry.missing_number() == "");
  REQUIRE(Raw(folder / "pli.db").run("DELETE FROM numbers WHERE position = 2"));
  CHECK(registry.missing_number() == "A-2026-000002");
}

TEST_CASE("mail of before there was a register is numbered in the order it came") {
  const TemporaryFolder folder;
  {
    Registry registry(folder / "pli.db", fixed_registry());
    open_lot(registry);
    for (const char* id : {"D1", "D2"}) registry.reserve(a_document(id), a_piece(id), true);
    registry.open_run(a_run(), {a_letter("A"), a_letter("B")});
    Raw raw(folder / "pli.db");
    REQUIRE(raw.run("DROP TABLE answers; DROP TABLE forms; DROP TABLE bad_addresses; DROP TABLE returns; DROP INDEX letters_by_settler; DROP INDEX letters_by_reminded; "
                    "ALTER TABLE letters DROP COLUMN motive; ALTER TABLE letters DROP COLUMN legal_effect; ALTER TABLE letters DROP COLUMN settled_by; ALTER TABLE letters DROP COLUMN reminds; "
                    "DROP TABLE supersessions; DROP TABLE mends; ALTER TABLE documents DROP COLUMN superseded"));
    REQUIRE(raw.run("DROP TABLE numbers; DROP INDEX documents_by_day; ALTER TABLE documents DROP COLUMN pages; ALTER TABLE documents DROP COLUMN first_service; "
                    "ALTER TABLE documents DROP COLUMN first_reasons; PRAGMA user_version = 5"));
  }
  Registry registry(folder / "pli.db", fixed_registry());
  CHECK(registry.number_of("P-D1") == "A-2026-000001");
  CHECK(registry.number_of("P-D2") == "A-2026-000002");
  CHECK(registry.letter("B")->number == "D-2026-000002");
  CHECK(registry.document("D1")->first_service == "urbanisme");
  CHECK(registry.missing_number() == "");
}
