// The loop on paper: a letter is made, printed, handled, scanned as an office scans, and read by the built program with the real reader.
#include <doctest/doctest.h>

#include <algorithm>

#include "pipeline/files.h"
#include "samples/returned.h"
#include "samples/write_scan.h"
#include "tests/support/letter_room.h"
#include "tests/support/paths.h"

using namespace pli;
using namespace pli::test;

namespace {

bool has_reason(const Json& record, const char* reason) {
  const auto reasons = record.at("review").at("reasons").get<std::vector<std::string>>();
  return std::find(reasons.begin(), reasons.end(), reason) != reasons.end();
}

/// The sheets as a worn office gives them back, in that order, as one file.
void scan(const fs::path& file, const std::vector<samples::PrintedSheet>& sheets, std::uint64_t seed) {
  std::vector<Image> scans;
  for (const samples::PrintedSheet& sheet : sheets) {
    samples::Random random = samples::Random(seed).child(std::to_string(scans.size()));
    scans.push_back(samples::return_sheet(sheet, samples::Level::worn, random).scan);
  }
  make_folder(file.parent_path());
  write_file(file, samples::tiff_bytes(scans));
}

}  // namespace

TEST_CASE("a letter of two pages comes back worn and out of order into its dossier, which shows both directions; a forged code beside it joins nothing") {
  LetterRoom room;
  Json row = notice("Mme Alix Exemple", "la facture");
  row["pages"] = {"le plan"};
  room.rows(compact(row));
  REQUIRE(room.print().code == 0);
  const Json piece = room.run_json().at("pieces")[0];
  const std::string id = piece.at("id"), dossier = piece.at("dossier");
  REQUIRE(room.pli({"out", "mark", "LETTRES", "--posted", "2026-11-25"}).code == 0);

  const samples::PostOffice post(samples::read_letters({source_folder() / "samples/letters/rivemont.jsonl"}), source_folder() / "templates", room.folder / "scratch");
  auto sheets = post.print(room.run() / piece.at("file").get<std::string>(), 2);
  REQUIRE(sheets.size() == 2);
  std::swap(sheets[0], sheets[1]);
  scan(room.folder / "2026-12-01/retour.tif", sheets, 5);
  scan(room.folder / "2026-12-01/autre.tif", {post.foreign(samples::Foreign::forged, 1, dossier, {room.key, std::string(32, 'x')})}, 6);

  const RunResult read = room.pli({"in", room.folder / "2026-12-01", "--out", room.folder / "arrivee", "--batch", "RETOUR", "--settle", "0"});
  REQUIRE_MESSAGE(read.code == 0, read.err);
  Json ours, forged;
  for (const auto& entry : fs::recursive_directory_iterator(room.folder / "arrivee/RETOUR")) {
    if (entry.path().filename() != "record.json") continue;
    const Json record = Json::parse(read_file(entry.path()));
    (record.at("pages")[0].at("source").at("path") == "2026-12-01/retour.tif" ? ours : forged) = record;
  }
  REQUIRE(ours.is_object());
  CHECK(ours.at("dossier") == Json{{"id", dossier}, {"joined_by", "barcode"}});
  REQUIRE(ours.at("pages").size() == 2);
  CHECK(ours.at("pages")[0].at("source").at("page") == 2);
  CHECK(ours.at("pages")[1].at("source").at("page") == 1);
  CHECK(ours.at("service").at("code") == "finances");
  REQUIRE(forged.is_object());
  CHECK(forged.at("dossier").at("id").is_null());
  CHECK(has_reason(forged, "code-forged"));

  const Json shown = Json::parse(room.pli({"dossier", "show", dossier, "--json"}).out);
  REQUIRE(shown.at("documents").size() == 2);
  CHECK(shown.at("documents")[0].at("id") == id);
  CHECK(shown.at("documents")[0].at("direction") == "outbound");
  CHECK(shown.at("documents")[0].at("status") == "answered");
  CHECK(shown.at("documents")[1].at("id") == ours.at("id"));
  CHECK(shown.at("documents")[1].at("direction") == "inbound");
  CHECK(shown.at("awaiting").empty());
  CHECK(room.pli({"verify"}).code == 0);
}
