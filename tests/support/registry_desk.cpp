#include "tests/support/registry_desk.h"

#include <doctest/doctest.h>

namespace pli::test {

Raw::Raw(const std::filesystem::path& file) { REQUIRE(sqlite3_open(file.c_str(), &database_) == SQLITE_OK); }
Raw::~Raw() { sqlite3_close(database_); }

bool Raw::run(const std::string& sql) { return sqlite3_exec(database_, sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK; }

std::string Raw::value(const std::string& sql) {
  sqlite3_stmt* statement = nullptr;
  REQUIRE(sqlite3_prepare_v2(database_, sql.c_str(), -1, &statement, nullptr) == SQLITE_OK);
  std::string found;
  if (sqlite3_step(statement) == SQLITE_ROW && sqlite3_column_text(statement, 0)) found = reinterpret_cast<const char*>(sqlite3_column_text(statement, 0));
  sqlite3_finalize(statement);
  return found;
}

DocumentEntry a_document(const std::string& id, int position) {
  DocumentEntry d;
  d.id = id;
  d.batch = "LOT";
  d.position = position;
  d.received = "2026-11-23";
  d.joined_by = "new";
  d.service = "urbanisme";
  d.kind = "demande";
  d.subject = "Permis de construire";
  d.sender = "Mme Léa Essai";
  d.piece = "P-" + id;
  d.path = "urbanisme/" + id;
  d.pages_digest = "digest of " + id;
  return d;
}

Piece a_piece(const std::string& document) {
  Piece piece;
  piece.id = "P-" + document;
  return piece;
}

void open_lot(Registry& registry) {
  registry.open_batch({"LOT", "digest", "2026-11-23", "option", "/out/LOT", false}, {{"a.tif", "sha-a", 2}, {"b.tif", "sha-b", 1}});
}

RunEntry a_run(const std::string& name) { return {name, "digest of " + name, "pieces-manquantes", "2026-11-24", "/out/" + name, false}; }

LetterEntry a_letter(const std::string& id, const std::string& dossier, int answer_days) {
  LetterEntry letter;
  letter.id = id;
  letter.dossier = dossier;
  letter.service = "urbanisme";
  letter.subject = "Votre demande";
  letter.recipient = "Mme Léa Essai";
  letter.address = "4 RUE DES PRES\n49890 RIVEMONT";
  letter.answer_days = answer_days;
  return letter;
}

LetterEntry made(LetterEntry letter) {
  letter.pages = 2;
  letter.sheets = 1;
  letter.weight_g = 10;
  letter.envelope = "DL-45";
  letter.file = "letters/" + letter.id + ".pdf";
  letter.sha256 = "sha of " + letter.id;
  letter.print_from = 1 + 2 * letter.position;
  letter.print_to = 2 + 2 * letter.position;
  return letter;
}

std::vector<Event> all_events(const Registry& registry) {
  std::vector<Event> found;
  registry.each_event([&](const Event& event) { found.push_back(event); });
  return found;
}

std::string told(const Registry& registry, const std::string& subject) {
  std::string kinds;
  for (const Event& event : registry.events_about(subject)) kinds += (kinds.empty() ? "" : " ") + event.kind;
  return kinds;
}

std::string broken_chain(const Registry& registry) {
  std::string previous(64, '0');
  long long number = 0;
  for (const Event& event : all_events(registry)) {
    if (event.number != ++number || event.previous != previous || event.digest != digest_of(event)) return "event " + std::to_string(event.number);
    previous = event.digest;
  }
  return "";
}

}  // namespace pli::test
