#include "stages/rows.h"

#include <doctest/doctest.h>

#include "pipeline/files.h"
#include "tests/support/run.h"

namespace pli {
namespace {

struct RowsFile {
  test::TemporaryFolder folder;
  fs::path file = folder / "rows";
  explicit RowsFile(const std::string& bytes) { write_file(file, bytes); }

  /// `LINE column=value,...` a row; a problem as `LINE column! code`.
  std::vector<std::string> read(RowLimits limits = {}) const {
    RowReader reader(file, limits);
    std::vector<std::string> all;
    for (DataRow row; reader.next(row);) {
      std::string text = std::to_string(row.line);
      for (const auto& [column, value] : row.cells) text += ' ' + column + '=' + compact(value);
      for (const RowProblem& problem : row.problems) text += ' ' + problem.column + "! " + problem.code;
      all.push_back(text);
    }
    return all;
  }
  std::string refused(RowLimits limits = {}) const {
    try {
      read(limits);
    } catch (const UsageError& error) {
      return error.code();
    }
    return "read";
  }
};

using Lines = std::vector<std::string>;

TEST_CASE("JSON Lines and CSV give the same cells, without the empty ones") {
  CHECK(RowsFile(R"({"recipient": {"name": "A", "lines": ["1 rue X", "49000 Y"]}, "note": "", "n": null})").read() ==
        Lines{R"(1 recipient.name="A" recipient.lines=["1 rue X","49000 Y"])"});
  CHECK(RowsFile("recipient.name;recipient.lines;note\nA;1 rue X|49000 Y;\n").read() == Lines{R"(2 recipient.name="A" recipient.lines="1 rue X|49000 Y")"});
}

TEST_CASE("each row knows its line, and reading again gives the same") {
  const RowsFile file("{\"a\":1}\n\n{\"a\":2}\r\n");
  CHECK(file.read() == Lines{"1 a=1", "3 a=2"});
  RowReader reader(file.file);
  DataRow row;
  REQUIRE(reader.next(row));
  REQUIRE(reader.next(row));
  CHECK_FALSE(reader.next(row));
  reader.rewind();
  REQUIRE(reader.next(row));
  CHECK(row.line == 1);
}

TEST_CASE("a line that is no JSON object is a problem of its own, the others are still read") {
  CHECK(RowsFile("{\"a\":1}\n{\"a\":\n[1]\n{\"a\":2}").read() == Lines{"1 a=1", "2 ! row-not-json", "3 ! row-not-json", "4 a=2"});
  CHECK(RowsFile("{\"a\":1,\"a\":2}").read() == Lines{"1 a! row-column-twice"});
  CHECK(RowsFile("{\"recipient\":{\"name\":\"A\"},\"recipient.name\":\"B\"}").read() == Lines{"1 recipient.name=\"A\" recipient.name! row-column-twice"});
  CHECK(RowsFile("{\"a\":" + std::string(200'000, '[') + "}").read() == Lines{"1 ! row-not-json"});
}

TEST_CASE("a record of another length than the header's is a problem of its row") {
  CHECK(RowsFile("a;b\n1\n1;2;3\n1;2\n").read() == Lines{"2 ! row-cells", "3 ! row-cells", "4 a=\"1\" b=\"2\""});
}

TEST_CASE("a column named twice, no rows, too many rows and too large files are refused whole") {
  CHECK(RowsFile("a;b;a\n1;2;3\n").refused() == "csv-column-twice");
  CHECK(RowsFile("a;b\n").refused() == "rows-none");
  CHECK(RowsFile("").refused() == "rows-none");
  RowLimits limits;
  limits.rows = 2;
  CHECK(RowsFile("a\n1\n2\n").refused(limits) == "read");
  CHECK(RowsFile("a\n1\n2\n3\n").refused(limits) == "rows-too-many");
  limits.file_bytes = 5;
  CHECK(RowsFile("a\n1\n2").refused(limits) == "read");
  CHECK(RowsFile("a\n1\n2\n").refused(limits) == "rows-too-large");
}

TEST_CASE("a cell that is too long is named by its column") {
  RowLimits limits;
  limits.cell_bytes = 10;
  CHECK(RowsFile("a;b\n12345678901;x\n").read(limits) == Lines{"2 b=\"x\" a! row-cell-too-long"});
  CHECK(RowsFile("{\"a\":[\"1234567890\"]}").read(limits) == Lines{"1 a! row-cell-too-long"});
}

TEST_CASE("a Windows-1252 table from a spreadsheet is read with its accents") {
  CHECK(RowsFile("pr\xE9nom;ville\r\nZo\xE9;Saint-\xC9tienne\r\n").read() == Lines{"2 prénom=\"Zoé\" ville=\"Saint-Étienne\""});
}

}  // namespace
}  // namespace pli
