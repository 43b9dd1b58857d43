#include "stages/mend.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "pipeline/files.h"
#include "pipeline/json.h"
#include "stages/read_alto.h"
#include "stages/write_alto.h"
#include "tests/support/mend_desk.h"

using namespace pli;
using namespace pli::test;

namespace {

const std::string roads = fake_letter("Camille Exemple", "trou dans la chaussée", "la chaussée est défoncée, le nid-de-poule devant chez moi grandit, les trottoirs aussi");
const std::string water = fake_letter("Basile Modèle", "facture d'eau anormale", "mon compteur d'eau tourne, je conteste la facture d'eau et demande un dégrèvement pour fuite");
const std::string plain = "text Une seconde page|qui continue la lettre|et se termine ici avec une signature";

/// Two letters glued into one document of four sides, and a third letter apart.
struct Glued : MendDesk {
  Glued() {
    write_fake_scan(town.scans() / "a.tif", {roads, "blank", water, plain});
    write_fake_scan(town.scans() / "b.tif", {fake_letter("Denise Patron", "crèche", "je voudrais une place en crèche pour mon enfant à la rentrée")});
    read();
  }
};

std::vector<std::string> names(const Mended& mended) {
  std::vector<std::string> ids;
  for (const DocumentEntry& document : mended.documents) ids.push_back(document.id);
  return ids;
}

int number_of_pages(const Json& pages) { return pages.at("in_documents").get<int>() + pages.at("separators").get<int>() + pages.at("blanks").get<int>() + pages.at("rejected").get<int>(); }

bool stands_in(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("a document that is parted becomes two in its place, each understood anew, and the old one stays as history") {
  Glued desk;
  const std::string old = desk.ids()[0], other = desk.ids()[1];
  const DocumentEntry before = desk.entry(old);
  REQUIRE_FALSE(before.dossier.empty());
  const Mended mended = desk.split(old, {3});
  CHECK(mended.changed);
  REQUIRE(mended.documents.size() == 2);
  CHECK(desk.ids() == std::vector<std::string>{mended.documents[0].id, mended.documents[1].id, other});
  CHECK(mended.documents[0].service == "voirie-proprete");
  CHECK(mended.documents[1].service == "eau-assainissement");
  CHECK(mended.documents[0].dossier == before.dossier);           // the dossier goes on with the first
  CHECK(mended.documents[1].dossier != before.dossier);
  CHECK_FALSE(mended.documents[1].dossier.empty());
  const Record first = desk.record(mended.documents[0].id), second = desk.record(mended.documents[1].id);
  CHECK(first.supersedes == std::vector<std::string>{old});
  CHECK(first.pages.size() == 2);
  CHECK(first.pages[1].facts.blank);
  CHECK(second.pages.size() == 2);
  CHECK(second.pages[0].number == 1);
  CHECK(second.pages[0].source.page == 3);
  CHECK(second.piece.id == first.piece.id);
  CHECK(second.piece.position == 2);
  CHECK(second.piece.of == 2);
  CHECK(stands_in(read_file(desk.batch() / mended.documents[1].path / "document.pdf"), "facture d'eau"));
  CHECK_FALSE(stands_in(read_file(desk.batch() / mended.documents[1].path / "text.txt"), "chaussée"));

  const DocumentEntry gone = desk.entry(old);
  CHECK(gone.superseded);
  CHECK(gone.path == ".superseded/" + old);
  CHECK(fs::exists(desk.batch() / gone.path / "record.json"));
  CHECK_FALSE(fs::exists(desk.batch() / before.path));
  const Registry registry(desk.town.store(), fixed_registry());
  CHECK(registry.events_about(old).back().kind == "document-superseded");
  CHECK(registry.documents_of_dossier(before.dossier).size() == 1);
  CHECK(registry.dossier(before.dossier)->documents == 1);
  for (const DocumentEntry& waiting : registry.waiting()) CHECK(waiting.id != old);
  for (const SearchHit& hit : registry.search("compteur")) CHECK(hit.document != old);
  CHECK(desk.verified() == "");
}

TEST_CASE("index, report and batch.json follow, the accounts stay, and the page is counted once") {
  Glued desk;
  const std::string old = desk.ids()[0];
  const Json pages = desk.batch_json().at("pages");
  const Mended mended = desk.split(old, {3});
  const Json now = desk.batch_json();
  CHECK(now.at("pages") == pages);
  CHECK(now.at("pages").at("input") == number_of_pages(now.at("pages")));
  CHECK(now.at("documents").size() == 3);
  CHECK(now.at("documents").at(0).at("id") == mended.documents[0].id);
  CHECK_FALSE(stands_in(desk.index(), old));
  CHECK(stands_in(desk.index(), mended.documents[1].id + ";eau-assainissement"));
  const std::string report = read_file(desk.batch() / "report.html");
  CHECK_FALSE(stands_in(report, old));
  CHECK(stands_in(report, mended.documents[1].id));
  const std::string fingerprinted = fingerprint(desk.town.out());
  CHECK(desk.town.run(desk.town.request("LOT")).documents == 3);
  CHECK(fingerprint(desk.town.out()) == fingerprinted);
}

TEST_CASE("the same command again changes nothing; a document that was superseded is mended no more") {
  Glued desk;
  const std::string old = desk.ids()[0];
  const Mended mended = desk.split(old, {3});
  const std::string before = fingerprint(desk.town.folder.path(), {"pli.db"});
  const Mended again = desk.split(old, {3});
  CHECK_FALSE(again.changed);
  CHECK(names(again) == names(mended));
  CHECK(fingerprint(desk.town.folder.path(), {"pli.db"}) == before);
  CHECK(desk.refused({"split", {old}, {2}, {}, "ab"}) == "document-superseded");
  CHECK_THROWS_AS(desk.correct(old, {{"service", "finances"}}), UsageError);
}

TEST_CASE("three parts, in order") {
  MendDesk desk;
  write_fake_scan(desk.town.scans() / "a.tif", {roads, water, plain});
  desk.read();
  const Mended mended = desk.split(desk.ids()[0], {2, 3});
  REQUIRE(mended.documents.size() == 3);
  for (int part = 0; part < 3; ++part) {
    const Record record = desk.record(mended.documents[static_cast<std::size_t>(part)].id);
    REQUIRE(record.pages.size() == 1);
    CHECK(record.pages[0].source.page == part + 1);
    CHECK(record.piece.of == 3);
  }
  CHECK(desk.verified() == "");
}

TEST_CASE("documents of one batch are joined in the order they are named; the dossier that is left empty leads to the other") {
  MendDesk desk;
  write_fake_scan(desk.town.scans() / "a.tif", {plain});
  write_fake_scan(desk.town.scans() / "b.tif", {roads});
  desk.read();
  const auto ids = desk.ids();
  desk.correct(ids[0], {{"service", "finances"}});
  desk.correct(ids[1], {{"sender.name", "Camille Exemple-Durand"}});
  const std::string left = desk.entry(ids[0]).dossier, kept = desk.entry(ids[1]).dossier;
  REQUIRE(left != kept);
  const Mended mended = desk.join({ids[1], ids[0]});
  REQUIRE(mended.documents.size() == 1);
  const Record record = desk.record(mended.documents[0].id);
  CHECK(record.supersedes == std::vector<std::string>{ids[1], ids[0]});
  REQUIRE(record.pages.size() == 2);
  CHECK(record.pages[0].source.path == "scans/b.tif");
  CHECK(desk.ids() == names(mended));
  CHECK(mended.documents[0].dossier == kept);
  CHECK(mended.documents[0].sender == "Camille Exemple-Durand");  // what a person said of the first goes on
  CHECK(mended.documents[0].service == "voirie-proprete");
  const Registry registry(desk.town.store(), fixed_registry());
  CHECK(registry.lead(left) == kept);
  CHECK(desk.verified() == "");
  CHECK_FALSE(desk.join({ids[1], ids[0]}).changed);
}

TEST_CASE("what was parted and joined again is a document of its own") {
  Glued desk;
  const std::string old = desk.ids()[0];
  const Mended parts = desk.split(old, {3});
  const Mended whole = desk.join(names(parts));
  REQUIRE(whole.documents.size() == 1);
  CHECK(whole.documents[0].id != old);
  CHECK(desk.record(whole.documents[0].id).pages.size() == 4);
  CHECK(desk.verified() == "");
  CHECK(desk.batch_json().at("pages").at("input") == number_of_pages(desk.batch_json().at("pages")));
}

TEST_CASE("a page that could not be read is scanned anew; the scan is kept among the originals, and a person's word goes on") {
  MendDesk desk;
  write_fake_scan(desk.town.scans() / "a.tif", {roads, "fail damaged-page", "blank"});
  desk.read();
  const std::string old = desk.ids()[0];
  const auto doubted = [](const DocumentEntry& document) { return std::count(document.reasons.begin(), document.reasons.end(), "page-failed") == 1; };
  CHECK(doubted(desk.entry(old)));
  desk.correct(old, {{"subject", "Nid-de-poule"}});
  write_fake_scan(desk.town.folder / "again.tif", {plain});
  const Mended mended = desk.replace(old, {2}, desk.town.folder / "again.tif");
  REQUIRE(mended.documents.size() == 1);
  const DocumentEntry& now = mended.documents[0];
  CHECK_FALSE(doubted(now));
  CHECK(now.service == "voirie-proprete");
  CHECK(now.subject == "Nid-de-poule");
  const Record record = desk.record(now.id);
  CHECK(record.supersedes == std::vector<std::string>{old});
  CHECK_FALSE(record.pages[1].facts.failed);
  CHECK(record.pages[1].source.path == "again.tif");
  CHECK(record.pages[0].source.path == "scans/a.tif");
  CHECK(stands_in(read_file(desk.batch() / now.path / "text.txt"), "signature"));
  CHECK(read_file(desk.batch() / "originals" / "002-again.tif") == read_file(desk.town.folder / "again.tif"));
  const Json json = desk.batch_json();
  CHECK(json.at("pages").at("input") == 3);
  CHECK(number_of_pages(json.at("pages")) == 3);
  CHECK(json.at("inputs").size() == 1);
  REQUIRE(json.at("rescans").size() == 1);
  CHECK(json.at("rescans").at(0).at("file") == "originals/002-again.tif");
  CHECK(desk.verified() == "");
  CHECK_FALSE(desk.replace(old, {2}, desk.town.folder / "again.tif").changed);

  SUBCASE("a page of the new scan is parted like any other") {
    const Mended parts = desk.split(now.id, {2});
    REQUIRE(parts.documents.size() == 2);
    CHECK(desk.record(parts.documents[1].id).pages[0].source.path == "again.tif");
    CHECK(desk.verified() == "");
  }
  SUBCASE("a blank side that is printed now moves in the accounts") {
    write_fake_scan(desk.town.folder / "back.tif", {"text Au dos de la lettre"});
    desk.replace(now.id, {3}, desk.town.folder / "back.tif");
    const Json pages = desk.batch_json().at("pages");
    CHECK(pages.at("blanks") == 0);
    CHECK(pages.at("in_documents") == 3);
    CHECK(fs::exists(desk.batch() / "originals" / "003-back.tif"));
    CHECK(desk.verified() == "");
  }
  SUBCASE("an altered new scan is found") {
    write_file(desk.batch() / "originals" / "002-again.tif", "other");
    CHECK(desk.verified() == "verify-altered");
  }
}

TEST_CASE("what can't be mended is refused, and nothing has changed") {
  Glued desk;
  const auto ids = desk.ids();
  write_fake_scan(desk.town.folder / "two.tif", {plain, plain});
  write_fake_scan(desk.town.folder / "bad.tif", {"fail damaged-page"});
  write_fake_scan(desk.town.folder / "white.tif", {"blank"});
  write_file(desk.town.folder / "note.txt", "no scan");
  const std::string before = fingerprint(desk.batch());
  const auto split = [&](const std::string& id, std::vector<int> pages) { return desk.refused({"split", {id}, std::move(pages), {}, "ab"}); };
  const auto replace = [&](const std::string& id, std::vector<int> pages, const char* file) { return desk.refused({"replace", {id}, std::move(pages), desk.town.folder / file, "ab"}); };
  CHECK(split("NOBODY", {2}) == "unknown-document");
  CHECK(split(ids[0], {1}) == "mend-page");
  CHECK(split(ids[0], {5}) == "mend-page");
  CHECK(split(ids[0], {2, 3}) == "split-blank");
  CHECK(desk.refused({"join", {ids[0]}, {}, {}, "ab"}) == "join-alone");
  CHECK(desk.refused({"join", {ids[0], ids[0]}, {}, {}, "ab"}) == "join-alone");
  CHECK(desk.refused({"join", {ids[0], "NOBODY"}, {}, {}, "ab"}) == "unknown-document");
  CHECK(replace(ids[0], {9}, "two.tif") == "mend-page");
  CHECK(replace(ids[0], {1}, "two.tif") == "rescan-pages");
  CHECK(replace(ids[1], {1}, "bad.tif") == "damaged-page");
  CHECK(replace(ids[1], {1}, "white.tif") == "replace-blank");
  CHECK(replace(ids[1], {1}, "note.txt") == "unknown-type");
  CHECK(replace(ids[1], {1}, "nothing.tif") == "source-missing");
  CHECK(fingerprint(desk.batch()) == before);
  CHECK_FALSE(fs::exists(desk.town.out() / ".pli" / "LOT"));
  CHECK(desk.verified() == "");
  fs::remove_all(desk.batch() / desk.entry(ids[1]).path);
  CHECK(desk.refused({"join", {ids[0], ids[1]}, {}, {}, "ab"}) == "mend-taken-away");
  fs::remove_all(desk.batch() / "originals");
  CHECK(split(ids[0], {3}) == "originals-gone");
}

TEST_CASE("documents of two batches are not joined") {
  Glued desk;
  InboundRequest other = desk.town.request("AUTRE");
  write_fake_scan(desk.town.folder / "more" / "c.tif", {plain});
  other.sources = {desk.town.folder / "more"};
  desk.town.run(other);
  const std::string far = Registry(desk.town.store(), fixed_registry()).documents("AUTRE")[0].id;
  CHECK(desk.refused({"join", {desk.ids()[0], far}, {}, {}, "ab"}) == "join-batches");
}

TEST_CASE("batch.json that somebody altered is not taken over") {
  Glued desk;
  Json json = desk.batch_json();
  json["pages"]["rejected"] = 1;
  write_file(desk.batch() / "batch.json", pretty(json));
  CHECK(desk.refused({"split", {desk.ids()[0]}, {3}, {}, "ab"}) == "batch-altered");
  CHECK(desk.verified() != "");
}

TEST_CASE("what stands beside the documents is found when it was altered after a mend") {
  for (const char* file : {"index.csv", "report.html", "batch.json"}) {
    Glued desk;
    desk.split(desk.ids()[0], {3});
    CAPTURE(file);
    write_file(desk.batch() / file, read_file(desk.batch() / file) + " ");
    CHECK(desk.verified() == "verify-altered");
  }
  Glued desk;
  const std::string old = desk.ids()[0];
  desk.split(old, {3});
  fs::remove_all(desk.batch() / ".superseded");
  CHECK(desk.verified() == "verify-missing");
}

TEST_CASE("an archive's pages are found again in it, and one whose text is withheld stays so") {
  MendDesk desk;
  write_fake_scan(desk.town.scans() / "pile.tif", {"sheet PLI1/S/UNOPENED/0/0", "text testament|75011 PARIS", "text intime"});
  desk.read();
  const std::string old = desk.ids()[0];
  write_fake_scan(desk.town.folder / "again.tif", {"text secret|75011 PARIS"});
  const Mended mended = desk.replace(old, {2}, desk.town.folder / "again.tif");
  CHECK(read_file(desk.batch() / mended.documents[0].path / "text.txt") == "75011 PARIS\n\f75011 PARIS\n");
  CHECK(desk.record(mended.documents[0].id).review == std::vector<std::string>{"unopened"});
}

// Every step of a write, one after the other, is the last: the same command finishes what was begun and ends as one that nobody disturbed.
TEST_CASE("a mend that was stopped after any of its writes is finished by the same command") {
  const auto wanted = [](const Glued& desk, const std::string& kind) -> MendWanted {
    const auto ids = desk.ids();
    if (kind == "split") return {kind, {ids[0]}, {3}, {}, "ab"};
    if (kind == "join") return {kind, {ids[0], ids[1]}, {}, {}, "ab"};
    return {kind, {ids[1]}, {1}, desk.town.folder / "again.tif", "ab"};
  };
  for (const std::string kind : {"split", "join", "replace"}) {
    std::string undisturbed;
    const int first = kind == "split" ? 0 : kind == "join" ? 1 : 2;  // each begins elsewhere: no step is left out by all
    for (int stop_at = -1; stop_at < 400; stop_at = stop_at < 0 ? first : stop_at + 3) {
      Glued desk;
      write_fake_scan(desk.town.folder / "again.tif", {plain});
      if (kind != "split") desk.correct(desk.ids()[kind == "join" ? 0 : 1], {{"subject", "Corrigé"}});
      const MendWanted mend = wanted(desk, kind);
      bool stopped = false;
      if (stop_at >= 0) {
        int step = 0;
        set_fault_hook([&](std::string_view, const fs::path&) {
          if (step++ == stop_at) throw Fatal("write-failed");
        });
        try {
          desk.mend(mend);
        } catch (const std::exception&) {
          stopped = true;
        }
        set_fault_hook({});
      }
      const Mended done = desk.mend(mend);
      CAPTURE(kind);
      CAPTURE(stop_at);
      CHECK(desk.verified() == "");
      for (const std::string& old : done.superseded) CHECK(fs::exists(desk.batch() / ".superseded" / old / "record.json"));
      const std::string left = fingerprint(desk.town.out(), {".pli/", "LOT/batch.json", "LOT/report.html"});  // these hold timings
      if (stop_at < 0) undisturbed = left;
      CHECK(left == undisturbed);
      CHECK_FALSE(fs::exists(desk.town.out() / ".pli" / "LOT"));
      CHECK_FALSE(desk.mend(mend).changed);
      if (stop_at >= 0 && !stopped) break;
    }
  }
}

TEST_CASE("another command on the batch finishes a mend that was cut short") {
  Glued desk;
  const auto ids = desk.ids();
  set_fault_hook([&](std::string_view step, const fs::path& path) {
    if (step == "rename" && stands_in(path.string(), ".superseded")) throw std::runtime_error("stopped");
  });
  CHECK_THROWS(desk.split(ids[0], {3}));
  set_fault_hook({});
  CHECK(desk.verified() == "verify-unfinished");
  write_fake_scan(desk.town.folder / "again.tif", {plain});
  desk.replace(ids[1], {1}, desk.town.folder / "again.tif");
  CHECK(desk.ids().size() == 3);
  CHECK(desk.entry(ids[0]).superseded);
  CHECK(desk.verified() == "");
}

TEST_CASE("what was read on a page is read back word for word, stamps told apart") {
  RecordPage page;
  page.number = 3, page.pdf_page = 1, page.facts.width = 100, page.facts.height = 200;
  page.facts.text.blocks.push_back({{1, 2, 30, 40}, {{{1, 2, 30, 10}, 11, {{"l'été", {1, 2, 10, 10}, 0.125}, {"<&\"", {14, 2, 16, 10}, 1}}}}, false});
  page.facts.text.blocks.push_back({{50, 60, 30, 40}, {{{50, 60, 30, 10}, 0, {{"REÇU", {50, 60, 30, 10}, 0.5}}}}, true});
  const auto texts = texts_of_alto(alto("ID", {page}));
  REQUIRE(texts.size() == 1);
  RecordPage back = page;
  back.facts.text = texts.at(3);
  CHECK(alto("ID", {back}) == alto("ID", {page}));
  CHECK(back.facts.text.plain() == page.facts.text.plain());
  CHECK(back.facts.text.blocks[1].stamp);
  CHECK(back.facts.text.blocks[0].lines[0].words[0].confidence == doctest::Approx(0.125));
  CHECK_THROWS(texts_of_alto("no xml"));
}

TEST_CASE("a number that was masked stays masked in the documents that take its document's place") {
  MendDesk desk;
  write_fake_scan(desk.town.scans() / "a.tif", {fake_letter("Camille Exemple", "trou dans la chaussée", "mon numéro est le 2 06 12 75 111 005 64 et la chaussée est défoncée, le nid-de-poule grandit"), water});
  desk.read();
  const std::string old = desk.ids()[0];
  REQUIRE_FALSE(desk.record(old).pages[0].facts.masked.empty());
  const Mended mended = desk.split(old, {2});
  REQUIRE(mended.documents.size() == 2);
  const Record first = desk.record(mended.documents[0].id), second = desk.record(mended.documents[1].id);
  CHECK_FALSE(first.pages[0].facts.masked.empty());
  CHECK(std::any_of(first.fields.begin(), first.fields.end(), [](const Field& field) { return field.name == "nir" && field.value == "masked"; }));
  CHECK_FALSE(stands_in(read_file(desk.batch() / mended.documents[0].path / "text.txt"), "111 005"));
  CHECK(second.pages[0].facts.masked.empty());
}
