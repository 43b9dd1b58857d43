// What becomes of letters after they were printed, told on the command line; and codes for letters made elsewhere.
#include <doctest/doctest.h>

#include "pipeline/code.h"
#include "pipeline/digest.h"
#include "pipeline/files.h"
#include "pipeline/site_keys.h"
#include "stages/engines/qpdf.h"
#include "tests/support/letter_room.h"
#include "tests/support/preflight.h"

using namespace pli;
using namespace pli::test;

namespace {

bool says(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

struct PostedRoom : LetterRoom {
  std::vector<std::string> ids;
  PostedRoom() {
    many_rows(3);
    const RunResult made = print();
    REQUIRE_MESSAGE(made.code == 0, made.err);
    const Json manifest = run_json();
    for (const Json& piece : manifest.at("pieces")) ids.push_back(piece.at("id"));
  }
  RunResult mark(std::vector<std::string> what) const {
    what.insert(what.begin(), {"out", "mark"});
    return pli(what);
  }
  Json piece(int index) const { return run_json().at("pieces")[static_cast<std::size_t>(index)]; }
  Json events(int index) const {
    return Json::parse(pli({"dossier", "show", piece(index).at("dossier"), "--json"}).out).at("events");
  }
};

}  // namespace

TEST_CASE("a run is posted whole: every letter's time to answer runs from that day, in the manifest too, which verify still knows") {
  const PostedRoom room;
  REQUIRE(room.mark({"LETTRES", "--signed"}).code == 0);
  CHECK(room.piece(0).at("state") == "signed");
  REQUIRE(room.mark({"LETTRES", "--posted", "2026-11-30"}).code == 0);
  for (int i = 0; i < 3; ++i) {
    CHECK(room.piece(i).at("state") == "posted");
    CHECK(room.piece(i).at("posted") == "2026-11-30");
    CHECK(room.piece(i).at("due") == "2026-12-15");
    CHECK(room.piece(i).at("due_estimated") == false);
  }
  CHECK(says(read_file(room.run() / "run.csv"), "posted;2026-11-30;"));
  CHECK(room.pli({"verify"}).code == 0);
  const Json listed = Json::parse(room.pli({"out", "list", "LETTRES", "--json"}).out);
  CHECK(listed.size() == 3);
  CHECK(listed[0].at("state") == "posted");
}

TEST_CASE("a letter is marked alone; a cancelled one stays out when the run is posted, and nothing brings it back") {
  const PostedRoom room;
  REQUIRE(room.mark({room.ids[1], "--cancel"}).code == 0);
  const RunResult posted = room.mark({"LETTRES", "--posted", "2026-11-30", "--json"});
  REQUIRE(posted.code == 0);
  CHECK(Json::parse(posted.out).at("changed").size() == 2);
  CHECK(Json::parse(posted.out).at("left")[0].at("id") == room.ids[1]);
  CHECK(room.piece(1).at("state") == "cancelled");
  const RunResult back = room.mark({room.ids[1], "--posted", "2026-11-30"});
  CHECK(back.code == 2);
  CHECK(says(back.err, "[letter-state]"));
  REQUIRE(room.mark({room.ids[0], "--returned"}).code == 0);
  CHECK(room.piece(0).at("state") == "returned");
  CHECK(room.run_json().at("totals").at("states") == Json{{"cancelled", 1}, {"posted", 1}, {"returned", 1}});
}

TEST_CASE("a registered letter keeps its tracking number; a date that is none and an order that says nothing are refused") {
  const PostedRoom room;
  REQUIRE(room.mark({room.ids[2], "--posted", "2026-11-30", "--tracking", "1A12345678901"}).code == 0);
  CHECK(room.piece(2).at("tracking") == "1A12345678901");
  CHECK(says(room.mark({room.ids[2], "--posted", "30 novembre"}).err, "[bad-date]"));
  CHECK(room.mark({room.ids[2]}).code == 2);
  CHECK(room.mark({room.ids[2], "--signed", "--cancel"}).code == 2);
  CHECK(room.mark({room.ids[2], "--tracking", "1A"}).code == 2);
  CHECK(says(room.mark({"NULLE-PART", "--cancel"}).err, "[unknown-letter-or-run]"));
}

TEST_CASE("chosen letters are printed again byte for byte in whole sheets, under the same numbers, with an event each") {
  const PostedRoom room;
  const std::string before = read_file(room.run() / "letters" / (room.ids[0] + ".pdf"));
  const RunResult made = room.pli({"out", "--reprint", room.ids[2], room.ids[0], "--json"});
  REQUIRE_MESSAGE(made.code == 0, made.err);
  CHECK(Json::parse(made.out).at("file") == (room.run() / "reprint-01.pdf").string());
  CHECK(pdf_pages(room.run() / "reprint-01.pdf", 10) == 4);
  CHECK(read_file(room.run() / "letters" / (room.ids[0] + ".pdf")) == before);
  REQUIRE(room.pli({"out", "--reprint", room.ids[2], room.ids[0]}).code == 0);
  CHECK(read_file(room.run() / "reprint-01.pdf") == read_file(room.run() / "reprint-02.pdf"));
  CHECK(says(compact(room.events(0)), "letter-reprinted"));
  CHECK_FALSE(says(compact(room.events(1)), "letter-reprinted"));
  CHECK(room.pli({"verify"}).code == 0);

  write_file(room.run() / "letters" / (room.ids[1] + ".pdf"), "altered");
  CHECK(says(room.pli({"verify"}).err, room.ids[1]));
  CHECK(says(room.pli({"out", "--reprint", room.ids[1]}).err, "[letter-altered]"));
  CHECK(says(room.pli({"out", "--reprint", "0000000000ZZ"}).err, "[unknown-letter]"));
}

TEST_CASE("letters printed again are PDF/A-1b, empty backs included") {
  std::string why_not;
  if (!pli::testing::preflight_there(&why_not)) {
    MESSAGE("not validated: " << why_not);
    return;
  }
  const PostedRoom room;
  REQUIRE(room.pli({"out", "--reprint", room.ids[0], room.ids[1]}).code == 0);
  for (const auto& [file, wrong] : pli::testing::preflight({room.run() / "reprint-01.pdf"}, room.folder.path())) CHECK_MESSAGE(wrong.empty(), file << ": " << wrong);
}

TEST_CASE("a complete run whose folder was lost is made again, byte for byte and without new letters") {
  const PostedRoom room;
  const std::string before = room.result();
  fs::remove_all(room.run());
  REQUIRE(room.print().code == 0);
  CHECK(room.result() == before);
  CHECK(room.dossiers().size() == 3);
}

TEST_CASE("codes for a letter made elsewhere are signed, registered in the dossier and known when they come back") {
  LetterRoom room;
  const std::string dossier = Json::parse(room.pli({"dossier", "open", "--service", "finances", "--json"}).out).at("id");
  const RunResult made = room.pli({"code", dossier, "--pages", "2", "--out", room.folder / "code.svg", "--json"});
  REQUIRE_MESSAGE(made.code == 0, made.err);
  const Json facts = Json::parse(made.out);
  CHECK(facts.at("files").size() == 3);
  CHECK(says(read_file(room.folder / "code.svg"), ">" + dossier + "<"));
  CHECK(fs::exists(room.folder / "code-2.svg"));
  const SiteKeys keys = load_site_keys(room.folder / "keys");
  for (const Json& text : facts.at("codes")) {
    const auto code = parse_letter_code(text.get<std::string>());
    REQUIRE(code);
    CHECK(code->dossier == dossier);
    CHECK(code->letter == facts.at("letter"));
    CHECK(tag_is_right(*code, keys.bytes.at(code->key_id)));
  }
  CHECK(Json::parse(room.pli({"code", dossier, "--out", room.folder / "other.svg", "--json"}).out).at("letter") != facts.at("letter"));
  CHECK(room.pli({"out", "mark", facts.at("letter").get<std::string>(), "--posted", "2026-11-30"}).code == 0);
  const Json shown = Json::parse(room.pli({"dossier", "show", dossier, "--json"}).out);
  CHECK(shown.at("documents").size() == 2);
  CHECK(shown.at("documents")[0].at("id") == facts.at("letter"));
  CHECK(shown.at("documents")[0].at("direction") == "outbound");
  CHECK(shown.at("documents")[0].at("path").is_null());
  CHECK(says(room.pli({"code", "2026-000001-A", "--out", room.folder / "x.svg"}).err, "[bad-dossier-id]"));
  CHECK(room.pli({"verify"}).code == 0);
}

TEST_CASE("after a new key letters are signed by it, and codes of the old one are still right") {
  LetterRoom room;
  const std::string dossier = Json::parse(room.pli({"dossier", "open", "--service", "finances", "--json"}).out).at("id");
  const auto code = [&](const char* file) { return *parse_letter_code(Json::parse(room.pli({"code", dossier, "--out", room.folder / file, "--json"}).out).at("codes")[0].get<std::string>()); };
  const LetterCode old = code("old.svg");
  const std::string newer = Json::parse(room.pli({"keygen", "--json"}).out).at("key");
  CHECK(old.key_id == room.key);
  CHECK(code("new.svg").key_id == newer);
  const SiteKeys keys = load_site_keys(room.folder / "keys");
  CHECK(tag_is_right(old, keys.bytes.at(old.key_id)));
  CHECK(says(room.pli({"doctor"}).out, newer + " (2)"));
}
