// What took the place of what: documents that were parted, joined or scanned anew, and the batch.json that says so.
#include <algorithm>

#include "pipeline/errors.h"
#include "pipeline/json.h"
#include "pipeline/registry_state.h"

namespace pli {
namespace {

constexpr const char* mend_columns = "number, batch, kind, documents, successors, facts, spoken_by, position, state";

std::vector<std::string> ids_from(const std::string& json) { return Json::parse(json).get<std::vector<std::string>>(); }

Mend mend_from(const Statement& row) {
  return {row.integer(0), row.text(1), row.text(2), ids_from(row.text(3)), ids_from(row.text(4)), row.text(5), row.text(6), static_cast<int>(row.integer(7)), row.text(8) == "done"};
}

bool among(const std::vector<std::string>& ids, const std::string& id) { return std::find(ids.begin(), ids.end(), id) != ids.end(); }

}  // namespace

void Registry::State::must_stand(const DocumentEntry& document) {
  if (!document.superseded) return;
  std::string by;
  Statement row(database, "SELECT successor FROM supersessions WHERE document = ? ORDER BY rowid");
  row.bind(document.id);
  while (row.step()) by += (by.empty() ? "" : ", ") + row.text(0);
  throw UsageError("document-superseded", {{"document", document.id}, {"by", by}});
}

Mend Registry::begin_mend(Mend mend) {
  Transaction transaction(state_->database);
  for (const std::string& id : mend.documents) {
    const auto known = document(id);
    if (!known) throw UsageError("unknown-document", {{"document", id}});
    state_->must_stand(*known);
  }
  // The successors stand where the first of the documents stood.
  int position = 0;
  mend.position = -1;
  for (const DocumentEntry& standing : documents(mend.batch)) {
    if (!among(mend.documents, standing.id)) {
      Statement(state_->database, "UPDATE documents SET position = ? WHERE id = ?").bind(position++, standing.id).run();
    } else if (mend.position < 0) {
      mend.position = position;
      position += static_cast<int>(mend.successors.size());
    }
  }
  Statement last(state_->database, "SELECT coalesce(max(number), 0) FROM mends");
  last.step();
  mend.number = last.integer(0) + 1;
  Statement(state_->database, std::string("INSERT INTO mends(") + mend_columns + ") VALUES(?,?,?,?,?,?,?,?,'open')")
      .bind(mend.number, mend.batch, mend.kind, compact(Json(mend.documents)), compact(Json(mend.successors)), mend.facts, mend.by, mend.position)
      .run();
  for (const std::string& id : mend.documents) {
    Statement(state_->database, "UPDATE documents SET superseded = 1, path = ? WHERE id = ?").bind(".superseded/" + id, id).run();
    for (const std::string& successor : mend.successors)
      Statement(state_->database, "INSERT INTO supersessions(document, successor) VALUES(?,?)").bind(id, successor).run();
    state_->settle_question(id);
    Statement(state_->database, "DELETE FROM clocks WHERE document = ?").bind(id).run();
    Statement(state_->database, "DELETE FROM search WHERE rowid = (SELECT number FROM texts WHERE owner = ?)").bind(id).run();
    Statement(state_->database, "DELETE FROM texts WHERE owner = ?").bind(id).run();
    state_->add_event("document-superseded", id, compact({{"kind", mend.kind}, {"by", mend.successors}, {"who", mend.by}}));
  }
  transaction.commit();
  return mend;
}

void Registry::finish_mend(long long number) {
  Statement(state_->database, "UPDATE mends SET state = 'done' WHERE number = ?").bind(number).run();
}

std::optional<Mend> Registry::open_mend(const std::string& batch) const {
  Statement row(state_->database, std::string("SELECT ") + mend_columns + " FROM mends WHERE batch = ? AND state = 'open' ORDER BY number LIMIT 1");
  return row.bind(batch).step() ? std::optional(mend_from(row)) : std::nullopt;
}

std::optional<Mend> Registry::same_mend(const Mend& mend) const {
  Statement row(state_->database, std::string("SELECT ") + mend_columns + " FROM mends WHERE batch = ? AND kind = ? AND documents = ? AND facts = ? ORDER BY number DESC LIMIT 1");
  return row.bind(mend.batch, mend.kind, compact(Json(mend.documents)), mend.facts).step() ? std::optional(mend_from(row)) : std::nullopt;
}

void Registry::must_stand(const DocumentEntry& document) const { state_->must_stand(document); }

void Registry::update_batch(const std::string& name, const std::string& batch_json_sha256, const std::string& before) {
  Transaction transaction(state_->database);
  state_->add_event("batch-updated", name, compact({{"batch_json_sha256", batch_json_sha256}, {"before", before}}));
  transaction.commit();
}

BatchDigests Registry::batch_digests(const std::string& name) const {
  Statement row(state_->database, "SELECT facts FROM events WHERE subject = ? AND kind IN ('batch-complete', 'batch-updated') ORDER BY number DESC LIMIT 1");
  if (!row.bind(name).step()) return {};
  const Json facts = Json::parse(row.text(0), nullptr, false);
  if (!facts.is_object()) return {};  // whoever altered the event may have left anything there: verify says so
  return {facts.value("batch_json_sha256", ""), facts.value("before", "")};
}

}  // namespace pli
