// What people and other systems say of documents: corrections, the queue of what waits for one, and what was taken over.
#include <algorithm>

#include "pipeline/errors.h"
#include "pipeline/json.h"
#include "pipeline/registry_state.h"
#include "pipeline/validators.h"

namespace pli {

DocumentEntry Registry::correct(const std::string& id, const DocumentChange& change) {
  Transaction transaction(state_->database);
  const auto known = document(id);
  if (!known) throw UsageError("unknown-document", {{"document", id}});
  state_->must_stand(*known);
  if (correction_of(id) == change.correction_sha256 && known->path == change.path) return *known;

  const std::vector<std::string> reasons = change.settled ? std::vector<std::string>() : change.reasons.value_or(known->reasons);
  Statement(state_->database, "UPDATE documents SET service = ?, kind = ?, date = ?, subject = ?, sender = ?, path = ?, reasons = ? WHERE id = ?")
      .bind(change.service, change.kind, change.date, change.subject, change.sender, change.path, compact(Json(reasons)), id)
      .run();
  Statement text(state_->database, "SELECT text FROM texts WHERE owner = ?");
  const std::string words = text.bind(id).step() ? text.text(0) : std::string();
  if (known->emitted) state_->index(id, change.subject, change.sender, words);
  Statement(state_->database, "DELETE FROM clocks WHERE document = ?").bind(id).run();
  state_->start_clock(id, change.due);

  const std::string dossier = change.dossier == "new" ? state_->open_dossier(change.service, change.subject, known->received) : change.dossier.empty() ? known->dossier : lead(change.dossier);
  if (!change.dossier.empty() && dossier.empty()) throw UsageError("unknown-dossier", {{"id", change.dossier}});
  if (dossier != known->dossier) {
    state_->move(*known, dossier, "operator");
    if (change.dossier != "new") settle_letters(*document(id), {});
  } else {
    if (change.settled) state_->settle_question(id);
    if (!dossier.empty() && documents_of_dossier(dossier).size() == 1)
      Statement(state_->database, "UPDATE dossiers SET service = ? WHERE id = ?").bind(change.service, dossier).run();
  }
  state_->add_event(change.judged_again ? "document-reprocessed" : "document-corrected", id, compact({{"by", change.by}, {"keys", change.keys}, {"service", change.service}, {"kind", change.kind}, {"dossier", dossier},
                                                       {"settled", change.settled}, {"path", change.path}, {"correction_sha256", change.correction_sha256}}));
  transaction.commit();
  return *document(id);
}

std::string Registry::correction_of(const std::string& document) const {
  Statement last(state_->database, "SELECT facts FROM events WHERE subject = ? AND kind IN ('document-corrected', 'document-reprocessed') ORDER BY number DESC LIMIT 1");
  return last.bind(document).step() ? Json::parse(last.text(0)).value("correction_sha256", "") : std::string();
}

std::vector<DocumentEntry> Registry::waiting() const {
  std::vector<DocumentEntry> found;
  Statement row(state_->database,
                "SELECT documents.id FROM documents LEFT JOIN pieces ON pieces.id = documents.piece WHERE reasons <> '[]' AND superseded = 0 AND direction = 'inbound' AND status = 'emitted' "
                "ORDER BY (coalesce(pieces.flags, '') LIKE '%\"urgent\"%' OR coalesce(pieces.kind_of_mail, 'simple') = 'registered') DESC, received, documents.rowid");
  while (row.step()) found.push_back(*document(row.text(0)));
  return found;
}

bool Registry::hand_over(const Handover& taken) {
  Transaction transaction(state_->database);
  const auto known = document(taken.document);
  if (!known) throw UsageError("unknown-document", {{"document", taken.document}});
  if (known->origin != "batch") throw UsageError("document-not-inbound", {{"document", taken.document}});
  state_->must_stand(*known);
  if (day_number(taken.date) == unknown_day) throw UsageError("bad-date", {{"value", taken.date}});
  if (const auto before = handover(taken.document); before && before->date == taken.date && before->foreign == taken.foreign) return false;
  Statement(state_->database, "INSERT OR REPLACE INTO handovers(document, date, foreign_id) VALUES(?,?,?)").bind(taken.document, taken.date, taken.foreign).run();
  state_->add_event("document-handed-over", taken.document, compact({{"date", taken.date}, {"foreign", taken.foreign}}));
  transaction.commit();
  return true;
}

std::optional<Handover> Registry::handover(const std::string& document) const {
  Statement row(state_->database, "SELECT document, date, foreign_id FROM handovers WHERE document = ?");
  return row.bind(document).step() ? std::optional(Handover{row.text(0), row.text(1), row.text(2)}) : std::nullopt;
}

}  // namespace pli
