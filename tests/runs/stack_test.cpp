// A stack of letters with printed separator sheets, scanned on both sides into two files.
#include <doctest/doctest.h>

#include <algorithm>

#include "pipeline/files.h"
#include "samples/write_scan.h"
#include "tests/support/mail.h"
#include "tests/support/paper.h"
#include "tests/support/raster.h"
#include "tests/support/typeset.h"

using namespace pli;
using namespace pli::test;

namespace {

/// Sheets as `pli sheets` prints them, as a scanner sees them.
std::vector<Image> printed_sheets(const std::vector<std::string>& kinds) {
  const TemporaryFolder folder;
  std::vector<std::string> command = {"sheets"};
  command.insert(command.end(), kinds.begin(), kinds.end());
  command.insert(command.end(), {"--out", folder / "sheets.pdf"});
  const RunResult made = run_pli(command);
  REQUIRE_MESSAGE(made.code == 0, made.err);
  const std::string pdf = read_file(folder / "sheets.pdf");
  std::vector<Image> sheets;
  for (int i = 0; i < testing::page_count(pdf); ++i) sheets.push_back(testing::thresholded(testing::rasterised(pdf, i, 300)));
  return sheets;
}

/// Fronts with empty backs.
std::string duplex_tiff(const std::vector<Image>& fronts) {
  std::vector<Image> sides;
  for (const Image& front : fronts) {
    sides.push_back(front);
    sides.push_back(empty_sheet());
  }
  return samples::tiff_bytes(sides);
}

bool holds(const Json& list, const std::string& value) { return std::find(list.begin(), list.end(), value) != list.end(); }

}  // namespace

TEST_CASE("a stack with sheets, scanned into two files, becomes its letters with what the sheets say") {
  const auto& letters = short_letters();
  const std::vector<Image> numbered = printed_sheets({"document", "--count", "3", "--numbered"});
  const std::vector<Image> sheets = printed_sheets({"annex", "service:finances", "registered", "unopened", "document"});
  REQUIRE(numbered.size() == 3);
  REQUIRE(sheets.size() == 5);
  testing::Typeset envelope;
  envelope.text(20, 25, 70, "Exp. : Étude Sorbier\n3 quai des Mariniers\n49890 Rivemont", 9);
  envelope.text(110, 60, 80, "Monsieur le Maire\nHôtel de Ville\n1 place de la République\n49890 Rivemont", 12);

  // The second file begins amid a header: what its sheets said holds across the files. The second numbered sheet was lost.
  Mailroom mail;
  mail.put("pile 2.tif", duplex_tiff({sheet_of(letters[0]), numbered[0], sheet_of(letters[1]), testing::turned(sheets[0], 180), sheet_of(letters[2]), sheets[1], sheets[2]}));
  mail.put("pile 10.tif",
             duplex_tiff({sheet_of(letters[3]), numbered[2], sheets[3], testing::thresholded(envelope.page()), sheets[4]}));
  const RunResult run = mail.in({"--stream", "--jobs", "2"});
  REQUIRE_MESSAGE(run.code == 0, run.err);
  const Json batch = mail.batch_json();
  CHECK(batch.at("pages") == Json{{"input", 24}, {"in_documents", 5}, {"separators", 14}, {"blanks", 5}, {"rejected", 0}});
  const auto records = mail.records();
  REQUIRE(records.size() == 4);

  // Before the first sheet: a document, and said to be so.
  CHECK(holds(records[0].at("review").at("reasons"), "no-separator"));
  CHECK(records[0].at("pages").size() == 2);

  // A letter and its annex, upside down as its sheet lay in the stack.
  const Json parts = records[1].at("parts");
  REQUIRE(parts.size() == 2);
  CHECK(parts[0].at("role") == "letter");
  CHECK(parts[1].at("role") == "annex");
  CHECK(parts[1].at("to") == records[1].at("pages").size());
  CHECK_FALSE(holds(records[1].at("review").at("reasons"), "no-separator"));
  CHECK(records[1].at("piece").at("kind_of_mail") == "simple");

  CHECK(records[2].at("service").at("code") == "finances");
  CHECK(records[2].at("service").at("decided_by") == "sheet");
  CHECK(records[2].at("piece").at("kind_of_mail") == "registered");
  CHECK(records[2].at("pages")[0].at("source").at("path") == "2026-11-23/pile 10.tif");
  CHECK(holds(records[2].at("review").at("reasons"), "sheet-missing"));

  // Nothing of the registered pli leaks into the next, which nobody may open.
  CHECK(records[3].at("piece").at("flags") == Json::array({"unopened"}));
  CHECK(records[3].at("piece").at("kind_of_mail") == "simple");
  CHECK(records[3].at("service").at("decided_by") != "sheet");
  CHECK(holds(records[3].at("review").at("reasons"), "unopened"));

  std::vector<std::string> pieces;
  for (const Json& record : records) {
    pieces.push_back(record.at("piece").at("id"));
    CHECK(record.at("piece").at("of") == 1);
  }
  std::sort(pieces.begin(), pieces.end());
  CHECK(std::unique(pieces.begin(), pieces.end()) == pieces.end());

  REQUIRE(batch.at("warnings").size() == 1);
  CHECK(batch.at("warnings")[0].get<std::string>().find("2") != std::string::npos);
  const std::string text = read_file(mail.batch() / batch.at("documents")[1].at("path").get<std::string>() / "text.txt");
  CHECK(text.find(letters[1].subject) < text.find('\f'));
  CHECK(text.find(letters[2].subject) > text.find('\f'));
  CHECK(text.find(letters[2].subject) != std::string::npos);
  CHECK(run_pli({"verify", "--store", mail.store}).code == 0);
}
