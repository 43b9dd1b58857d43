#include "pipeline/registry.h"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include "pipeline/errors.h"
#include "pipeline/files.h"
#include "pipeline/reference.h"
#include "tests/support/registry_desk.h"

using namespace pli;
using namespace pli::test;

namespace {

std::string code_of_opening(const fs::path& file) {
  try {
    Registry(file, fixed_registry());
    return "";
  } catch (const CodedError& error) {
    return error.code();
  }
}

}  // namespace

TEST_CASE("a registry is made once, for its owner alone, and keeps its name") {
  const TemporaryFolder folder;
  const fs::path file = folder.path() / "new" / "pli.db";
  const std::string uuid = Registry(file, fixed_registry()).uuid();
  CHECK(uuid == "00000000-0000-4000-8000-000000000001");
  RegistryContext other = fixed_registry();
  other.new_uuid = [] { return std::string("another"); };
  CHECK(Registry(file, other).uuid() == uuid);
  struct stat info {};
  REQUIRE(::stat(file.c_str(), &info) == 0);
  CHECK((info.st_mode & 0777) == 0600);
}

TEST_CASE("a batch is kept with its inputs, and complete when it is said to be") {
  const TemporaryFolder folder;
  Registry registry(folder / "pli.db", fixed_registry());
  CHECK_FALSE(registry.batch("LOT"));
  open_lot(registry);
  REQUIRE(registry.batch("LOT"));
  CHECK_FALSE(registry.batch("LOT")->complete);
  CHECK(registry.batch("LOT")->received_source == "option");
  REQUIRE(registry.inputs("LOT").size() == 2);
  CHECK(registry.inputs("LOT")[0].path == "a.tif");
  CHECK(registry.inputs("LOT")[0].pages == 2);
  registry.complete_batch("LOT", "sha");
  CHECK(registry.batch("LOT")->complete);
  CHECK(registry.earlier_batch_with("sha-a", "OTHER") == "LOT");
  CHECK(registry.earlier_batch_with("sha-a", "LOT") == "");
  CHECK(registry.earlier_batch_with("sha-c", "OTHER") == "");
}

TEST_CASE("a document is reserved, then emitted, and found by all it is looked for by") {
  const TemporaryFolder folder;
  Registry registry(folder / "pli.db", fixed_registry());
  open_lot(registry);
  DocumentEntry wanted = a_document("D1");
  wanted.reasons = {"code-forged"};
  const DocumentEntry reserved = registry.reserve(wanted, a_piece("D1"), true);
  CHECK(valid_dossier_id(reserved.dossier));
  CHECK_FALSE(registry.document("D1")->emitted);
  registry.emitted("D1", "record", "Objet : un \xC3\xA9" "difice");
  const auto found = registry.document("D1");
  REQUIRE(found);
  CHECK(found->emitted);
  CHECK(found->record_sha256 == "record");
  CHECK(found->dossier == reserved.dossier);
  CHECK(found->reasons == wanted.reasons);
  CHECK(found->review());
  CHECK(registry.documents("LOT").size() == 1);
  CHECK(registry.documents_of_dossier(reserved.dossier).size() == 1);
  CHECK(registry.dossier(reserved.dossier)->documents == 1);
  CHECK(registry.document_with_pages("digest of D1", "D2") == "D1");
  CHECK(registry.document_with_pages("digest of D1", "D1") == "");
  CHECK_FALSE(registry.document("D2"));
}

TEST_CASE("a document that is reserved again is the first, and opens no second dossier") {
  const TemporaryFolder folder;
  Registry registry(folder / "pli.db", fixed_registry());
  open_lot(registry);
  const DocumentEntry first = registry.reserve(a_document("D1"), a_piece("D1"), true);
  const std::size_t before = all_events(registry).size();
  DocumentEntry other = a_document("D1", 5);
  other.service = "finances";
  const DocumentEntry again = registry.reserve(other, a_piece("D1"), true);
  CHECK(again.dossier == first.dossier);
  CHECK(again.service == "urbanisme");
  CHECK(again.position == 0);
  CHECK(registry.dossiers().size() == 1);
  CHECK(all_events(registry).size() == before);
}

TEST_CASE("documents stand in the order of the input") {
  const TemporaryFolder folder;
  Registry registry(folder / "pli.db", fixed_registry());
  open_lot(registry);
  for (int position : {2, 0, 1}) registry.reserve(a_document("D" + std::to_string(position), position), a_piece("D" + std::to_string(position)), false);
  const auto documents = registry.documents("LOT");
  REQUIRE(documents.size() == 3);
  for (int i = 0; i < 3; ++i) CHECK(documents[static_cast<std::size_t>(i)].id == "D" + std::to_string(i));
  CHECK(documents[0].dossier == "");
}

TEST_CASE("dossiers are numbered in order, each year from its first number, and numbers not to be issued are passed over") {
  const TemporaryFolder folder;
  Registry registry(folder / "pli.db", fixed_registry());
  int number = 0;
  for (int i = 0; i < 12; ++i) {  // 2026-000010 is among those passed over
    number = next_number(2026, number);
    CHECK(registry.open_dossier("voirie-proprete", "Trou", "2026-03-01") == dossier_id(2026, number));
  }
  CHECK(number > 12);
  CHECK(registry.open_dossier("voirie-proprete", "Trou", "2027-01-02") == dossier_id(2027, next_number(2027, 0)));
  CHECK(registry.open_dossier("voirie-proprete", "Trou", "2026-12-31") == dossier_id(2026, next_number(2026, number)));
  CHECK(registry.dossiers().front().id.substr(0, 4) == "2027");
  CHECK(registry.dossiers().front().opened == "2027-01-02");
}

TEST_CASE("two registries on one file give no number twice and chain their events") {
  const TemporaryFolder folder;
  Registry one(folder / "pli.db", fixed_registry()), two(folder / "pli.db", fixed_registry());
  CHECK(one.uuid() == two.uuid());
  int number = 0;
  for (int i = 0; i < 10; ++i) {
    number = next_number(2026, number);
    CHECK((i % 2 == 0 ? one : two).open_dossier("finances", "Facture", "2026-01-01") == dossier_id(2026, number));
  }
  CHECK(one.dossiers().size() == 10);
  CHECK(two.dossiers().size() == 10);
  open_lot(one);
  const std::string dossier = two.reserve(a_document("D1"), a_piece("D1"), true).dossier;
  CHECK(one.reserve(a_document("D1"), a_piece("D1"), true).dossier == dossier);
  std::string previous(64, '0');
  for (const Event& event : all_events(one)) {
    CHECK(event.previous == previous);
    CHECK(event.digest == digest_of(event));
    previous = event.digest;
  }
}

TEST_CASE("events are numbered without gaps and told by their subject") {
  const TemporaryFolder folder;
  Registry registry(folder / "pli.db", fixed_registry());
  open_lot(registry);
  registry.add_event("note", "LOT", "{}");
  registry.add_event("note", "OTHER", "{}");
  const auto all = all_events(registry);
  REQUIRE(all.size() == 3);
  for (std::size_t i = 0; i < all.size(); ++i) CHECK(all[i].number == static_cast<long long>(i) + 1);
  CHECK(all[0].at == "2026-11-23T20:00:00Z");
  CHECK(registry.events_about("LOT").size() == 2);
}

TEST_CASE("events can't be changed or taken away, only added") {
  const TemporaryFolder folder;
  Registry registry(folder / "pli.db", fixed_registry());
  registry.add_event("note", "LOT", "{}");
  Raw raw(folder / "pli.db");
  CHECK_FALSE(raw.run("UPDATE events SET facts = 'x' WHERE number = 1"));
  CHECK_FALSE(raw.run("DELETE FROM events"));
  CHECK(raw.value("SELECT facts FROM events") == "{}");
  CHECK(raw.value("SELECT count(*) FROM events") == "1");
}

TEST_CASE("what was read is found by its words, without accents or case, once a document is emitted") {
  const TemporaryFolder folder;
  Registry registry(folder / "pli.db", fixed_registry());
  open_lot(registry);
  registry.reserve(a_document("D1"), a_piece("D1"), false);
  Raw raw(folder / "pli.db");
  CHECK(raw.value("SELECT count(*) FROM search") == "0");
  registry.emitted("D1", "record", "La cl\xC3\xB4ture du C\xC5\x93ur");
  registry.emitted("D1", "record", "La cl\xC3\xB4ture du C\xC5\x93ur");  // a resumed run says it again
  CHECK(raw.value("SELECT count(*) FROM search") == "1");
  for (const char* word : {"cloture", "coeur", "permis", "lea"}) CHECK(raw.value("SELECT document FROM search WHERE search MATCH '" + std::string(word) + "'") == "D1");
  CHECK(raw.value("SELECT document FROM search WHERE search MATCH 'voirie'") == "");
}

TEST_CASE("a registry of a later Pli is left alone") {
  const TemporaryFolder folder;
  Registry(folder / "pli.db", fixed_registry());
  CHECK(Raw(folder / "pli.db").run("PRAGMA user_version = 99"));
  CHECK(code_of_opening(folder / "pli.db") == "registry-too-new");
}

TEST_CASE("a file that is no registry, or a damaged one, is said to be unreadable and stays as it is") {
  const TemporaryFolder folder;
  const std::string letter(5000, 'x');
  write_file(folder / "letter.db", letter);
  CHECK(code_of_opening(folder / "letter.db") == "registry-unreadable");
  CHECK(read_file(folder / "letter.db") == letter);

  Registry(folder / "pli.db", fixed_registry());
  CHECK(code_of_opening(folder / "pli.db") == "");
  std::string bytes = read_file(folder / "pli.db");
  REQUIRE(bytes.size() > 8192);
  std::fill(bytes.begin() + 100, bytes.end(), '\x5A');
  write_aside(folder / "pli.db", bytes);
  CHECK(code_of_opening(folder / "pli.db") == "registry-unreadable");
  CHECK(code_of_opening(folder.path()) == "registry-unreadable");
}
