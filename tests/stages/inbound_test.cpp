#include "stages/inbound.h"

#include <doctest/doctest.h>

#include <csignal>
#include <random>

#include "pipeline/files.h"
#include "pipeline/json.h"
#include "stages/verify.h"
#include "tests/support/town.h"

using namespace pli;
using namespace pli::test;

namespace {

const std::vector<std::string> deterministic_rest = {"LOT/batch.json", "LOT/report.html", ".pli/"};

Json batch_json(const Town& town, const std::string& batch = "LOT") { return Json::parse(read_file(town.out() / batch / "batch.json")); }

Json documents_of(const Town& town, const std::string& batch = "LOT") { return batch_json(town, batch).at("documents"); }

void write_morning(const Town& town) {
  write_fake_scan(town.scans() / "a2.tif", {"text Objet : permis de construire", "text suite", "blank"});
  write_fake_scan(town.scans() / "a10.tif", {"text Une lettre courte"});
  write_fake_scan(town.scans() / "pile.tif", {"text avant", "sheet PLI1/S/DOCUMENT/0/0", "blank", "text un", "text deux", "sheet PLI1/S/DOCUMENT/0/0", "text trois"});
}

}  // namespace

TEST_CASE("a batch files its documents and accounts for every page") {
  Town town;
  write_morning(town);
  const InboundResult result = town.run(town.request());
  CHECK(result.documents == 5);
  CHECK(result.accounts.input == 11);
  CHECK(result.accounts.in_documents == 7);
  CHECK(result.accounts.separators == 3);
  CHECK(result.accounts.blanks == 1);
  CHECK(result.accounts.balanced());
  for (const Json& document : documents_of(town)) {
    const fs::path folder = town.out() / "LOT" / document.at("path").get<std::string>();
    for (const char* file : {"record.json", "document.pdf", "text.txt", "alto.xml"}) CHECK(fs::exists(folder / file));
    const Record record = record_from_json(Json::parse(read_file(folder / "record.json")));
    CHECK(record.received == "2026-11-23");
    CHECK(record.files.size() >= 3);
  }
  CHECK_FALSE(fs::exists(town.out() / ".pli" / "LOT"));
}

TEST_CASE("files are taken in natural name order") {
  Town town;
  write_morning(town);
  town.run(town.request());
  const Json inputs = batch_json(town).at("inputs");
  CHECK(inputs.at(0).at("path") == "scans/a2.tif");
  CHECK(inputs.at(1).at("path") == "scans/a10.tif");
}

TEST_CASE("a re-run of a complete batch changes nothing") {
  Town town;
  write_morning(town);
  town.run(town.request());
  const std::string before = fingerprint(town.out());
  const InboundResult again = town.run(town.request());
  CHECK(again.done_before);
  CHECK(again.documents == 5);
  CHECK(fingerprint(town.out()) == before);
}

TEST_CASE("one worker and two leave the same bytes") {
  Town one, two;
  for (Town* town : {&one, &two}) write_morning(*town);
  one.run(one.request());
  InboundRequest request = two.request();
  request.jobs = 2;
  two.run(request);
  CHECK(fingerprint(one.out(), deterministic_rest) == fingerprint(two.out(), deterministic_rest));
}

TEST_CASE("a name that exists with other inputs is refused") {
  Town town;
  write_morning(town);
  town.run(town.request());
  write_fake_scan(town.scans() / "new.tif", {"text encore une"});
  CHECK_THROWS_AS(town.run(town.request()), UsageError);
}

TEST_CASE("without a name new scans in the same folder make a new batch, and inputs taken before are duplicates") {
  Town town;
  write_fake_scan(town.scans() / "a.tif", {"text première"});
  const InboundResult first = town.run(town.request(""));
  CHECK(first.batch.starts_with("R-"));
  write_fake_scan(town.scans() / "b.tif", {"text seconde"});
  const InboundResult second = town.run(town.request(""));
  CHECK(second.batch != first.batch);
  const Json documents = batch_json(town, second.batch).at("documents");
  REQUIRE(documents.size() == 2);
  const auto record = record_from_json(Json::parse(read_file(town.out() / second.batch / documents.at(0).at("path").get<std::string>() / "record.json")));
  CHECK(std::count(record.review.begin(), record.review.end(), "duplicate") == 1);
  CHECK(record.duplicate_of == batch_json(town, first.batch).at("documents").at(0).at("id"));
}

TEST_CASE("of an unopened pli nothing but the address is read, whatever is read beside it") {
  const std::string secret = "text testament|75011 PARIS";  // the same page lies in an open pli too
  for (const int jobs : {1, 2}) {
    Town town;
    write_fake_scan(town.scans() / "pile.tif", {"text ouverte", "sheet PLI1/S/UNOPENED/0/0", secret, "blank", "text intime", "sheet PLI1/S/DOCUMENT/0/0", secret, "text claire"});
    write_fake_scan(town.scans() / "suite.tif", {"text autre"});
    int seen = 0;
    town.watcher.document = [&](const DocumentEntry&, int, int) {
      for (const auto& entry : fs::recursive_directory_iterator(town.out() / ".pli")) {
        if (entry.path().extension() == ".json") {
          ++seen;
          CHECK(read_file(entry.path()).find("intime") == std::string::npos);
        }
      }
    };
    InboundRequest request = town.request();
    request.jobs = jobs;
    town.run(request);
    CHECK(seen > 0);
    const Json documents = documents_of(town);
    REQUIRE(documents.size() == 4);
    const auto text_of = [&](int i) { return read_file(town.out() / "LOT" / documents.at(static_cast<std::size_t>(i)).at("path").get<std::string>() / "text.txt"); };
    CHECK(text_of(0) == "ouverte\n");
    CHECK(text_of(1) == "75011 PARIS\n\f");
    CHECK(text_of(2) == "testament\n\n75011 PARIS\n\fclaire\n");
    CHECK(text_of(3) == "autre\n");
  }
}

TEST_CASE("a run stopped amid an unopened pli goes on without reading it") {
  Town whole, stopped;
  for (Town* town : {&whole, &stopped})
    write_fake_scan(town->scans() / "pile.tif", {"text ouverte", "sheet PLI1/S/UNOPENED/0/0", "text testament|75011 PARIS", "text intime", "sheet PLI1/S/DOCUMENT/0/0", "text claire"});
  whole.run(whole.request());
  int stops = 0;
  for (int asked = 1; asked < 60; ++asked) {
    int left = asked;
    stopped.stop = [&] { return --left < 0; };
    try {
      stopped.run(stopped.request());
      break;
    } catch (const Interrupted&) {
      ++stops;
    }
  }
  CHECK(stops > 3);
  CHECK(fingerprint(whole.out(), deterministic_rest) == fingerprint(stopped.out(), deterministic_rest));
}

TEST_CASE("bad files are rejected beside good ones and keep their bytes") {
  Town town;
  write_morning(town);
  write_file(town.scans() / "vide.tif", "");
  write_file(town.scans() / "note.docx", "not a scan");
  write_fake_scan(town.scans() / "illisible.tif", {"fail damaged-page", "fail damaged-page"});
  const InboundResult result = town.run(town.request());
  CHECK(result.rejects == 3);
  CHECK(result.documents == 5);
  CHECK(result.accounts.rejected == 4);
  CHECK(result.accounts.balanced());
  const Json rejects = batch_json(town).at("rejects");
  for (const Json& reject : rejects) {
    const fs::path folder = town.out() / "LOT" / reject.at("path").get<std::string>();
    CHECK(Json::parse(read_file(folder / "reason.json")).at("code") == reject.at("code"));
  }
  CHECK(read_file(town.out() / "LOT" / "rejects" / batch_json(town).at("rejects").at(0).at("path").get<std::string>().substr(8) / "note.docx") == "not a scan");
}

TEST_CASE("a page that fails in a readable file stays in its document as a placeholder") {
  Town town;
  write_fake_scan(town.scans() / "lettre.tif", {"text page une", "fail damaged-page", "text page trois"});
  const InboundResult result = town.run(town.request());
  CHECK(result.rejects == 0);
  CHECK(result.accounts.in_documents == 3);
  const fs::path folder = town.out() / "LOT" / batch_json(town).at("documents").at(0).at("path").get<std::string>();
  const Record record = record_from_json(Json::parse(read_file(folder / "record.json")));
  CHECK(record.pages.at(1).facts.failed);
  CHECK(std::count(record.review.begin(), record.review.end(), "page-failed") == 1);
}

TEST_CASE("a page that kills its worker twice costs that page alone") {
  Town town;
  write_fake_scan(town.scans() / "a.tif", {"text avant", "crash", "text après"});
  const InboundResult result = town.run(town.request());
  CHECK(result.accounts.in_documents == 3);
  const fs::path folder = town.out() / "LOT" / batch_json(town).at("documents").at(0).at("path").get<std::string>();
  CHECK(record_from_json(Json::parse(read_file(folder / "record.json"))).pages.at(1).facts.failure == "engine-crashed");
}

TEST_CASE("a run that is stopped goes on where it stopped") {
  Town undisturbed, stopped;
  for (Town* town : {&undisturbed, &stopped}) write_morning(*town);
  undisturbed.run(undisturbed.request());
  const std::string want = fingerprint(undisturbed.out(), deterministic_rest);
  for (int after = 1; after < 12; after += 2) {
    int asked = 0;
    stopped.stop = [&] { return ++asked > after; };
    CHECK_THROWS_AS(stopped.run(stopped.request()), Interrupted);
  }
  stopped.stop = nullptr;
  stopped.run(stopped.request());
  CHECK(fingerprint(stopped.out(), deterministic_rest) == want);
}

TEST_CASE("a fault at each kind of write leaves a batch that the next run finishes to the same bytes") {
  Town undisturbed;
  write_morning(undisturbed);
  undisturbed.run(undisturbed.request());
  const std::string want = fingerprint(undisturbed.out(), deterministic_rest);
  for (const char* step : {"open", "write", "sync", "rename", "link"}) {
    for (int nth : {1, 5, 12, 30, 60, 100}) {
      Town town;
      write_morning(town);
      int seen = 0;
      set_fault_hook([&](std::string_view name, const fs::path& path) {
        if (name == step && ++seen == nth) throw Fatal("disk-full", {{"file", path.string()}});
      });
      try {
        town.run(town.request());
      } catch (const Fatal& error) {
        CHECK(error.code() == "disk-full");
      }
      set_fault_hook({});
      const InboundResult result = town.run(town.request());
      CHECK(result.documents == 5);
      CHECK_MESSAGE(fingerprint(town.out(), deterministic_rest) == want, step, " ", nth);
    }
  }
}

TEST_CASE("document folders that were taken away are not made again") {
  Town town;
  write_morning(town);
  int emitted = 0;
  town.watcher.document = [&](const DocumentEntry&, int, int) { ++emitted; };
  town.stop = [&] { return emitted >= 3; };
  CHECK_THROWS_AS(town.run(town.request()), Interrupted);
  town.stop = nullptr;
  std::vector<fs::path> taken;
  {
    const Registry registry(town.store(), fixed_registry());
    for (const DocumentEntry& entry : registry.documents("LOT")) taken.push_back(town.out() / "LOT" / entry.path);
  }
  REQUIRE(taken.size() == 3);
  taken.pop_back();
  for (const fs::path& folder : taken) fs::remove_all(folder);
  town.run(town.request());
  for (const fs::path& folder : taken) CHECK_FALSE(fs::exists(folder));
  const Registry registry(town.store(), fixed_registry());
  const VerifyResult verified = verify(registry, {});
  CHECK_FALSE(verified.first);
  CHECK(verified.handed_over.size() == 2);
}

TEST_CASE("every page of a hundred random stacks ends in exactly one place") {
  Town town;
  std::mt19937 random(7);
  const std::vector<std::string> pages = {"text bonjour", "text suite", "text fin", "blank", "blank", "sheet PLI1/S/DOCUMENT/0/0", "sheet PLI1/S/ANNEX/0/0",
                                          "sheet PLI1/S/ENVELOPE/0/0", "sheet PLI1/S/BATCH/0/0", "sheet PLI1/S/RETURNED/0/0",
                                          "sheet PLI1/S/SERVICE:URBANISME/0/0", "sheet PLI1/S/REGISTERED/0/0", "fail damaged-page"};
  for (int batch = 0; batch < 100; ++batch) {
    fs::remove_all(town.scans());
    const int files = 1 + static_cast<int>(random() % 3);
    int total = 0;
    for (int file = 0; file < files; ++file) {
      std::vector<std::string> stack;
      for (int n = 1 + static_cast<int>(random() % 12); n > 0; --n) stack.push_back(pages[random() % pages.size()]);
      total += static_cast<int>(stack.size());
      write_fake_scan(town.scans() / (std::to_string(file) + ".tif"), stack);
    }
    InboundRequest request = town.request("LOT" + std::to_string(batch));
    request.stream = batch % 2 == 1;
    request.in_process = true;
    const InboundResult result = town.run(request);
    CHECK(result.accounts.input == total);
    CHECK(result.accounts.balanced());
    int listed = 0;
    for (const Json& document : documents_of(town, request.name)) {
      const auto record = record_from_json(Json::parse(read_file(town.out() / request.name / document.at("path").get<std::string>() / "record.json")));
      listed += static_cast<int>(record.pages.size());
    }
    const fs::path outside = town.out() / request.name / "blanks";
    const int set_aside = fs::exists(outside) ? static_cast<int>(std::distance(fs::directory_iterator(outside), fs::directory_iterator())) : 0;
    CAPTURE(batch);
    CHECK(listed + set_aside + result.accounts.separators + result.accounts.rejected == total);
  }
}

TEST_CASE("an output folder inside a source is not read as mail; the source itself can't be the output") {
  Town town;
  write_morning(town);
  InboundRequest request = town.request();
  request.out = town.scans() / "out";
  CHECK(town.run(request).documents == 5);
  CHECK(town.run(request).done_before);
  request.out = town.scans();
  CHECK_THROWS_AS(town.run(request), UsageError);
}

TEST_CASE("a second run on the same output folder is turned away") {
  Town town;
  write_morning(town);
  const FolderLock held(town.out() / ".pli" / "lock");
  CHECK_THROWS_AS(town.run(town.request()), Fatal);
}

TEST_CASE("with --done inputs move away once the batch is complete, and a move cut short is made up for") {
  Town town;
  write_morning(town);
  InboundRequest request = town.request();
  request.done = town.folder / "done";
  set_fault_hook([&](std::string_view, const fs::path& path) {
    if (path.string().find("/done") != std::string::npos) throw Fatal("disk-full", {{"file", path.string()}});
  });
  CHECK_THROWS_AS(town.run(request), Fatal);
  set_fault_hook({});
  CHECK(fs::exists(town.out() / "LOT" / "batch.json"));
  write_fake_scan(town.scans() / "demain.tif", {"text le lendemain"});
  request.name = "LOT2";
  town.run(request);
  CHECK(fs::is_empty(town.scans()));
  CHECK(fs::exists(town.folder / "done" / "LOT"));
  CHECK(batch_json(town, "LOT2").at("inputs").size() == 1);
}

TEST_CASE("a run that stopped amid its moves is finished by the same command, though nothing is left in the source") {
  Town town;
  write_morning(town);
  write_file(town.scans() / "vide.tif", "");
  InboundRequest request = town.request();
  request.done = town.folder / "done";
  set_fault_hook([&](std::string_view, const fs::path& path) {
    if (path.string().find("/done") != std::string::npos) throw Fatal("disk-full", {{"file", path.string()}});
  });
  CHECK_THROWS_AS(town.run(request), Fatal);
  set_fault_hook({});
  const InboundResult again = town.run(request);
  CHECK(again.done_before);
  CHECK(again.batch == "LOT");
  CHECK(again.documents == 5);
  CHECK(again.rejects == 1);
  CHECK(fs::is_empty(town.scans()));
  CHECK_THROWS_AS(town.run(request), UsageError);  // now there is truly nothing to do
}

TEST_CASE("verify finds a byte changed in a record, a PDF, an original, the index and an event") {
  Town town;
  write_morning(town);
  town.run(town.request());
  const fs::path folder = town.out() / "LOT" / batch_json(town).at("documents").at(0).at("path").get<std::string>();
  const auto altered = [&](const fs::path& file) {
    const std::string before = read_file(file);
    std::string after = before;
    after[after.size() / 2] = static_cast<char>(after[after.size() / 2] ^ 1);
    fs::permissions(file, fs::perms::owner_write, fs::perm_options::add);
    write_aside(file, after);
    const Registry registry(town.store(), fixed_registry());
    const VerifyResult result = verify(registry, {"LOT"});
    write_aside(file, before);
    return result.first && result.first->code == "verify-altered" && result.first->args.front().second == file.string();
  };
  CHECK(altered(folder / "record.json"));
  CHECK(altered(folder / "document.pdf"));
  CHECK(altered(folder / "text.txt"));
  CHECK(altered(town.out() / "LOT" / "index.csv"));
  CHECK(altered(town.out() / "LOT" / "batch.json"));
  CHECK(altered(town.out() / "LOT" / "originals" / "001-a2.tif"));
  const Registry registry(town.store(), fixed_registry());
  CHECK_FALSE(verify(registry, {"LOT"}).first);
}
