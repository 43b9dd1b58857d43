// Whole runs of letters through the built program: what they leave behind, what they refuse, and what a stop at any moment does.
#include <doctest/doctest.h>

#include <csignal>
#include <set>

#include "pipeline/digest.h"
#include "pipeline/files.h"
#include "pipeline/folder_lock.h"
#include "stages/engines/qpdf.h"
#include "tests/support/letter_room.h"
#include "tests/support/mail.h"

using namespace pli;
using namespace pli::test;

namespace {

bool says(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

std::set<std::string> files_of(const fs::path& folder) {
  std::set<std::string> names;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.is_regular_file()) names.insert(fs::relative(entry.path(), folder).string());
  return names;
}

/// Three letters; the second has two pages.
struct ThreeLetters : LetterRoom {
  ThreeLetters() {
    Json second = notice("M. Basile Spécimen", "le contrat");
    second["pages"] = {"le plan"};
    rows(compact(notice("Mme Alix Exemple", "la facture")) + '\n' + compact(second) + '\n' + compact(notice("Mme Céleste Modèle", "le bail")) + '\n');
  }
};

}  // namespace

TEST_CASE("a run leaves a PDF a letter, one print run in whole sheets and a manifest that adds up, and opens a dossier for each letter") {
  const ThreeLetters room;
  const RunResult run = room.print();
  REQUIRE_MESSAGE(run.code == 0, run.err);
  const Json manifest = room.run_json();
  CHECK(manifest.at("run") == "LETTRES");
  CHECK(manifest.at("template") == "avis");
  CHECK(manifest.at("date") == "2026-11-23");
  std::set<std::string> expected = {"print.pdf", "run.csv", "run.json"};
  int next = 1, position = 0;
  for (const Json& piece : manifest.at("pieces")) {
    const int pages = position++ == 1 ? 2 : 1;
    const fs::path file = room.run() / piece.at("file").get<std::string>();
    expected.insert(piece.at("file").get<std::string>());
    CHECK(piece.at("file") == "letters/" + piece.at("id").get<std::string>() + ".pdf");
    CHECK(piece.at("sha256") == sha256_file(file));
    CHECK(piece.at("pages") == pages);
    CHECK(pdf_pages(file, 10) == pages);
    CHECK(piece.at("sheets") == 1);
    CHECK(piece.at("weight_g") == 10);  // 4.99 g a sheet and 5 g of envelope, in grams begun
    CHECK(piece.at("print_pages") == Json::array({next, next + 1}));
    CHECK(piece.at("state") == "generated");
    CHECK(piece.at("due") == "2026-12-08");
    CHECK(piece.at("due_estimated") == true);
    next += 2;
  }
  CHECK(files_of(room.run()) == expected);
  CHECK(pdf_pages(room.run() / "print.pdf", 100) == 6);
  CHECK(manifest.at("totals").at("pieces") == 3);
  CHECK(manifest.at("totals").at("sheets") == 3);
  CHECK(manifest.at("totals").at("weight_g") == 30);
  CHECK(room.dossiers().size() == 3);
  const std::string dossier = manifest.at("pieces")[0].at("dossier");
  const Json shown = Json::parse(room.pli({"dossier", "show", dossier, "--json"}).out);
  CHECK(shown.at("documents")[0].at("direction") == "outbound");
  CHECK(shown.at("documents")[0].at("path") == (room.run() / manifest.at("pieces")[0].at("file").get<std::string>()).string());
  CHECK((fs::status(room.run() / "print.pdf").permissions() & fs::perms::others_all) == fs::perms::none);
}

TEST_CASE("without duplex pages follow one another, and that makes another run") {
  const ThreeLetters room;
  REQUIRE(room.print({"--no-duplex"}).code == 0);
  CHECK(pdf_pages(room.run() / "print.pdf", 100) == 4);
  CHECK(room.run_json().at("pieces")[1].at("print_pages") == Json::array({2, 3}));
  CHECK(room.run_json().at("pieces")[1].at("sheets") == 2);
  CHECK(says(room.print().err, "[run-exists]"));
}

TEST_CASE("the same command again finds its run and changes nothing, on another day too") {
  const ThreeLetters room;
  REQUIRE(room.print().code == 0);
  const std::string before = room.result();
  const RunResult again = room.print();
  CHECK(again.code == 0);
  CHECK(says(again.err, "LETTRES"));
  CHECK(room.result() == before);
  std::vector<std::string> undated = room.command();
  undated.resize(undated.size() - 2);
  CHECK(run_pli(undated).code == 0);
  CHECK(room.result() == before);
  CHECK(room.dossiers().size() == 3);
  const RunResult other_day = room.print({"--date", "2026-11-24"});
  CHECK(other_day.code == 2);
  CHECK(says(other_day.err, "[run-date]"));
}

TEST_CASE("without a name the same rows find their run, other rows make another; a name with other rows is refused") {
  ThreeLetters room;
  const auto name = [&] { return Json::parse(room.print({"--json"}, "").out).at("run").get<std::string>(); };
  const std::string first = name();
  CHECK(first.starts_with("L-"));
  CHECK(first.size() == 14);
  CHECK(name() == first);
  REQUIRE(room.print().code == 0);
  room.rows(compact(notice("M. Damien Essai", "autre chose")));
  CHECK(name() != first);
  const RunResult other = room.print();
  CHECK(other.code == 2);
  CHECK(says(other.err, "[run-exists]"));
}

TEST_CASE("a run that is done is not made again into another folder") {
  ThreeLetters room;
  REQUIRE(room.print().code == 0);
  room.out = room.folder / "ailleurs";
  const RunResult elsewhere = room.print();
  CHECK(elsewhere.code == 2);
  CHECK(says(elsewhere.err, "[run-elsewhere]"));
}

TEST_CASE("equal rows as JSON Lines and as CSV of a spreadsheet give the same letters, byte for byte") {
  LetterRoom json;
  LetterRoom csv(json.folder / "keys");
  Json row = notice("M. Zoé Œuvré", "l'été");
  row["montant"] = "1234.50";
  row["pages"] = {"un", "deux"};
  json.rows(compact(row));
  csv.rows("objet;recipient.name;recipient.line1;recipient.line2;montant;pages\r\nl'\xE9t\xE9;M. Zo\xE9 \x8Cuvr\xE9;3 rue des Exemples;49890 Rivemont;1\xA0" "234,50 \x80;un|deux\r\n", "rows.csv");
  REQUIRE_MESSAGE(json.print().code == 0, json.print().err);
  REQUIRE_MESSAGE(csv.print().code == 0, csv.print().err);
  const std::string file = json.run_json().at("pieces")[0].at("file");
  CHECK(read_file(json.run() / file) == read_file(csv.run() / file));
  CHECK(read_file(json.run() / "print.pdf") == read_file(csv.run() / "print.pdf"));
}

TEST_CASE("every row is looked at before anything is written: each error names line and column, and no dossier is opened") {
  LetterRoom room;
  room.rows(
      "recipient.name;recipient.lines;objet;montant;dossier;service;coleur\n"
      "Mme Alix Exemple;3 rue des Exemples|49890 Rivemont;la facture;12,50;;;\n"
      ";3 rue des Exemples|49890 Rivemont;;douze;2026-000001-A;inconnu;bleu\n",
      "rows.csv");
  const RunResult run = room.print();
  CHECK(run.code == 2);
  for (const char* place : {"ligne 3, colonne « recipient.name »", "ligne 3, colonne « objet »", "ligne 3, colonne « montant »", "ligne 3, colonne « dossier »", "ligne 3, colonne « service »",
                            "ligne 3, colonne « coleur »"}) {
    std::string wanted = place;
    wanted[0] = 'L';
    CHECK_MESSAGE(says(run.err, wanted), run.err);
  }
  CHECK_FALSE(says(run.err, "Ligne 2"));
  CHECK_FALSE(says(run.err, "douze"));  // never what a row says
  CHECK(says(run.err, "[rows-refused]"));
  CHECK_FALSE(fs::exists(room.out));
  CHECK(room.dossiers().empty());
}

TEST_CASE("of a thousand wrong rows a hundred errors are shown, then their count") {
  LetterRoom room;
  std::string text = "recipient.name;recipient.lines;objet\n";
  for (int i = 0; i < 1000; ++i) text += "Mme Exemple;3 rue des Exemples|49890 Rivemont;\n";
  room.rows(text, "rows.csv");
  const RunResult run = room.print();
  CHECK(run.code == 2);
  int shown = 0;
  for (std::size_t at = 0; (at = run.err.find("[row-value-missing]", at)) != std::string::npos; ++at) ++shown;
  CHECK(shown == 100);
  CHECK(says(run.err, "1000"));
}

TEST_CASE("a letter joins the dossier its row names; one that is closed or unknown is an error of its row") {
  LetterRoom room;
  const std::string dossier = Json::parse(room.pli({"dossier", "open", "--service", "finances", "--json"}).out).at("id");
  Json row = notice("Mme Alix Exemple", "la facture");
  row["dossier"] = dossier;
  room.rows(compact(row));
  REQUIRE(room.print().code == 0);
  CHECK(room.run_json().at("pieces")[0].at("dossier") == dossier);
  CHECK(room.dossiers().size() == 1);
}

TEST_CASE("without a key no letter is made, and the message says how to make one") {
  LetterRoom room;
  fs::remove_all(room.folder / "keys");
  room.many_rows(1);
  const RunResult run = room.print();
  CHECK(run.code == 2);
  CHECK(says(run.err, "pli keygen"));
  CHECK(says(run.err, "[key-missing]"));
  CHECK(room.dossiers().empty());
}

TEST_CASE("a run that is killed again and again ends in the same bytes as one that nobody disturbed, even when the key changed meanwhile") {
  LetterRoom undisturbed;
  LetterRoom killed(undisturbed.folder / "keys");
  undisturbed.many_rows(300);
  killed.many_rows(300);
  REQUIRE(undisturbed.print().code == 0);
  const auto letters = [&] { return count_files(killed.run() / "letters", ".pdf"); };
  const auto stop_when = [&](int signal, const std::function<bool()>& reached) {
    Started run(killed.command());
    const bool in_time = run.until(reached);
    run.signal(signal);
    const int code = run.end();
    CHECK_FALSE(fs::exists(killed.run() / "run.json"));
    return in_time && code == (signal == SIGKILL ? 128 + SIGKILL : 143);
  };
  CHECK(stop_when(SIGKILL, [&] { return fs::exists(killed.out / ".pli" / "LETTRES"); }));
  CHECK(stop_when(SIGKILL, [&] { return letters() > 0; }));
  REQUIRE(killed.pli({"keygen"}).code == 0);
  CHECK(stop_when(SIGTERM, [&] { return letters() > 64; }));
  CHECK(stop_when(SIGKILL, [&] { return letters() > 128; }));
  const RunResult last = killed.print();
  REQUIRE_MESSAGE(last.code == 0, last.err);
  CHECK(killed.result() == undisturbed.result());
  CHECK(killed.dossiers().size() == 300);
  CHECK_FALSE(fs::exists(killed.out / ".pli" / "LETTRES"));
  CHECK(killed.pli({"verify"}).code == 0);
}

TEST_CASE("two processes never make the same letters twice: one waits outside, the next finds all done") {
  LetterRoom room;
  room.many_rows(200);
  {
    Started first(room.command());
    REQUIRE(first.until([&] { return fs::exists(room.out / ".pli" / "LETTRES"); }));
    const RunResult second = room.print();
    CHECK((second.code == 1 || second.code == 0));
    if (second.code == 1) CHECK(says(second.err, "[output-locked]"));
    CHECK(first.end() == 0);
  }
  CHECK(room.print().code == 0);
  CHECK(room.dossiers().size() == 200);
  CHECK(count_files(room.run() / "letters", ".pdf") == 200);
}

TEST_CASE("the log of a run holds ids and counts, nothing that a row says") {
  LetterRoom room;
  room.rows(compact(notice("Mme Zénobie Secrète", "une affaire discrète")));
  REQUIRE(room.print({"--log", room.folder / "pli.log"}).code == 0);
  const std::string log = read_file(room.folder / "pli.log");
  CHECK(says(log, "LETTRES"));
  CHECK_FALSE(says(log, "Secr"));
  CHECK_FALSE(says(log, "discr"));
}
