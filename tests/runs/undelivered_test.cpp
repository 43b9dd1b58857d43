// A letter goes out, comes back from the post, and one that nobody answers is reminded of: the built program with the real reader.
#include <doctest/doctest.h>

#include <algorithm>

#include "pipeline/files.h"
#include "samples/write_scan.h"
#include "tests/support/letter_room.h"
#include "tests/support/paths.h"
#include "tests/support/typeset.h"

using namespace pli;
using namespace pli::test;

namespace {

bool says(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

/// The front of a closed envelope, laid on the glass as the post gave it back.
Image envelope_back(const std::vector<std::string>& window, const std::string& label) {
  testing::Typeset sheet;
  sheet.text(20, 20, 60, "Ville de Rivemont\n1 place de la République\n49890 Rivemont", 8);
  double y = 60;
  for (const std::string& line : window) y = sheet.text(110, y, 90, line, 10, "DejaVu Sans Mono");
  sheet.text(20, 75, 70, label, 11, "DejaVu Sans");
  return testing::thresholded(sheet.page());
}

struct ReturnRoom : LetterRoom {
  std::vector<std::string> ids;
  std::string first_dossier;
  ReturnRoom() {
    many_rows(3);
    const RunResult made = print();
    REQUIRE_MESSAGE(made.code == 0, made.err);
    const Json manifest = run_json();
    for (const Json& piece : manifest.at("pieces")) ids.push_back(piece.at("id"));
    first_dossier = manifest.at("pieces")[0].at("dossier");
    REQUIRE(pli({"out", "mark", "LETTRES", "--posted", "2026-11-25"}).code == 0);
  }
  Json expected(const std::vector<std::string>& more = {}) const {
    std::vector<std::string> command = {"dossier", "expected", "--on", "2027-01-15", "--json"};
    command.insert(command.end(), more.begin(), more.end());
    const RunResult said = pli(command);
    REQUIRE_MESSAGE(said.code == 0, said.err);
    return Json::parse(said.out);
  }
  std::string states() const {
    std::string all;
    for (const Json& one : expected()) all += one.at("state").get<std::string>() + ' ';
    return all;
  }
  RunResult remind(const std::vector<std::string>& more) const {
    std::vector<std::string> command = {"out", "relance", "--overdue", "--date", "2027-01-15"};
    command.insert(command.end(), more.begin(), more.end());
    return pli(command);
  }
};

}  // namespace

TEST_CASE("an envelope comes back with the post's label: the letter is returned, the address is closed to the next run until a person opens it") {
  ReturnRoom room;
  CHECK(room.states() == "overdue overdue overdue ");
  make_folder(room.folder / "2026-12-01");
  write_file(room.folder / "2026-12-01/retour.tif",
             samples::tiff_bytes(std::vector<Image>{envelope_back({"MME EXEMPLE 0", "3 RUE DES EXEMPLES", "49890 RIVEMONT"}, "Réf. " + room.first_dossier + "\nDESTINATAIRE INCONNU\nÀ L'ADRESSE")}));
  const RunResult read = room.pli({"in", room.folder / "2026-12-01", "--out", room.folder / "arrivee", "--batch", "RETOUR", "--settle", "0"});
  REQUIRE_MESSAGE(read.code == 0, read.err);
  const Json listed = room.expected({"--state", "undeliverable"});
  REQUIRE(listed.size() == 1);
  CHECK(listed[0].at("letter") == room.ids[0]);
  CHECK(listed[0].at("motive") == "unknown-recipient");
  CHECK(room.states() == "undeliverable overdue overdue ");
  CHECK(says(read_file(room.folder / "arrivee/RETOUR/report.html"), "<section id=\"returns\""));
  const RunResult shown = room.pli({"dossier", "show", room.first_dossier});
  CHECK(says(shown.out, "revenu (destinataire inconnu à l'adresse)"));

  room.rows(compact(notice("Exemple 0", "la suite")));
  const RunResult refused = room.print({}, "SUITE");
  CHECK(refused.code == 2);
  CHECK(says(refused.err, "[row-undeliverable]"));
  CHECK(says(refused.err, room.ids[0]));
  CHECK(says(refused.err, "1er décembre 2026"));
  CHECK(room.print({"--force"}, "SUITE").code == 0);
  CHECK(room.pli({"out", "mark", room.ids[0], "--address-good"}).code == 0);
  CHECK(room.print({}, "ENCORE").code == 0);
  CHECK(room.pli({"verify"}).code == 0);
}

TEST_CASE("who marks a return says why, and a motive that is none is refused") {
  const ReturnRoom room;
  CHECK(says(room.pli({"out", "mark", room.ids[1], "--returned", "--motive", "parti"}).err, "[unknown-motive]"));
  CHECK(says(room.pli({"out", "mark", room.ids[1], "--posted", "2026-11-25", "--motive", "refused"}).err, "[motive-without-return]"));
  REQUIRE(room.pli({"out", "mark", room.ids[1], "--posted", "2026-11-25", "--tracking", "1A12345678901"}).code == 0);
  REQUIRE(room.pli({"out", "mark", room.ids[1], "--returned", "--motive", "unclaimed"}).code == 0);
  CHECK(room.run_json().at("pieces")[1].at("motive") == "unclaimed");
  CHECK(room.run_json().at("pieces")[1].at("legal_effect") == true);
  const RunResult shown = room.pli({"dossier", "show", room.run_json().at("pieces")[1].at("dossier")});
  CHECK(says(shown.out, "produit ses effets à la date de présentation"));
}

TEST_CASE("what is overdue is reminded of once, by the letters' own way out; a dry run writes nothing") {
  ReturnRoom room;
  REQUIRE(room.pli({"out", "mark", room.ids[2], "--returned"}).code == 0);
  const RunResult dry = room.remind({"--dry-run"});
  REQUIRE_MESSAGE(dry.code == 0, dry.err);
  CHECK(std::count(dry.out.begin(), dry.out.end(), '\n') == 2);
  CHECK(says(room.remind({}).err, "[out-missing]"));
  const fs::path out = room.folder / "rappels";
  const RunResult made = room.remind({"--out", out, "--json"});
  REQUIRE_MESSAGE(made.code == 0, made.err);
  const std::string run = Json::parse(made.out).at("run");
  const Json manifest = Json::parse(read_file(out / run / "run.json"));
  REQUIRE(manifest.at("pieces").size() == 2);
  CHECK(manifest.at("pieces")[0].at("reminds") == room.ids[0]);
  CHECK(manifest.at("pieces")[0].at("dossier") == room.first_dossier);
  const RunResult again = room.remind({"--out", out, "--json"});
  REQUIRE(again.code == 0);
  CHECK(Json::parse(again.out).at("rows").empty());
  CHECK(says(again.err, "Aucun rappel"));
  CHECK(Json::parse(room.remind({"--dry-run", "--again", "--json"}).out).at("rows").size() == 2);
  REQUIRE(room.pli({"out", "mark", run, "--posted", "2027-01-16"}).code == 0);
  const Json listed = room.expected({"--overdue"});
  REQUIRE(listed.size() == 2);
  CHECK(listed[0].at("reminders").size() == 1);
  CHECK(says(room.pli({"out", "avis", "--overdue", "--letters", room.letters, "--dry-run"}).err, "[overdue-letter]"));
  CHECK(room.remind({"--data", room.data, "--out", out}).code == 2);
}
