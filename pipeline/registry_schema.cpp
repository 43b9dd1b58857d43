#include "pipeline/registry_schema.h"

#include <array>

#include "pipeline/errors.h"

namespace pli {
namespace {

// One entry a version; an entry is never changed once released.
constexpr std::array<const char*, 9> migrations = {R"sql(
CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE batches(
  name TEXT PRIMARY KEY, digest TEXT NOT NULL, received TEXT NOT NULL, received_source TEXT NOT NULL,
  folder TEXT NOT NULL, state TEXT NOT NULL CHECK(state IN ('open', 'complete')));
CREATE TABLE inputs(
  batch TEXT NOT NULL REFERENCES batches(name), position INTEGER NOT NULL, path TEXT NOT NULL, sha256 TEXT NOT NULL, pages INTEGER NOT NULL,
  PRIMARY KEY(batch, position));
CREATE INDEX inputs_by_content ON inputs(sha256);
CREATE TABLE dossier_numbers(year INTEGER PRIMARY KEY, last INTEGER NOT NULL);
CREATE TABLE dossiers(
  id TEXT PRIMARY KEY, service TEXT NOT NULL, subject TEXT NOT NULL, opened TEXT NOT NULL,
  state TEXT NOT NULL CHECK(state IN ('open', 'closed', 'merged')));
CREATE TABLE pieces(
  id TEXT PRIMARY KEY, batch TEXT REFERENCES batches(name), kind_of_mail TEXT NOT NULL, tracking TEXT, flags TEXT NOT NULL);
CREATE TABLE documents(
  id TEXT PRIMARY KEY, batch TEXT REFERENCES batches(name), position INTEGER NOT NULL,
  direction TEXT NOT NULL CHECK(direction IN ('inbound', 'outbound')), received TEXT NOT NULL,
  dossier TEXT REFERENCES dossiers(id), joined_by TEXT NOT NULL, service TEXT NOT NULL, kind TEXT NOT NULL, date TEXT NOT NULL,
  subject TEXT NOT NULL, sender TEXT NOT NULL, piece TEXT REFERENCES pieces(id), path TEXT NOT NULL, pages_digest TEXT NOT NULL,
  duplicate_of TEXT, record_sha256 TEXT NOT NULL, status TEXT NOT NULL CHECK(status IN ('emitting', 'emitted')), reasons TEXT NOT NULL);
CREATE INDEX documents_by_batch ON documents(batch, position);
CREATE INDEX documents_by_dossier ON documents(dossier);
CREATE INDEX documents_by_pages ON documents(pages_digest);
CREATE TABLE events(
  number INTEGER PRIMARY KEY, at TEXT NOT NULL, kind TEXT NOT NULL, subject TEXT NOT NULL, facts TEXT NOT NULL,
  previous TEXT NOT NULL, digest TEXT NOT NULL);
CREATE INDEX events_by_subject ON events(subject);
CREATE TRIGGER events_stay BEFORE UPDATE ON events BEGIN SELECT RAISE(ABORT, 'events are only ever added'); END;
CREATE TRIGGER events_last BEFORE DELETE ON events BEGIN SELECT RAISE(ABORT, 'events are only ever added'); END;
CREATE VIRTUAL TABLE search USING fts5(document UNINDEXED, subject, names, text, tokenize = 'unicode61 remove_diacritics 2');
)sql",
                                                    // 2: letters of ours, dossiers that live, texts as they were read beside the words they are found by.
                                                    R"sql(
ALTER TABLE dossiers ADD COLUMN merged_into TEXT REFERENCES dossiers(id);
CREATE INDEX dossiers_by_service ON dossiers(service, state);
CREATE INDEX dossiers_by_merger ON dossiers(merged_into) WHERE merged_into IS NOT NULL;
ALTER TABLE documents ADD COLUMN origin TEXT NOT NULL DEFAULT 'batch' CHECK(origin IN ('batch', 'run', 'file'));
CREATE INDEX documents_by_piece ON documents(piece);
CREATE TABLE runs(
  name TEXT PRIMARY KEY, digest TEXT NOT NULL, template TEXT NOT NULL, date TEXT NOT NULL, folder TEXT NOT NULL,
  state TEXT NOT NULL CHECK(state IN ('open', 'complete')));
CREATE TABLE letters(
  id TEXT PRIMARY KEY, run TEXT NOT NULL REFERENCES runs(name), position INTEGER NOT NULL, dossier TEXT NOT NULL REFERENCES dossiers(id),
  template TEXT NOT NULL, service TEXT NOT NULL, subject TEXT NOT NULL, recipient TEXT NOT NULL, address TEXT NOT NULL, date TEXT NOT NULL,
  pages INTEGER NOT NULL, sheets INTEGER NOT NULL, weight_g INTEGER NOT NULL, envelope TEXT NOT NULL, file TEXT NOT NULL, sha256 TEXT NOT NULL,
  print_from INTEGER NOT NULL, print_to INTEGER NOT NULL,
  state TEXT NOT NULL CHECK(state IN ('generated', 'signed', 'posted', 'returned', 'answered', 'cancelled')),
  posted TEXT NOT NULL, tracking TEXT NOT NULL, due TEXT NOT NULL, answer_days INTEGER NOT NULL);
CREATE INDEX letters_by_run ON letters(run, position);
CREATE INDEX letters_by_dossier ON letters(dossier);
CREATE TABLE contacts(
  document TEXT PRIMARY KEY REFERENCES documents(id), name TEXT NOT NULL, place TEXT NOT NULL, email TEXT NOT NULL, phone TEXT NOT NULL);
CREATE INDEX contacts_by_name ON contacts(name);
CREATE TABLE candidates(
  document TEXT NOT NULL REFERENCES documents(id), dossier TEXT NOT NULL REFERENCES dossiers(id), why TEXT NOT NULL, PRIMARY KEY(document, dossier));
CREATE INDEX candidates_by_dossier ON candidates(dossier);
CREATE TABLE texts(number INTEGER PRIMARY KEY, owner TEXT NOT NULL UNIQUE, text TEXT NOT NULL);
INSERT INTO texts(number, owner, text) SELECT rowid, document, text FROM search;
INSERT INTO texts(owner, text) SELECT id, '' FROM dossiers;
INSERT INTO search(rowid, document, subject, names, text)
  SELECT number, owner, replace(replace(replace(replace(subject, 'œ', 'oe'), 'Œ', 'OE'), 'æ', 'ae'), 'Æ', 'AE'), owner, ''
  FROM texts JOIN dossiers ON dossiers.id = owner;
)sql",
                                                    // 3: which pages of letters of ours came back, and in which documents; letters that remind of earlier ones.
                                                    R"sql(
CREATE TABLE letter_pages(
  document TEXT NOT NULL REFERENCES documents(id), letter TEXT NOT NULL, page INTEGER NOT NULL, PRIMARY KEY(document, letter, page));
CREATE INDEX letter_pages_by_letter ON letter_pages(letter, page);
ALTER TABLE letters ADD COLUMN reminder INTEGER NOT NULL DEFAULT 0;
UPDATE letters SET reminder = 1 WHERE template = 'relance';
)sql",
                                                    // 4: what the law makes of each request on the day it came.
                                                    R"sql(
CREATE TABLE clocks(
  document TEXT PRIMARY KEY REFERENCES documents(id), acknowledge_by TEXT NOT NULL, decide_by TEXT NOT NULL, regime TEXT NOT NULL, source TEXT NOT NULL,
  months INTEGER NOT NULL, days INTEGER NOT NULL);
)sql",
                                                    // 5: what another system took over.
                                                    R"sql(
CREATE TABLE handovers(document TEXT PRIMARY KEY REFERENCES documents(id), date TEXT NOT NULL, foreign_id TEXT NOT NULL);
)sql",
                                                    // 6: the register of mail, and what Pli judged before any person did. Mail of before is numbered in the order it came.
                                                    R"sql(
ALTER TABLE documents ADD COLUMN pages INTEGER NOT NULL DEFAULT 0;
ALTER TABLE documents ADD COLUMN first_service TEXT NOT NULL DEFAULT '';
ALTER TABLE documents ADD COLUMN first_reasons TEXT NOT NULL DEFAULT '[]';
UPDATE documents SET first_service = service, first_reasons = reasons;
CREATE INDEX documents_by_day ON documents(received);
CREATE TABLE numbers(
  series TEXT NOT NULL CHECK(series IN ('A', 'D')), year INTEGER NOT NULL, position INTEGER NOT NULL, date TEXT NOT NULL, owner TEXT NOT NULL UNIQUE,
  batch TEXT NOT NULL, rejected TEXT NOT NULL, PRIMARY KEY(series, year, position));
CREATE INDEX numbers_by_day ON numbers(date);
INSERT INTO numbers(series, year, position, date, owner, batch, rejected)
  SELECT 'A', CAST(substr(day, 1, 4) AS INTEGER), row_number() OVER (PARTITION BY substr(day, 1, 4) ORDER BY place), day, piece, batch, ''
  FROM (SELECT pieces.id AS piece, coalesce(pieces.batch, '') AS batch, min(documents.received) AS day, pieces.rowid AS place
        FROM pieces JOIN documents ON documents.piece = pieces.id GROUP BY pieces.id);
INSERT INTO numbers(series, year, position, date, owner, batch, rejected)
  SELECT 'D', CAST(substr(date, 1, 4) AS INTEGER), row_number() OVER (PARTITION BY substr(date, 1, 4) ORDER BY rowid), date, id, run, '' FROM letters;
)sql",
                                                    // 7: documents that others took the place of, and the mends that did it: an open one is to be finished.
                                                    R"sql(
ALTER TABLE documents ADD COLUMN superseded INTEGER NOT NULL DEFAULT 0;
CREATE TABLE mends(
  number INTEGER PRIMARY KEY, batch TEXT NOT NULL REFERENCES batches(name), kind TEXT NOT NULL CHECK(kind IN ('split', 'join', 'replace')), documents TEXT NOT NULL,
  successors TEXT NOT NULL, facts TEXT NOT NULL, spoken_by TEXT NOT NULL, position INTEGER NOT NULL, state TEXT NOT NULL CHECK(state IN ('open', 'done')));
CREATE INDEX mends_by_batch ON mends(batch, state);
CREATE TABLE supersessions(
  document TEXT NOT NULL REFERENCES documents(id), successor TEXT NOT NULL, PRIMARY KEY(document, successor));
CREATE INDEX supersessions_by_successor ON supersessions(successor);
)sql",
                                                    // 8: why letters came back, what settled them, what reminds of them, and the addresses nobody writes to any more.
                                                    R"sql(
ALTER TABLE letters ADD COLUMN motive TEXT NOT NULL DEFAULT '';
ALTER TABLE letters ADD COLUMN legal_effect INTEGER NOT NULL DEFAULT 0;
ALTER TABLE letters ADD COLUMN settled_by TEXT NOT NULL DEFAULT '';
ALTER TABLE letters ADD COLUMN reminds TEXT NOT NULL DEFAULT '';
UPDATE letters SET settled_by = coalesce((SELECT json_extract(facts, '$.document') FROM events WHERE subject = letters.id AND kind = 'letter-' || letters.state
  ORDER BY number DESC LIMIT 1), '') WHERE state IN ('answered', 'returned');
CREATE INDEX letters_by_settler ON letters(settled_by) WHERE settled_by <> '';
CREATE INDEX letters_by_reminded ON letters(reminds) WHERE reminds <> '';
CREATE TABLE returns(
  document TEXT PRIMARY KEY REFERENCES documents(id), letter TEXT NOT NULL, motive TEXT NOT NULL, legal_effect INTEGER NOT NULL, bad_address INTEGER NOT NULL);
CREATE TABLE bad_addresses(
  letter TEXT PRIMARY KEY REFERENCES letters(id), name TEXT NOT NULL, place TEXT NOT NULL, motive TEXT NOT NULL, day TEXT NOT NULL, lifted INTEGER NOT NULL);
CREATE INDEX bad_addresses_by_name ON bad_addresses(name, place);
)sql",
                                                    // 9: where the zones of printed forms stand, a layout a version; what came back in them.
                                                    R"sql(
CREATE TABLE forms(id TEXT NOT NULL, version INTEGER NOT NULL, layout TEXT NOT NULL, PRIMARY KEY(id, version));
CREATE TABLE answers(document TEXT PRIMARY KEY REFERENCES documents(id), form TEXT NOT NULL);
)sql"};

int version_of(Database& database) {
  Statement row(database, "PRAGMA user_version");
  row.step();
  return static_cast<int>(row.integer(0));
}

}  // namespace

void migrate_registry(Database& database) {
  const int newest = static_cast<int>(migrations.size());
  const int found = version_of(database);
  if (found > newest) throw Fatal("registry-too-new", {{"detail", std::to_string(found)}});
  if (found == newest) return;
  Transaction transaction(database);
  for (int version = version_of(database); version < newest; ++version) database.execute(migrations[static_cast<std::size_t>(version)]);
  database.execute(("PRAGMA user_version = " + std::to_string(newest)).c_str());
  transaction.commit();
}

}  // namespace pli
