// Forms of ours in documents that are mended.
#include <doctest/doctest.h>

#include "pipeline/code.h"
#include "pipeline/files.h"
#include "pipeline/json.h"
#include "tests/support/mend_desk.h"

using namespace pli;
using namespace pli::test;

TEST_CASE("what a form says goes on with its page, with the pictures of its zones and where a page was put before it") {
  MendDesk desk;
  const std::string code = signed_payload({"AB12", "2026-000003-V", "0123456789AB", 1, 1, "AIDE-SOCIALE@1", ""}, std::string(32, 'k'));
  write_fake_scan(desk.town.scans() / "a.tif", {"form " + code + " motif=demenagement nom=Exemple"});
  write_fake_scan(desk.town.scans() / "b.tif", {"text La chaussée est défoncée devant chez moi|merci de la réparer"});
  desk.read();
  const Record before = desk.record(desk.ids()[0]);
  REQUIRE(before.form);
  const Mended joined = desk.join({desk.ids()[1], desk.ids()[0]});
  const Record both = desk.record(joined.documents[0].id);
  REQUIRE(both.form);
  CHECK(both.form->id == "aide-sociale");
  CHECK(both.form->letter == before.form->letter);
  REQUIRE(both.form->answers.size() == 2);
  CHECK(both.form->answers[0].page == 2);
  CHECK(std::get<std::string>(both.form->answers[0].value) == "demenagement");
  CHECK(read_file(desk.batch() / joined.documents[0].path / "zones/motif.jpg") == "picture of motif");
  const Mended parted = desk.split(joined.documents[0].id, {2});
  CHECK_FALSE(desk.record(parted.documents[0].id).form);
  const Record again = desk.record(parted.documents[1].id);
  REQUIRE(again.form);
  CHECK(again.form->answers.size() == 2);
  CHECK(again.form->answers[0].page == 1);
  CHECK(read_file(desk.batch() / parted.documents[1].path / "zones/nom.jpg") == "picture of nom");
  CHECK(desk.verified() == "");
}
