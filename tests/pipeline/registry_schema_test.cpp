#include "pipeline/registry_schema.h"

#include <doctest/doctest.h>

#include "pipeline/files.h"
#include "tests/support/paths.h"
#include "tests/support/registry_desk.h"

using namespace pli;
using namespace pli::test;

namespace {

// A registry of version 1 with a batch, two dossiers, a document and its events.
void write_version_1(const fs::path& file) {
  Raw raw(file);
  REQUIRE(raw.run(read_file(pli::test::source_folder() / "tests/pipeline/registry_v1.sql")));
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
  write_version_1(folder / "pli.db");
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
  CHECK(raw.value("PRAGMA user_version") == "2");
  CHECK(raw.value("SELECT count(*) FROM search WHERE search MATCH 'jardin'") == "1");
  CHECK(raw.value("SELECT document FROM search WHERE search MATCH 'coeur' AND document <> 'D1'") == "2026-000002-X");
  CHECK(raw.value("SELECT document FROM search WHERE search MATCH 'facture'") == "2026-000003-V");
  CHECK(raw.value("PRAGMA foreign_key_check") == "");
  CHECK(raw.value("PRAGMA integrity_check") == "ok");
}

TEST_CASE("a registry made new and one brought up from version 1 have the same tables") {
  const TemporaryFolder folder;
  write_version_1(folder / "old.db");
  Registry(folder / "old.db", fixed_registry());
  Registry(folder / "new.db", fixed_registry());
  const std::string shape = "SELECT group_concat(sql, ';') FROM (SELECT sql FROM sqlite_master ORDER BY name)";
  CHECK(Raw(folder / "old.db").value(shape) == Raw(folder / "new.db").value(shape));
}
