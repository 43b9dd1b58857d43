#include "pipeline/registry_schema.h"

#include <doctest/doctest.h>

#include "pipeline/files.h"
#include "tests/support/paths.h"
#include "tests/support/registry_desk.h"

using namespace pli;
using namespace pli::test;

namespace {

// A registry of an earlier version with a batch, two dossiers, a document and its events; version 2 has two letters too.
void write_version(int version, const fs::path& file) {
  Raw raw(file);
  REQUIRE(raw.run(read_file(pli::test::source_folder() / "tests/pipeline" / ("registry_v" + std::to_string(version) + ".sql"))));
  std::string previous(64, '0');
  long long number = 0;
  for (const char* kind : {"batch-opened", "dossier-opened", "document-emitting", "document-emitted"}) {
    Event event{++number, "2026-11-23T20:00:00Z", kind, std::string(kind).starts_with("document") ? "D1" : "LOT", "{}", previous, ""};
    event.digest = previous = digest_of(event);
    REQUIRE(raw.run("INSERT INTO events VALUES(" + std::to_string(number) + ", '" + event.at + "', '" + kind + "', '" + event.subject + "', '{}', '" + event.previous +
                    "', '" + event.digest + "')"));
  }
}

}  // namespace

TEST_CASE("a registry of version 1 is opened with all that is in it, and goes on") {
  const TemporaryFolder folder;
  write_version(1, folder / "pli.db");
  {
    Registry registry(folder / "pli.db", fixed_registry());
    CHECK(registry.uuid() == "00000000-0000-4000-8000-00000000000a");
    CHECK(registry.batch("LOT")->complete);
    CHECK(registry.inputs("LOT").size() == 1);
    const auto document = registry.document("D1");
    REQUIRE(document);
    CHECK(document->subject == "Clôture du Cœur");
    CHECK(document->reasons == std::vector<std::string>{"date-conflict"});
    CHECK(document->origin == "batch");
    CHECK(document->dossier == "2026-000002-X");
    CHECK(registry.dossier("2026-000002-X")->documents == 1);
    CHECK(registry.dossier("2026-000003-V")->state == "closed");
    CHECK(registry.dossier("2026-000003-V")->merged_into == "");
    CHECK(broken_chain(registry) == "");
    CHECK(all_events(registry).size() == 4);
    CHECK(registry.open_dossier("finances", "Suite", "2026-12-01") == "2026-000004-T");
    CHECK(broken_chain(registry) == "");
    registry.emitted("D1", "record", "la clôture du jardin");
    registry.open_run(a_run(), {a_letter("A", "2026-000002-X")});
  }
  Raw raw(folder / "pli.db");
  CHECK(raw.value("PRAGMA user_version") == "9");
  CHECK(raw.value("SELECT count(*) FROM search WHERE search MATCH 'jardin'") == "1");
  CHECK(raw.value("SELECT document FROM search WHERE search MATCH 'coeur' AND document <> 'D1'") == "2026-000002-X");
  CHECK(raw.value("SELECT document FROM search WHERE search MATCH 'facture'") == "2026-000003-V");
  CHECK(raw.value("PRAGMA foreign_key_check") == "");
  CHECK(raw.value("PRAGMA integrity_check") == "ok");
}

TEST_CASE("a registry of version 2 is opened with its letters; a reminder among them is known as one, and pages are counted from now on") {
  const TemporaryFolder folder;
  write_version(2, folder / "pli.db");
  Registry registry(folder / "pli.db", fixed_registry());
  CHECK(registry.document("D1")->subject == "Clôture du Cœur");
  CHECK(registry.letters("L-RUN").size() == 2);
  CHECK_FALSE(registry.letter("ASKED")->reminder);
  CHECK(registry.letter("AGAIN")->reminder);
  CHECK(registry.letter("AGAIN")->due == "2027-01-12");
  CHECK(registry.document_with_letter_page({"ASKED", 1}, "") == "");
  CHECK(broken_chain(registry) == "");
  DocumentEntry answer = a_document("D2", 1);
  answer.dossier = "2026-000002-X", answer.received = "2027-01-04";
  registry.reserve(answer, a_piece("D2"), false, {{}, {"AGAIN"}, {}, {{"AGAIN", 1}}});
  CHECK(registry.letter("AGAIN")->state == "answered");
  CHECK(registry.letter("ASKED")->state == "answered");
  CHECK(registry.document_with_letter_page({"AGAIN", 1}, "") == "D2");
  Raw raw(folder / "pli.db");
  CHECK(raw.value("PRAGMA user_version") == "9");
  CHECK(raw.value("PRAGMA foreign_key_check") == "");
  CHECK(raw.value("PRAGMA integrity_check") == "ok");
}

TEST_CASE("a registry made new and one brought up from an earlier version have the same tables") {
  const TemporaryFolder folder;
  Registry(folder / "new.db", fixed_registry());
  const std::string shape = "SELECT group_concat(sql, ';') FROM (SELECT sql FROM sqlite_master ORDER BY name)";
  for (const int version : {1, 2}) {
    const fs::path old = folder / ("old" + std::to_string(version) + ".db");
    write_version(version, old);
    Registry(old, fixed_registry());
    CHECK(Raw(old).value(shape) == Raw(folder / "new.db").value(shape));
  }
}
