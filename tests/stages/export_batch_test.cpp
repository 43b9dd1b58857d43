#include "stages/export_batch.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "pipeline/errors.h"
#include "pipeline/files.h"
#include "pipeline/folder_lock.h"
#include "pipeline/json.h"
#include "pipeline/text.h"
#include "stages/receipts.h"
#include "tests/support/filed_batch.h"
#include "tests/support/town.h"

using namespace pli;
using namespace pli::test;

namespace {

struct Stopped {};

fs::path export_of(const FiledBatch& batch) { return batch.out() / "export"; }

// Runs `action` with a fault before the step of that number; false when it never came.
template <typename Action>
bool stopped_at(int step, const Action& action) {
  int left = step;
  set_fault_hook([&](std::string_view, const fs::path&) {
    if (--left < 0) throw Stopped{};
  });
  bool stopped = false;
  try {
    action();
  } catch (const Stopped&) {
    stopped = true;
  }
  set_fault_hook({});
  return stopped;
}

Record waiting_letter() {
  Record record = FiledBatch::letter();
  record.review = {"service-unsure"};
  return record;
}

void settle(FiledBatch& batch, const std::string& id) {
  const fs::path before = batch.place(id);
  DocumentChange change{"finances", "demande", "2026-11-20", "x", "y", "finances/" + id, "", true, {}, "clerk", {"service"}, "sha " + id};
  make_folder(batch.out() / batch.name / "finances");
  fs::rename(before, batch.out() / batch.name / change.path);
  batch.registry.correct(id, change);
}

}  // namespace

TEST_CASE("Paperless finds PDFs alone in sub-folders of services; the marker stands beside") {
  FiledBatch batch;
  batch.file();
  batch.file();
  batch.complete();
  const ExportResult result = batch.exported("paperless");
  CHECK(result.documents == 2);
  CHECK(batch.tree() == "paperless.ready/LOT.ready\npaperless/voirie-proprete/2026-11-23 demande 00000000DOC1.pdf\npaperless/voirie-proprete/2026-11-23 demande 00000000DOC2.pdf\n");
  CHECK(read_file(result.folder / "voirie-proprete/2026-11-23 demande 00000000DOC1.pdf") == "%PDF 00000000DOC1");
}

TEST_CASE("whoever is to take files away may: folders are open to the group, files are read by it") {
  FiledBatch batch;
  batch.file();
  batch.complete();
  const fs::path folder = batch.exported("paperless").folder / "voirie-proprete";
  CHECK((fs::status(folder).permissions() & fs::perms::mask) == fs::perms(0770));
  CHECK((fs::status(folder / "2026-11-23 demande 00000000DOC1.pdf").permissions() & fs::perms::mask) == fs::perms(0640));
}

TEST_CASE("what waits for a person is not exported, unless the profile says so; it follows once it is settled") {
  FiledBatch batch;
  batch.file();
  const std::string waiting = batch.file(waiting_letter());
  batch.complete();
  CHECK(batch.exported("csv").review == 1);
  CHECK(batch.exported(batch.profile_of("label = \"x\"\npdf = \"{id}.pdf\"\nreview = true\n")).documents == 2);
  settle(batch, waiting);
  const ExportResult later = batch.exported("csv");
  CHECK(later.documents == 1);
  CHECK(later.before == 1);
  const std::string first = read_file(export_of(batch) / "csv/LOT.csv"), second = read_file(export_of(batch) / "csv/LOT-2.csv");
  CHECK(first.find(waiting) == std::string::npos);
  CHECK(second.find(waiting) != std::string::npos);
  CHECK(second.find("00000000DOC1") == std::string::npos);
  CHECK(fs::exists(export_of(batch) / "csv/LOT-2.ready"));
  CHECK(batch.exported("csv").documents == 0);
}

TEST_CASE("a batch of which everything waits is remembered as exported, so that the rest follows") {
  FiledBatch batch;
  const std::string waiting = batch.file(waiting_letter());
  batch.complete();
  CHECK_FALSE(exported_before(batch.registry, "LOT", "csv"));
  batch.exported("csv");
  CHECK(exported_before(batch.registry, "LOT", "csv"));
  CHECK_FALSE(exported_before(batch.registry, "LOT", "maarch"));
  CHECK(batch.tree() == "");
  settle(batch, waiting);
  batch.exported("csv");
  CHECK(batch.tree() == "csv/LOT.csv\ncsv/LOT.ready\ncsv/finances/00000000DOC1.pdf\n");
}

TEST_CASE("a document that another took the place of is not exported") {
  FiledBatch batch;
  const std::string old = batch.file();
  Record mended = FiledBatch::letter();
  mended.supersedes = {old};
  batch.file(mended);
  batch.complete();
  const ExportResult result = batch.exported("paperless");
  CHECK(result.documents == 1);
  CHECK(result.superseded == 1);
  CHECK(batch.tree().find(old) == std::string::npos);
}

TEST_CASE("a document that takes the place of an exported one takes its files away, where nobody did yet") {
  FiledBatch batch;
  const std::string old = batch.file();
  batch.complete();
  batch.exported("maarch");
  Record mended = FiledBatch::letter();
  mended.supersedes = {old};
  const std::string successor = batch.file(mended);
  CHECK(batch.exported("maarch").documents == 1);
  CHECK(batch.tree() == "maarch/voirie-proprete/" + successor + ".json\nmaarch/voirie-proprete/" + successor + ".pdf\nmaarch/voirie-proprete/" + successor + ".ready\n");
}

TEST_CASE("what the other system took away never comes back by itself; asked for, it does, the same bytes") {
  for (const char* name : {"paperless", "alfresco", "maarch", "csv", "seda"}) {
    CAPTURE(name);
    FiledBatch batch;
    batch.file();
    batch.file();
    batch.complete();
    batch.exported(name);
    const std::string whole = fingerprint(export_of(batch));
    fs::remove_all(export_of(batch));
    CHECK(batch.exported(name).documents == 0);
    CHECK(batch.tree() == "");
    CHECK(batch.exported(name, true).documents == 2);
    CHECK(fingerprint(export_of(batch)) == whole);
    const std::size_t events = batch.registry.events_about("00000000DOC1").size() + batch.registry.events_about("LOT").size();
    const ExportResult same = batch.exported(name, true);
    CHECK(same.documents == 0);
    CHECK(same.before == 2);
    CHECK(batch.registry.events_about("00000000DOC1").size() + batch.registry.events_about("LOT").size() == events);
    CHECK(fingerprint(export_of(batch)) == whole);
  }
}

TEST_CASE("an export stopped before any of its writes is ended by the next: the same bytes, no file twice, nothing half-written in sight, the marker last") {
  for (const char* name : {"alfresco", "maarch", "csv", "seda"}) {
    CAPTURE(name);
    FiledBatch undisturbed;
    undisturbed.file(), undisturbed.complete();
    undisturbed.exported(name);
    const std::string whole = fingerprint(export_of(undisturbed)), files = undisturbed.tree();
    int stops = 0;
    for (int step = 0;; ++step) {
      FiledBatch batch;
      batch.file(), batch.complete();
      const bool stopped = stopped_at(step, [&] { batch.exported(name); });
      std::set<std::string> seen;
      for (const std::string& path : split(batch.tree(), '\n')) {
        if (path.empty() || path.front() == '.') continue;
        CHECK_MESSAGE(files.find(path + '\n') != std::string::npos, path);
        seen.insert(path);
      }
      if (seen.contains(std::string(name) + ".ready/LOT.ready")) CHECK(static_cast<long>(seen.size()) == std::count(files.begin(), files.end(), '\n'));
      batch.exported(name);
      CHECK_MESSAGE(fingerprint(export_of(batch)) == whole, step);
      if (!stopped) break;
      ++stops;
    }
    CHECK(stops > 8);
  }
}

TEST_CASE("what was taken away between a stop and the next export is not made again") {
  FiledBatch batch;
  batch.file(), batch.file(), batch.complete();
  int placed = 0;
  set_fault_hook([&](std::string_view step, const fs::path& path) {
    if (step == "rename" && path.extension() == ".json" && ++placed == 1) throw Stopped{};
  });
  CHECK_THROWS_AS(batch.exported("maarch"), Stopped);
  set_fault_hook({});
  const fs::path pdf = export_of(batch) / "maarch/voirie-proprete/00000000DOC1.pdf";
  REQUIRE(fs::exists(pdf));
  fs::remove(pdf);
  batch.exported("maarch");
  CHECK_FALSE(fs::exists(pdf));
  CHECK(fs::exists(export_of(batch) / "maarch/voirie-proprete/00000000DOC1.ready"));
  CHECK(fs::exists(export_of(batch) / "maarch/voirie-proprete/00000000DOC2.pdf"));
}

TEST_CASE("another program's file is never written over, neither is one that somebody changed") {
  FiledBatch batch;
  batch.file(), batch.complete();
  const fs::path place = export_of(batch) / "csv/voirie-proprete/00000000DOC1.pdf";
  make_folder(place.parent_path());
  write_file(place, "somebody else's");
  try {
    batch.exported("csv");
    FAIL("it was written over");
  } catch (const Fatal& error) {
    CHECK(error.code() == "export-occupied");
  }
  CHECK(read_file(place) == "somebody else's");
  fs::remove(place);
  batch.exported("csv");
  write_file(place, "annotated");
  CHECK_THROWS_AS(batch.exported("csv", true), Fatal);
  CHECK(read_file(place) == "annotated");
}

TEST_CASE("an export that is repeated after a correction takes the place of the one that nobody took yet") {
  FiledBatch batch;
  const std::string id = batch.file();
  batch.complete();
  batch.exported("csv");
  settle(batch, id);
  CHECK(batch.exported("csv", true).documents == 1);
  CHECK(batch.tree() == "csv/LOT.csv\ncsv/LOT.ready\ncsv/finances/00000000DOC1.pdf\n");
  CHECK(read_file(export_of(batch) / "csv/LOT.csv").find("finances/00000000DOC1.pdf") != std::string::npos);
}

TEST_CASE("what was corrected after it went out takes the place of what nobody took yet, by itself and once") {
  for (const char* name : {"maarch", "csv", "alfresco"}) {
    CAPTURE(name);
    FiledBatch batch;
    const std::string id = batch.file();
    batch.complete();
    batch.exported(name);
    settle(batch, id);
    CHECK(batch.exported(name).documents == 1);
    const std::string tree = batch.tree();
    CHECK(tree.find("finances/") != std::string::npos);
    CHECK(tree.find("voirie-proprete/") == std::string::npos);
    CHECK(batch.exported(name).documents == 0);
    CHECK(batch.tree() == tree);
  }
}

TEST_CASE("what was corrected after the other system took it, or said so, does not come back by itself") {
  for (const bool receipt : {false, true}) {
    FiledBatch batch;
    const std::string id = batch.file();
    batch.complete();
    batch.exported("maarch");
    if (receipt) batch.registry.hand_over({id, "2026-11-24", "GED-1"});
    else fs::remove_all(export_of(batch));
    const std::string tree = batch.tree();
    settle(batch, id);
    CHECK(batch.exported("maarch").documents == 0);
    CHECK(batch.tree() == tree);
  }
}

TEST_CASE("an export after a correction that is stopped before any of its writes is ended by the next, and what is taken meanwhile is there once") {
  for (const bool taken : {false, true}) {
    for (int step = 0; step < 60; ++step) {
      FiledBatch batch;
      const std::string id = batch.file();
      batch.complete();
      batch.exported("maarch");
      settle(batch, id);
      const bool stopped = stopped_at(step, [&] { batch.exported("maarch"); });
      CAPTURE(step);
      int copies = 0;
      if (taken)
        for (const char* service : {"voirie-proprete", "finances"}) copies += fs::remove(export_of(batch) / "maarch" / service / (id + ".pdf")) ? 1 : 0;
      batch.exported("maarch");
      for (const char* service : {"voirie-proprete", "finances"}) copies += fs::exists(export_of(batch) / "maarch" / service / (id + ".pdf")) ? 1 : 0;
      CHECK(copies == 1);
      if (!taken) CHECK(fs::exists(export_of(batch) / "maarch" / "finances" / (id + ".pdf")));
      if (!stopped) break;
    }
  }
}

TEST_CASE("two exports of one batch at once: the second is turned away; two batches share a folder") {
  FiledBatch batch, other("LOT2");
  batch.file(), batch.complete();
  other.count = 5;
  other.file(), other.complete();
  {
    const FolderLock held(export_of(batch) / ".csv.pli" / "LOT" / "lock");
    try {
      batch.exported("csv");
      FAIL("it went on");
    } catch (const Fatal& error) {
      CHECK(error.code() == "export-locked");
    }
  }
  batch.exported("csv");
  export_batch(other.registry, FiledBatch::profile("csv"), {"LOT2", export_of(batch), false}, {other.services, other.kinds});
  CHECK(fs::exists(export_of(batch) / "csv/LOT.csv"));
  CHECK(fs::exists(export_of(batch) / "csv/LOT2.csv"));
}

TEST_CASE("a batch that is unknown or not complete is not exported") {
  FiledBatch batch;
  batch.file();
  CHECK_THROWS_AS(batch.exported("csv"), UsageError);
  batch.complete();
  CHECK_THROWS_AS(export_batch(batch.registry, FiledBatch::profile("csv"), {"FREMD", {}, false}, {batch.services, batch.kinds}), UsageError);
}

TEST_CASE("a document whose folder was taken away before is counted, the others go out") {
  FiledBatch batch;
  const std::string gone = batch.file();
  batch.file(), batch.complete();
  fs::remove_all(batch.place(gone));
  const ExportResult result = batch.exported("seda");
  CHECK(result.gone == 1);
  CHECK(result.documents == 1);
}

TEST_CASE("a folder that is taken away while its files are on their way out is gone; the others go out") {
  for (const char* name : {"maarch", "csv", "alfresco"}) {
    CAPTURE(name);
    FiledBatch batch;
    const std::string taken = batch.file(), other = batch.file();
    batch.complete();
    write_file(batch.out() / "LOT" / "batch.json", "{}");
    const fs::path place = batch.place(taken);
    set_fault_hook([&](std::string_view step, const fs::path&) {
      if (step == "link" && fs::exists(place)) fs::rename(place, batch.folder / "taken");
    });
    const ExportResult result = batch.exported(name);
    set_fault_hook({});
    CHECK(result.gone == 1);
    CHECK(result.documents == 1);
    CHECK(batch.tree().find(other) != std::string::npos);
    CHECK(batch.tree().find(taken) == std::string::npos);
  }
}

TEST_CASE("a run exports what it files, also when its inputs move away or it was complete before") {
  Town town;
  write_fake_scan(town.scans() / "a.tif", {"text Objet : permis de construire"});
  InboundRequest request = town.request();
  request.done = town.folder / "done";
  std::vector<std::string> told;
  town.complete = [&](const std::string& batch) {
    told.push_back(batch + (fs::exists(town.scans() / "a.tif") ? " there" : " moved"));
    if (told.size() == 1) throw Interrupted{};
  };
  CHECK_THROWS_AS(town.run(request), Interrupted);
  town.run(request);
  CHECK(told == std::vector<std::string>{"LOT there", "LOT there"});
  CHECK_FALSE(fs::exists(town.scans() / "a.tif"));
}

TEST_CASE("what another system took out of its folder counts as taken over; what still stands there, or never came there, does not") {
  for (const char* name : {"paperless", "maarch", "csv", "alfresco", "seda"}) {
    CAPTURE(name);
    FiledBatch batch;
    const std::string id = batch.file();
    batch.complete();
    CHECK_FALSE(export_taken(batch.registry, *batch.registry.document(id)));
    const ExportResult result = batch.exported(name);
    CHECK_FALSE(export_taken(batch.registry, *batch.registry.document(id)));
    CHECK(gone_folders(batch.registry, "LOT", "2026-11-24").empty());
    fs::remove_all(result.folder);
    CHECK(export_taken(batch.registry, *batch.registry.document(id)));
    const auto gone = gone_folders(batch.registry, "LOT", "2026-11-24");
    REQUIRE(gone.size() == 1);
    CHECK(gone[0].document == id);
  }
}

TEST_CASE("a document that an export noted and did not place yet was taken by nobody") {
  FiledBatch batch;
  const std::string id = batch.file();
  batch.complete();
  set_fault_hook([&](std::string_view step, const fs::path& path) {
    if (step == "rename" && path.extension() == ".pdf") throw Stopped{};
  });
  CHECK_THROWS_AS(batch.exported("csv"), Stopped);
  set_fault_hook({});
  CHECK_FALSE(batch.registry.events_about(id).empty());
  CHECK_FALSE(export_taken(batch.registry, *batch.registry.document(id)));
}
