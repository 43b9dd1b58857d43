// What commands beside `pli correct` change in a batch's index, and a filled-in index that parts and joins; with the fake reader in the whole program.
#include <doctest/doctest.h>

#include "pipeline/files.h"
#include "pipeline/json.h"
#include "tests/support/mend_desk.h"
#include "tests/support/whole_program.h"

using namespace pli;
using namespace pli::test;

namespace {

struct IndexDesk {
  MendDesk desk;
  WholeProgram program{desk.town.folder / "pli.toml"};

  IndexDesk() {
    write_fake_scan(desk.town.scans() / "1.tif", {fake_letter("Odile Ferrandier", "permis de construire", "Je demande un permis de construire."), fake_letter("Barnabé Lecouvreux", "acte de naissance", "Je demande un acte de naissance.")});
    write_fake_scan(desk.town.scans() / "2.tif", {fake_letter("Capucine Villedary", "facture d'eau", "Ma facture d'eau a triplé.")});
    write_fake_scan(desk.town.scans() / "3.tif", {"text suite de la lettre"});
    desk.read();
    write_file(desk.town.folder / "pli.toml", "store = \"" + desk.town.store().string() + "\"\njobs = 1\n");
  }
};

bool stands_in(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("the index names the dossier that a letter was put into, and none once it was taken out") {
  IndexDesk index;
  const std::string id = index.desk.ids()[1];
  const RunResult opened = index.program.run({"dossier", "open", "--service", "finances"});
  REQUIRE_MESSAGE(opened.code == 0, opened.err);
  const std::string dossier = opened.out.substr(0, opened.out.find('\n'));
  REQUIRE(index.program.run({"dossier", "attach", id, dossier}).code == 0);
  CHECK(stands_in(index.desk.index(), dossier));
  CHECK(index.desk.verified() == "");
  REQUIRE(index.program.run({"dossier", "detach", id}).code == 0);
  CHECK_FALSE(stands_in(index.desk.index(), dossier));
  CHECK(index.desk.verified() == "");
}

TEST_CASE("one filled-in index corrects, parts and joins; told again it changes nothing") {
  IndexDesk index;
  const std::vector<std::string> ids = index.desk.ids();
  REQUIRE(ids.size() == 3);
  const fs::path file = index.desk.town.folder / "rempli.csv";
  write_file(file, "id;service;partager_avant;suite_de\n" + ids[0] + ";;2;\n" + ids[1] + ";eau-assainissement;;\n" + ids[2] + ";;;" + ids[1] + '\n');
  const RunResult done = index.program.run({"correct", "--csv", file, "--json"});
  CHECK_MESSAGE(done.code == 0, done.err);
  const Json told = Json::parse(done.out);
  CHECK(told.at("mended").size() == 2);
  const std::vector<std::string> now = index.desk.ids();
  REQUIRE(now.size() == 3);
  CHECK(index.desk.record(now[0]).pages.size() == 1);
  CHECK(index.desk.record(now[2]).pages.size() == 2);
  CHECK(index.desk.entry(now[2]).service == "eau-assainissement");
  CHECK_FALSE(index.desk.entry(now[2]).review());
  CHECK(index.desk.verified() == "");
  const RunResult again = index.program.run({"correct", "--csv", file, "--csv", file, "--json"});
  CHECK_MESSAGE(again.code == 0, again.err);
  const Json answer = Json::parse(again.out);
  for (const Json& mended : answer.at("mended")) CHECK_FALSE(mended.at("changed").get<bool>());
  CHECK(index.desk.ids() == now);
}
