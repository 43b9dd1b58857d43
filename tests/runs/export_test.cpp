// Exports from the command line. No page is read.
#include <doctest/doctest.h>

#include "pipeline/files.h"
#include "pipeline/json.h"
#include "tests/support/filed_batch.h"

using namespace pli;
using namespace pli::test;

TEST_CASE("a profile that is unknown is said before anything is read") {
  const TemporaryFolder folder;
  write_aside(folder / "note.docx", "no scan");
  const RunResult result = run_pli({"in", folder / "note.docx", "--out", folder / "out", "--store", folder / "pli.db", "--export", "paperless", "--export", "fremd"});
  CHECK(result.code == 2);
  CHECK(result.err.find("fremd") != std::string::npos);
  CHECK(result.err.find("paperless") != std::string::npos);
  CHECK_FALSE(fs::exists(folder / "out"));
}

TEST_CASE("profiles are a list in a configuration file, a variable and options; two in one option are two") {
  const TemporaryFolder folder;
  write_aside(folder / "pli.toml", "export = [\"paperless\", \"csv\"]\n");
  const auto value = [&](std::vector<std::string> more, const RunOptions& options = {}) {
    std::vector<std::string> arguments{"config", "--json"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return Json::parse(run_pli(arguments, options).out).at("settings").at("export").at("value").get<std::string>();
  };
  CHECK(value({"--config", folder / "pli.toml"}) == "paperless,csv");
  RunOptions variable;
  variable.environment["PLI_EXPORT"] = "maarch,csv";
  CHECK(value({}, variable) == "maarch,csv");
  CHECK(value({"--config", folder / "pli.toml", "--export", "seda", "--export", "maarch,alfresco"}, variable) == "seda,maarch,alfresco");
}

TEST_CASE("pli export repeats what was taken away, and with --new nothing; without a profile it is wrong usage") {
  FiledBatch batch;
  batch.file(), batch.complete();
  const std::string store = batch.folder / "pli.db";
  const RunResult first = run_pli({"export", "LOT", "--profile", "csv", "--store", store, "--json"});
  REQUIRE_MESSAGE(first.code == 0, first.err);
  CHECK(Json::parse(first.out).at(0).at("documents") == 1);
  CHECK(batch.tree() == "csv/LOT.csv\ncsv/LOT.ready\ncsv/voirie-proprete/00000000DOC1.pdf\n");
  fs::remove_all(batch.out() / "export");
  CHECK(Json::parse(run_pli({"export", "LOT", "--profile", "csv", "--new", "--store", store, "--json"}).out).at(0).at("documents") == 0);
  CHECK(batch.tree() == "");
  CHECK(run_pli({"export", "LOT", "--profile", "csv", "--store", store}).code == 0);
  CHECK(batch.tree() == "csv/LOT.csv\ncsv/LOT.ready\ncsv/voirie-proprete/00000000DOC1.pdf\n");
  CHECK(run_pli({"export", "LOT", "--store", store}).code == 2);
  CHECK(run_pli({"export", "FREMD", "--profile", "csv", "--store", store}).code == 2);
}

TEST_CASE("a town's own profiles stand in a folder of its own") {
  FiledBatch batch;
  batch.file(), batch.complete();
  make_folder(batch.folder / "profile");
  write_file(batch.folder / "profile/ged.toml", "label = \"GED\"\ninto = \"entree\"\npdf = \"{year}/{service}/{id}.pdf\"\n");
  const RunResult listed = run_pli({"export", "--list", "--exports", batch.folder / "profile", "--json"});
  CHECK(Json::parse(listed.out) == Json::array({{{"name", "ged"}, {"label", "GED"}}}));
  CHECK(run_pli({"export", "LOT", "--profile", "ged", "--exports", batch.folder / "profile", "--export-dir", batch.out() / "export", "--store", batch.folder / "pli.db"}).code == 0);
  CHECK(batch.tree() == "entree/2026/voirie-proprete/00000000DOC1.pdf\n");
}
