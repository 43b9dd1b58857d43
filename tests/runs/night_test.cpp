// pli night, the whole program. No page is read: what lies in these spools is refused, or was filed before.
#include <doctest/doctest.h>

#include <fcntl.h>
#include <unistd.h>

#include "pipeline/files.h"
#include "pipeline/folder_lock.h"
#include "pipeline/json.h"
#include "tests/support/filed_batch.h"

using namespace pli;
using namespace pli::test;

namespace {

struct NightTown {
  TemporaryFolder folder;

  NightTown() { make_folder(folder / "spool"); }
  fs::path put(const std::string& name, const std::string& bytes = "no scan") const {
    make_folder((folder / "spool" / name).parent_path());
    write_aside(folder / "spool" / name, bytes);
    return folder / "spool" / name;
  }
  RunResult night(std::vector<std::string> more = {}) const {
    std::vector<std::string> arguments{"night", "--spool", folder / "spool", "--out", folder / "out", "--done", folder / "done", "--store", folder / "pli.db", "--settle", "0", "--jobs", "1"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run_pli(arguments);
  }
  std::vector<fs::path> summaries() const {
    std::vector<fs::path> found;
    for (const auto& entry : fs::directory_iterator(folder / "out"))
      if (entry.path().filename().string().starts_with("night-")) found.push_back(entry.path());
    std::sort(found.begin(), found.end());
    return found;
  }
};

}  // namespace

TEST_CASE("a night without spool, output and done folder is wrong usage, and names them") {
  const RunResult result = run_pli({"night"});
  CHECK(result.code == 2);
  CHECK(result.err.find("spool, out, done") != std::string::npos);
  CHECK(result.err.find("[night-settings]") != std::string::npos);
}

TEST_CASE("a night without mail is a good one, and says so") {
  const NightTown town;
  const RunResult result = town.night();
  CHECK(result.code == 0);
  CHECK(result.out.starts_with("Pli, "));
  CHECK(result.out.find("aucun courrier") != std::string::npos);
  REQUIRE(town.summaries().size() == 1);
  CHECK(read_file(town.summaries()[0]) == result.out);
}

TEST_CASE("each folder is a batch, inputs move to done, what was refused is named and gives 3; the next night finds nothing") {
  const NightTown town;
  town.put("accueil/note.docx"), town.put("2026-11-24/devis.xlsx"), town.put("lettre.odt");
  const RunResult result = town.night();
  CHECK(result.code == 3);
  for (const char* name : {"accueil", "2026-11-24", "note.docx", "devis.xlsx", "lettre.odt", "[unknown-type]"}) CHECK_MESSAGE(result.out.find(name) != std::string::npos, name);
  for (const char* name : {"accueil/note.docx", "2026-11-24/devis.xlsx", "lettre.odt"}) CHECK_FALSE(fs::exists(town.folder / "spool" / name));
  int moved = 0;
  for (const auto& entry : fs::recursive_directory_iterator(town.folder / "done")) moved += entry.is_regular_file() ? 1 : 0;
  CHECK(moved == 3);
  const RunResult again = town.night({"--json"});
  CHECK(again.code == 0);
  CHECK(Json::parse(again.out).at("batches").empty());
  CHECK(town.summaries().size() == 2);
}

TEST_CASE("while the last night still runs, nothing is touched and the message says so") {
  const NightTown town;
  town.put("accueil/note.docx");
  const FolderLock held(town.folder.path() / "out" / ".pli" / "night.lock");
  const RunResult result = town.night();
  CHECK(result.code == 1);
  CHECK(result.err.find("[night-running]") != std::string::npos);
  CHECK(fs::exists(town.folder / "spool/accueil/note.docx"));
  CHECK(town.summaries().empty());
}

TEST_CASE("with too little room on the disk no night begins") {
  const NightTown town;
  town.put("accueil/note.docx");
  const RunResult result = town.night({"--min-free", "1000000000"});
  CHECK(result.code == 1);
  CHECK(result.out.find("[disk-low]") != std::string::npos);
  CHECK(fs::exists(town.folder / "spool/accueil/note.docx"));
}

TEST_CASE("the room on the disk is looked at before anything of the town's is read") {
  const NightTown town;
  town.put("accueil/note.docx");
  const RunResult result = town.night({"--min-free", "1000000000", "--forms", town.folder / "none"});
  CHECK(result.code == 1);
  CHECK(result.out.find("[disk-low]") != std::string::npos);
  CHECK(town.night({"--forms", town.folder / "none"}).code != 0);
}

TEST_CASE("a folder that can't be done stays and is named; the night ends with 1") {
  const NightTown town;
  town.put("accueil/note.docx");
  const FolderLock held(town.folder.path() / "out" / ".pli" / "lock");  // a run of the day
  const RunResult result = town.night();
  CHECK(result.code == 1);
  CHECK(result.out.find("accueil : ") != std::string::npos);
  CHECK(result.out.find("[output-locked]") != std::string::npos);
  CHECK(fs::exists(town.folder / "spool/accueil/note.docx"));
}

TEST_CASE("a file that is still being written waits for the next night") {
  const NightTown town;
  const fs::path writing = town.put("accueil/note.docx");
  const int held = ::open(writing.c_str(), O_WRONLY | O_APPEND);
  REQUIRE(held >= 0);
  CHECK(town.night({"--settle", "0.05"}).code == 0);
  CHECK(fs::exists(writing));
  ::close(held);
  CHECK(town.night({"--settle", "0.05"}).code == 3);
  CHECK_FALSE(fs::exists(writing));
}

TEST_CASE("a night exports what people settled since, and warns of a queue that is long and old") {
  FiledBatch batch;
  Record waiting = FiledBatch::letter();
  waiting.received = "2020-01-02";
  waiting.review = {"service-unsure"};
  const std::string first = batch.file(waiting), second = batch.file(waiting);
  batch.complete();
  batch.exported("csv");
  CHECK(batch.tree() == "");
  make_folder(batch.folder / "spool");
  const auto night = [&] {
    return run_pli({"night", "--spool", batch.folder / "spool", "--out", batch.out(), "--done", batch.folder / "done", "--store", batch.folder / "pli.db", "--export", "csv", "--review-most", "1", "--json"});
  };
  const Json before = Json::parse(night().out);
  CHECK(before.at("review").at("waiting") == 2);
  REQUIRE(before.at("warnings").size() == 2);
  CHECK(before.at("warnings").at(0).at("code") == "review-many");
  CHECK(before.at("warnings").at(1).at("code") == "review-late");
  CHECK(batch.tree() == "");
  REQUIRE(run_pli({"correct", first, "--set", "service=finances", "--store", batch.folder / "pli.db"}).code == 0);
  const RunResult result = night();
  CHECK(result.code == 0);
  CHECK(Json::parse(result.out).at("exports").at(0).at("documents") == 1);
  CHECK(batch.tree() == "csv/LOT.csv\ncsv/LOT.ready\ncsv/finances/" + first + ".pdf\n");
  CHECK(Json::parse(night().out).at("exports").empty());
}

TEST_CASE("a night records what other programs took away, and nothing of a batch that is not there as a whole") {
  FiledBatch batch;
  const std::string taken = batch.file(), standing = batch.file();
  batch.complete();
  write_file(batch.out() / "LOT" / "batch.json", "{}");
  make_folder(batch.folder / "spool");
  fs::rename(batch.place(taken), batch.folder / "taken");
  const auto night = [&] { return Json::parse(run_pli({"night", "--spool", batch.folder / "spool", "--out", batch.out(), "--done", batch.folder / "done", "--store", batch.folder / "pli.db", "--json"}).out); };
  CHECK(night().at("taken") == 1);
  CHECK(batch.registry.handover(taken));
  CHECK_FALSE(batch.registry.handover(standing));
  CHECK(night().at("taken") == 0);
  fs::rename(batch.out() / "LOT", batch.folder / "archived");
  CHECK(night().at("taken") == 0);
  CHECK_FALSE(batch.registry.handover(standing));
}
