// What the options of `pli in` do to a batch, on sides that cost no reading, and a letter that answers a dossier.
#include <doctest/doctest.h>

#include "pipeline/files.h"
#include "pipeline/folder_lock.h"
#include "samples/write_scan.h"
#include "tests/support/mail.h"

using namespace pli;
using namespace pli::test;

namespace {

bool says(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

/// A batch of one empty side: a whole run without a page of text.
struct EmptyMail : Mailroom {
  std::string bytes;
  explicit EmptyMail(const std::string& name = "2026-11-23") {
    scans = folder / name;
    const Image side = empty_sheet();
    bytes = samples::tiff_bytes({&side, 1});
    put("vide.tif", bytes);
  }
};

}  // namespace

TEST_CASE("a batch of empty sides has no document and loses no page") {
  const EmptyMail mail;
  const RunResult run = mail.in();
  REQUIRE_MESSAGE(run.code == 0, run.err);
  const Json batch = mail.batch_json();
  CHECK(batch.at("pages") == Json{{"input", 1}, {"in_documents", 0}, {"separators", 0}, {"blanks", 1}, {"rejected", 0}});
  CHECK(batch.at("documents").empty());
  CHECK(count_files(mail.batch() / "blanks", ".pdf") == 1);
  CHECK(read_file(mail.batch() / "originals" / "001-vide.tif") == mail.bytes);
}

TEST_CASE("originals stay away, or go to a folder of their own, and the batch says so") {
  const EmptyMail none, elsewhere;
  REQUIRE(none.in({"--originals", "none"}).code == 0);
  CHECK_FALSE(fs::exists(none.batch() / "originals"));
  CHECK(none.batch_json().at("originals") == "none");
  CHECK(run_pli({"verify", "--store", none.store}).code == 0);
  REQUIRE(elsewhere.in({"--originals", elsewhere.folder / "archive"}).code == 0);
  CHECK_FALSE(fs::exists(elsewhere.batch() / "originals"));
  CHECK(read_file(elsewhere.folder / "archive" / "LOT" / "001-vide.tif") == elsewhere.bytes);
  CHECK(elsewhere.batch_json().at("originals") != "originals");
}

TEST_CASE("with --done inputs leave the source once the batch is complete, byte for byte; without, they stay") {
  const EmptyMail stays, leaves;
  REQUIRE(stays.in().code == 0);
  CHECK(read_file(stays.scans / "vide.tif") == stays.bytes);
  REQUIRE(leaves.in({"--done", leaves.folder / "done"}).code == 0);
  CHECK(fs::is_empty(leaves.scans));
  CHECK(read_file(leaves.folder / "done" / "LOT" / "001-vide.tif") == leaves.bytes);
  CHECK(read_file(leaves.batch() / "originals" / "001-vide.tif") == leaves.bytes);
}

TEST_CASE("a batch's name with other inputs or other settings is wrong usage and changes nothing") {
  const EmptyMail mail;
  REQUIRE(mail.in().code == 0);
  const std::string before = read_file(mail.batch() / "batch.json");
  const RunResult other_settings = mail.in({"--stream"});
  CHECK(other_settings.code == 2);
  CHECK(says(other_settings.err, "[batch-exists]"));
  mail.put("encore.tif", mail.bytes);
  const RunResult other_inputs = mail.in();
  CHECK(other_inputs.code == 2);
  CHECK(says(other_inputs.err, "[batch-exists]"));
  CHECK(read_file(mail.batch() / "batch.json") == before);
}

TEST_CASE("without a name the same inputs find their batch, new ones make another") {
  const EmptyMail mail;
  const auto name = [&] { return Json::parse(mail.in({"--json"}, "").out).at("batch").get<std::string>(); };
  const std::string first = name();
  CHECK(first.starts_with("R-"));
  CHECK(first.size() == 14);
  CHECK(name() == first);
  mail.put("encore.tif", mail.bytes);
  CHECK(name() != first);
}

TEST_CASE("a second process on the same output folder ends with 1, and the next one goes through") {
  const EmptyMail mail;
  {
    const FolderLock held(mail.out / ".pli" / "lock");
    const RunResult turned_away = mail.in();
    CHECK(turned_away.code == 1);
    CHECK_MESSAGE(says(turned_away.err, "[output-locked]"), turned_away.err);
    CHECK_FALSE(fs::exists(mail.batch() / "batch.json"));
  }
  CHECK(mail.in().code == 0);
}

TEST_CASE("received is the option's day, else the day in the folder's name, else the newest file's, and stays on a re-run") {
  const EmptyMail said, dated("courrier 20261120"), plain("courrier");
  const auto facts = [](const EmptyMail& mail) { return mail.batch_json().at("received").get<std::string>() + ' ' + mail.batch_json().at("received_source").get<std::string>(); };
  REQUIRE(said.in({"--received", "2026-11-19"}).code == 0);
  CHECK(facts(said) == "2026-11-19 option");
  REQUIRE(dated.in().code == 0);
  CHECK(facts(dated) == "2026-11-20 folder");
  fs::last_write_time(plain.scans / "vide.tif", fs::file_time_type::clock::now() - std::chrono::hours(24 * 40));
  REQUIRE(plain.in().code == 0);
  const std::string first = facts(plain);
  CHECK(first.ends_with(" file"));
  fs::last_write_time(plain.scans / "vide.tif", fs::file_time_type::clock::now());
  REQUIRE(plain.in().code == 0);
  CHECK(facts(plain) == first);
  CHECK(said.in({"--received", "le 19"}).code == 2);
}

TEST_CASE("a letter that quotes a dossier's number joins it, one that quotes a wrong number does not") {
  Mailroom mail;
  const RunResult opened = run_pli({"dossier", "open", "--service", "urbanisme", "--subject", "Clôture", "--json", "--store", mail.store});
  REQUIRE_MESSAGE(opened.code == 0, opened.err);
  const std::string id = Json::parse(opened.out).at("id");
  std::string wrong = id;
  wrong[8] = wrong[8] == '7' ? '3' : '7';
  const Image right_letter = sheet_of({"Honorine Bastide\n6 rue des Alouettes\n49890 Rivemont", "Clôture de mon jardin",
                                       "Vos références : " + id + "\n\nVous trouverez ci-joint le plan que vous me demandez pour la déclaration préalable de ma clôture."});
  const Image wrong_letter = sheet_of({"Anselme Corbineau\n9 rue des Alouettes\n49890 Rivemont", "Clôture de mon voisin",
                                       "Vos références : " + wrong + "\n\nJe m'oppose à la déclaration préalable de mon voisin pour sa clôture, qui dépasse la hauteur permise."});
  mail.put("a.png", samples::png_bytes(right_letter));
  mail.put("b.png", samples::png_bytes(wrong_letter));
  REQUIRE(mail.in({"--jobs", "2"}).code == 0);
  const auto records = mail.records();
  REQUIRE(records.size() == 2);
  CHECK(records[0].at("dossier") == Json{{"id", id}, {"joined_by", "reference"}});
  CHECK(records[0].at("service").at("code") == "urbanisme");
  CHECK(records[1].at("dossier").at("joined_by") != "reference");
  CHECK(records[1].at("dossier").at("id") != id);

  const Json shown = Json::parse(run_pli({"dossier", "show", id, "--json", "--store", mail.store}).out);
  CHECK(shown.at("id") == id);
  CHECK(shown.at("service") == "urbanisme");
  REQUIRE(shown.at("documents").size() == 1);
  CHECK(shown.at("documents")[0].at("id") == records[0].at("id"));
  CHECK(shown.at("documents")[0].at("direction") == "inbound");
  CHECK(shown.at("events").size() >= 2);
  const Json listed = Json::parse(run_pli({"dossier", "list", "--json", "--store", mail.store}).out);
  bool found = false;
  for (const Json& dossier : listed) found = found || dossier.at("id") == id;
  CHECK(found);
  CHECK(run_pli({"dossier", "show", wrong, "--store", mail.store}).code == 2);
}

TEST_CASE("an empty folder is a quiet day, a folder that is not there is wrong usage") {
  const TemporaryFolder folder;
  std::filesystem::create_directories(folder / "scans");
  const std::vector<std::string> rest = {"--out", folder / "out", "--store", folder / "pli.db"};
  const auto in = [&](const std::string& source) {
    std::vector<std::string> command = {"in", source};
    command.insert(command.end(), rest.begin(), rest.end());
    return run_pli(command);
  };
  const RunResult quiet = in(folder / "scans");
  CHECK(quiet.code == 0);
  CHECK(quiet.err.find("[no-input]") != std::string::npos);
  CHECK(in(folder / "missing").code == 2);
}
