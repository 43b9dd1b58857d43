#include "pipeline/registry.h"

#include "pipeline/errors.h"
#include "pipeline/json.h"
#include "pipeline/reference.h"
#include "pipeline/registry_schema.h"
#include "pipeline/registry_state.h"
#include "pipeline/text.h"

namespace pli {

namespace fs = std::filesystem;

namespace {

constexpr const char* document_columns =
    "id, batch, position, direction, received, dossier, joined_by, service, kind, date, subject, sender, piece, path, pages_digest, "
    "duplicate_of, record_sha256, status, reasons, origin, pages, first_service, first_reasons";

DocumentEntry document_from(const Statement& row) {
  DocumentEntry d;
  d.id = row.text(0);
  d.batch = row.text(1);
  d.position = static_cast<int>(row.integer(2));
  d.direction = row.text(3);
  d.received = row.text(4);
  d.dossier = row.text(5);
  d.joined_by = row.text(6);
  d.service = row.text(7);
  d.kind = row.text(8);
  d.date = row.text(9);
  d.subject = row.text(10);
  d.sender = row.text(11);
  d.piece = row.text(12);
  d.path = row.text(13);
  d.pages_digest = row.text(14);
  d.duplicate_of = row.text(15);
  d.record_sha256 = row.text(16);
  d.emitted = row.text(17) == "emitted";
  d.reasons = Json::parse(row.text(18)).get<std::vector<std::string>>();
  d.origin = row.text(19);
  d.pages = static_cast<int>(row.integer(20));
  d.first_service = row.text(21);
  d.first_reasons = Json::parse(row.text(22)).get<std::vector<std::string>>();
  return d;
}

std::vector<DocumentEntry> documents_where(Database& database, const char* condition, const std::string& value) {
  std::vector<DocumentEntry> found;
  Statement row(database, std::string("SELECT ") + document_columns + " FROM documents WHERE " + condition);
  row.bind(value);
  while (row.step()) found.push_back(document_from(row));
  return found;
}

BatchEntry batch_from(const Statement& row) {
  return {row.text(0), row.text(1), row.text(2), row.text(3), row.text(4), row.text(5) == "complete"};
}

Event event_from(const Statement& row) {
  return {row.integer(0), row.text(1), row.text(2), row.text(3), row.text(4), row.text(5), row.text(6)};
}

constexpr const char* event_columns = "number, at, kind, subject, facts, previous, digest";

}  // namespace

Registry::State::State(const fs::path& file, RegistryContext c)
    : database(file, c.patience_ms), context(std::move(c)), attachments(fs::absolute(file).lexically_normal().parent_path() / "attachments") {
  migrate_registry(database);
  const auto known = [this] {
    Statement read(database, "SELECT value FROM meta WHERE key = 'uuid'");
    return read.step() ? read.text(0) : std::string();
  };
  uuid = known();
  if (!uuid.empty()) return;
  Transaction transaction(database);
  uuid = known();  // another process may have been first
  if (!uuid.empty()) return;
  uuid = context.new_uuid();
  Statement(database, "INSERT INTO meta(key, value) VALUES('uuid', ?)").bind(uuid).run();
  transaction.commit();
}

void Registry::State::add_event(const std::string& kind, const std::string& subject, const std::string& facts) {
  Event event{1, context.now(), kind, subject, facts, std::string(64, '0'), {}};
  Statement last(database, "SELECT number, digest FROM events ORDER BY number DESC LIMIT 1");
  if (last.step()) {
    event.number = last.integer(0) + 1;
    event.previous = last.text(1);
  }
  event.digest = digest_of(event);
  Statement(database, "INSERT INTO events(number, at, kind, subject, facts, previous, digest) VALUES(?,?,?,?,?,?,?)")
      .bind(event.number, event.at, event.kind, event.subject, event.facts, event.previous, event.digest)
      .run();
}

void Registry::State::add_document(const DocumentEntry& d) {
  Statement(database, std::string("INSERT INTO documents(") + document_columns + ") VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)")
      .bind(d.id, null_if_empty(d.batch), d.position, d.direction, d.received, null_if_empty(d.dossier), d.joined_by, d.service, d.kind, d.date,
            d.subject, d.sender, null_if_empty(d.piece), d.path, d.pages_digest, null_if_empty(d.duplicate_of), d.record_sha256,
            d.emitted ? "emitted" : "emitting", compact(Json(d.reasons)), d.origin, d.pages, d.service, compact(Json(d.reasons)))
      .run();
}

std::string Registry::damage() const {
  Statement check(state_->database, "PRAGMA integrity_check(1)");
  const std::string said = check.step() ? check.text(0) : "nothing";
  if (said != "ok") return said;
  Statement orphan(state_->database, "PRAGMA foreign_key_check");
  return orphan.step() ? orphan.text(0) + " -> " + orphan.text(2) : std::string();
}

Registry::Registry(const std::filesystem::path& file, RegistryContext context) : state_(std::make_unique<State>(file, std::move(context))) {}
Registry::~Registry() = default;

const std::string& Registry::uuid() const { return state_->uuid; }

std::optional<BatchEntry> Registry::batch(const std::string& name) const {
  Statement row(state_->database, "SELECT name, digest, received, received_source, folder, state FROM batches WHERE name = ?");
  return row.bind(name).step() ? std::optional(batch_from(row)) : std::nullopt;
}

std::vector<BatchEntry> Registry::batches() const {
  std::vector<BatchEntry> found;
  Statement row(state_->database, "SELECT name, digest, received, received_source, folder, state FROM batches ORDER BY rowid");
  while (row.step()) found.push_back(batch_from(row));
  return found;
}

void Registry::open_batch(const BatchEntry& batch, const std::vector<InputEntry>& inputs) {
  Transaction transaction(state_->database);
  Statement(state_->database, "INSERT INTO batches(name, digest, received, received_source, folder, state) VALUES(?,?,?,?,?,'open')")
      .bind(batch.name, batch.digest, batch.received, batch.received_source, batch.folder)
      .run();
  int position = 0;
  for (const InputEntry& input : inputs)
    Statement(state_->database, "INSERT INTO inputs(batch, position, path, sha256, pages) VALUES(?,?,?,?,?)")
        .bind(batch.name, position++, input.path, input.sha256, input.pages)
        .run();
  state_->add_event("batch-opened", batch.name, compact({{"digest", batch.digest}, {"inputs", inputs.size()}, {"received", batch.received}}));
  transaction.commit();
}

void Registry::complete_batch(const std::string& name, const std::string& batch_json_sha256) {
  Transaction transaction(state_->database);
  Statement(state_->database, "UPDATE batches SET state = 'complete' WHERE name = ?").bind(name).run();
  state_->add_event("batch-complete", name, compact({{"batch_json_sha256", batch_json_sha256}}));
  transaction.commit();
}

std::vector<InputEntry> Registry::inputs(const std::string& batch) const {
  std::vector<InputEntry> found;
  Statement row(state_->database, "SELECT path, sha256, pages FROM inputs WHERE batch = ? ORDER BY position");
  row.bind(batch);
  while (row.step()) found.push_back({row.text(0), row.text(1), static_cast<int>(row.integer(2))});
  return found;
}

std::string Registry::earlier_batch_with(const std::string& sha256, const std::string& batch) const {
  Statement row(state_->database,
                "SELECT inputs.batch FROM inputs JOIN batches ON batches.name = inputs.batch WHERE sha256 = ? AND batch <> ? ORDER BY batches.rowid LIMIT 1");
  return row.bind(sha256, batch).step() ? row.text(0) : std::string();
}

std::optional<DocumentEntry> Registry::document(const std::string& id) const {
  const auto found = documents_where(state_->database, "id = ?", id);
  return found.empty() ? std::nullopt : std::optional(found.front());
}

std::vector<DocumentEntry> Registry::documents(const std::string& batch) const {
  return documents_where(state_->database, "batch = ? ORDER BY position", batch);
}

std::vector<DocumentEntry> Registry::documents_of_dossier(const std::string& dossier) const {
  return documents_where(state_->database, "dossier = ? ORDER BY received, rowid", dossier);
}

std::vector<DocumentEntry> Registry::documents_between(const std::string& from, const std::string& to) const {
  std::vector<DocumentEntry> found;
  Statement row(state_->database, std::string("SELECT ") + document_columns + " FROM documents WHERE received BETWEEN ? AND ? ORDER BY received, rowid");
  row.bind(from, to);
  while (row.step()) found.push_back(document_from(row));
  return found;
}

std::vector<DocumentEntry> Registry::documents_of_piece(const std::string& piece) const {
  return documents_where(state_->database, "piece = ? ORDER BY position", piece);
}

std::vector<DocumentEntry> Registry::attached_files() const { return documents_where(state_->database, "origin = ? ORDER BY rowid", "file"); }

std::string Registry::document_with_pages(const std::string& pages_digest, const std::string& other_than) const {
  Statement row(state_->database, "SELECT id FROM documents WHERE pages_digest = ? AND id <> ? ORDER BY rowid LIMIT 1");
  return row.bind(pages_digest, other_than).step() ? row.text(0) : std::string();
}

std::optional<PieceEntry> Registry::piece(const std::string& id) const {
  Statement row(state_->database, "SELECT id, batch, kind_of_mail, tracking, flags FROM pieces WHERE id = ?");
  if (!row.bind(id).step()) return std::nullopt;
  return PieceEntry{row.text(0), row.text(1), row.text(2), row.text(3), Json::parse(row.text(4)).get<std::vector<std::string>>()};
}

fs::path Registry::place_of(const DocumentEntry& d) const {
  if (d.origin == "file") return state_->attachments / fs::path(d.path).filename();
  if (d.origin == "run") {
    const auto letter = this->letter(d.id);
    return letter->file.empty() ? fs::path() : fs::path(run(letter->run)->folder) / letter->file;
  }
  return fs::path(batch(d.batch)->folder) / d.path;
}

const fs::path& Registry::attachments_folder() const { return state_->attachments; }

void Registry::emitted(const std::string& id, const std::string& record_sha256, const std::string& text) {
  Transaction transaction(state_->database);
  Statement(state_->database, "UPDATE documents SET status = 'emitted', record_sha256 = ? WHERE id = ?").bind(record_sha256, id).run();
  const auto entry = document(id);
  state_->index(id, entry->subject, entry->sender, text);
  state_->add_event("document-emitted", id, compact({{"record_sha256", record_sha256}}));
  transaction.commit();
}

void Registry::add_event(const std::string& kind, const std::string& subject, const std::string& facts) {
  Transaction transaction(state_->database);
  state_->add_event(kind, subject, facts);
  transaction.commit();
}

std::vector<Event> Registry::events_about(const std::string& subject) const {
  std::vector<Event> found;
  Statement row(state_->database, std::string("SELECT ") + event_columns + " FROM events WHERE subject = ? ORDER BY number");
  row.bind(subject);
  while (row.step()) found.push_back(event_from(row));
  return found;
}

void Registry::each_event(const std::function<void(const Event&)>& each) const {
  Statement row(state_->database, std::string("SELECT ") + event_columns + " FROM events ORDER BY number");
  while (row.step()) each(event_from(row));
}

}  // namespace pli
