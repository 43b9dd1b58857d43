-- The registry as version 2 wrote it: never changed, so that every later Pli is tried on it.
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
PRAGMA user_version = 2;
INSERT INTO meta VALUES('uuid', '00000000-0000-4000-8000-00000000000a');
INSERT INTO batches VALUES('LOT', 'digest', '2026-11-23', 'option', '/out/LOT', 'complete');
INSERT INTO inputs VALUES('LOT', 0, 'a.tif', 'sha-a', 2);
INSERT INTO dossier_numbers VALUES(2026, 3);
INSERT INTO dossiers VALUES('2026-000002-X', 'urbanisme', 'Clôture du Cœur', '2026-11-23', 'open', NULL);
INSERT INTO dossiers VALUES('2026-000003-V', 'finances', 'Facture', '2026-11-24', 'closed', NULL);
INSERT INTO pieces VALUES('P-D1', 'LOT', 'registered', '1A00000000001', '["urgent"]');
INSERT INTO documents VALUES('D1', 'LOT', 0, 'inbound', '2026-11-23', '2026-000002-X', 'new', 'urbanisme', 'demande', '2026-11-20',
  'Clôture du Cœur', 'Mme Léa Essai', 'P-D1', 'urbanisme/D1', 'pages of D1', NULL, 'record', 'emitted', '["date-conflict"]', 'batch');
INSERT INTO search(document, subject, names, text) VALUES('D1', 'cloture du coeur', 'mme lea essai', 'la cloture du jardin');
INSERT INTO texts VALUES(1, 'D1', 'la clôture du jardin');
INSERT INTO texts VALUES(2, '2026-000002-X', '');
INSERT INTO texts VALUES(3, '2026-000003-V', '');
INSERT INTO search(rowid, document, subject, names, text) VALUES(2, '2026-000002-X', 'cloture du coeur', '2026-000002-X', '');
INSERT INTO search(rowid, document, subject, names, text) VALUES(3, '2026-000003-V', 'facture', '2026-000003-V', '');
INSERT INTO contacts VALUES('D1', 'essai lea', '', '', '');
INSERT INTO runs VALUES('L-RUN', 'digest', 'relance', '2026-11-24', '/out/L-RUN', 'complete');
INSERT INTO letters VALUES('ASKED', 'L-RUN', 0, '2026-000002-X', 'pieces-manquantes', 'urbanisme', 'Documents', 'Mme Léa Essai', '4 RUE DES PRES', '2026-11-24',
  1, 1, 10, 'DL-45', 'letters/ASKED.pdf', 'sha', 1, 2, 'posted', '2026-11-25', '', '2026-12-25', 30);
INSERT INTO letters VALUES('AGAIN', 'L-RUN', 1, '2026-000002-X', 'relance', 'urbanisme', 'Rappel', 'Mme Léa Essai', '4 RUE DES PRES', '2026-12-28',
  1, 1, 10, 'DL-45', 'letters/AGAIN.pdf', 'sha', 3, 4, 'posted', '2026-12-28', '', '2027-01-12', 15);
