// What joins documents to dossiers: arrivals and the letters they answer, pages that came before, what a person attaches and detaches, known senders.
#include <algorithm>

#include "pipeline/errors.h"
#include "pipeline/json.h"
#include "pipeline/registry_state.h"

namespace pli {
namespace {

constexpr const char* returned = "returned";

bool undelivered(const DocumentEntry& document) { return std::find(document.reasons.begin(), document.reasons.end(), returned) != document.reasons.end(); }

// A page of it came back with our code: it went out, whether or not anybody said so.
bool went_out(const LetterEntry& letter) { return letter.state != "answered" && letter.state != "cancelled" && !letter.sha256.empty(); }

// The town waits for an answer to it, and this document came after it was posted.
bool awaits(const LetterEntry& letter, const DocumentEntry& document) {
  return letter.state == "posted" && !letter.due.empty() && letter.posted <= document.received;
}

}  // namespace

void Registry::settle_letters(const DocumentEntry& document, const std::vector<std::string>& proven) {
  const auto back = state_->return_of(document.id);
  const bool came_back = back || undelivered(document);
  const std::string state = came_back ? returned : "answered";
  std::vector<std::string> coded = proven;
  if (coded.empty() && back && !back->letter.empty()) coded = {back->letter};
  if (!coded.empty()) {
    for (const std::string& id : coded) {
      const auto letter = this->letter(id);
      if (!letter || letter->dossier != document.dossier || !went_out(*letter)) continue;
      state_->end_letter(*letter, state, document);
      if (came_back) continue;
      if (letter->reminder) settle_reminded(document, *letter);
      else settle_reminders(document, letter->id);
    }
    return;
  }
  std::vector<LetterEntry> waiting;
  for (const LetterEntry& letter : letters_of_dossier(document.dossier))
    if (came_back ? letter.state == "posted" : awaits(letter, document)) waiting.push_back(letter);
  if (came_back && waiting.size() != 1) return;  // which of them came back is for a person to say
  for (const LetterEntry& letter : waiting) state_->end_letter(letter, state, document);
}

// Who answers a letter has nothing more to say to what reminds of it.
void Registry::settle_reminders(const DocumentEntry& document, const std::string& reminded) {
  for (const LetterEntry& reminder : reminders_of(reminded))
    if (reminder.dossier == document.dossier && awaits(reminder, document)) state_->end_letter(reminder, "answered", document);
}

void Registry::settle_reminded(const DocumentEntry& document, const LetterEntry& reminder) {
  if (const auto asked_first = letter(reminder.reminds); !reminder.reminds.empty() && asked_first) {
    if (asked_first->dossier == document.dossier && awaits(*asked_first, document)) state_->end_letter(*asked_first, "answered", document);
    return settle_reminders(document, reminder.reminds);
  }
  std::vector<LetterEntry> earlier;
  int asked = 0;
  for (const LetterEntry& letter : letters_of_dossier(reminder.dossier)) {
    if (!awaits(letter, document) || letter.date > reminder.date) continue;
    earlier.push_back(letter);
    asked += letter.reminder ? 0 : 1;
  }
  if (asked > 1) return;  // which of them it reminded of is for a person to say
  for (const LetterEntry& letter : earlier) state_->end_letter(letter, "answered", document);
}

DocumentEntry Registry::reserve(DocumentEntry d, const Piece& piece, bool open_dossier, const Arrival& arrival) {
  Transaction transaction(state_->database);
  if (const auto known = document(d.id)) return *known;
  if (open_dossier) d.dossier = state_->open_dossier(d.service, d.subject, d.received);
  else if (!d.dossier.empty()) d.dossier = lead(d.dossier);
  Statement(state_->database, "INSERT OR IGNORE INTO pieces(id, batch, kind_of_mail, tracking, flags) VALUES(?,?,?,?,?)")
      .bind(piece.id, d.batch, piece.kind_of_mail, null_if_empty(piece.tracking), compact(Json(piece.flags)))
      .run();
  const std::string number = state_->give_number("A", d.received, piece.id, d.batch);
  d.record_sha256.clear();
  d.emitted = false;
  state_->add_document(d);
  state_->add_contact(d.id, arrival.contact);
  for (const DossierCandidate& candidate : arrival.candidates)
    Statement(state_->database, "INSERT OR IGNORE INTO candidates(document, dossier, why) VALUES(?,?,?)").bind(d.id, candidate.id, candidate.why).run();
  state_->keep_return(d.id, arrival.returned);
  if (!undelivered(d)) state_->lift_sender(arrival.contact, d);
  if (!undelivered(d))
    for (const LetterPage& page : arrival.pages)
      Statement(state_->database, "INSERT OR IGNORE INTO letter_pages(document, letter, page) VALUES(?,?,?)").bind(d.id, page.letter, page.page).run();
  state_->start_clock(d.id, arrival.due);
  if (arrival.form) state_->keep_answers(d.id, *arrival.form);
  Json facts{{"batch", d.batch}, {"dossier", d.dossier}, {"joined_by", d.joined_by}, {"service", d.service}, {"number", number}};
  for (const DossierCandidate& candidate : arrival.candidates) facts["candidates"].push_back(candidate.id);
  if (!arrival.supersedes.empty()) facts["supersedes"] = arrival.supersedes;
  state_->add_event("document-emitting", d.id, compact(facts));
  const bool goes_on = !arrival.supersedes.empty() && d.joined_by == "new" && !open_dossier;
  if (goes_on && documents_of_dossier(d.dossier).size() == 1)  // the dossier that a document alone opened goes to its service
    Statement(state_->database, "UPDATE dossiers SET service = ? WHERE id = ?").bind(d.service, d.dossier).run();
  if (!d.dossier.empty() && !open_dossier) {
    if (arrival.reopens && dossier(d.dossier)->state == "closed") state_->set_state(d.dossier, "open", "dossier-reopened", d.id);
    settle_letters(d, arrival.letters);
  }
  transaction.commit();
  return d;
}

std::string Registry::document_with_letter_page(const LetterPage& wanted, const std::string& but) const {
  // Only what was reserved before `but`: a run that was stopped and goes on says the same as one that was not.
  Statement row(state_->database,
                "SELECT document FROM letter_pages JOIN documents ON documents.id = document WHERE letter = ?1 AND page = ?2 AND document <> ?3 "
                "AND documents.superseded = 0 AND documents.rowid < coalesce((SELECT rowid FROM documents WHERE id = ?3), 9223372036854775807) ORDER BY documents.rowid LIMIT 1");
  return row.bind(wanted.letter, wanted.page, but).step() ? row.text(0) : std::string();
}

void Registry::State::add_contact(const std::string& document, const Contact& contact) {
  if (contact.name.empty()) return;
  Statement(database, "INSERT OR REPLACE INTO contacts(document, name, place, email, phone) VALUES(?,?,?,?,?)")
      .bind(document, contact.name, contact.place, contact.email, contact.phone)
      .run();
}

void Registry::State::start_clock(const std::string& document, const std::optional<Due>& due) {
  if (!due) return;
  Statement(database, "INSERT OR REPLACE INTO clocks(document, acknowledge_by, decide_by, regime, source, months, days) VALUES(?,?,?,?,?,?,?)")
      .bind(document, due->acknowledge_by, due->decide_by, due->regime, due->source, due->months, due->days)
      .run();
}

bool Registry::State::settle_question(const std::string& document) {
  Statement(database, "DELETE FROM candidates WHERE document = ?").bind(document).run();
  return sqlite3_changes(database) > 0;
}

void Registry::State::move(const DocumentEntry& document, const std::string& dossier, const std::string& joined_by) {
  Statement(database, "UPDATE documents SET dossier = ?, joined_by = ? WHERE id = ?").bind(null_if_empty(dossier), joined_by, document.id).run();
  if (document.origin == "run") Statement(database, "UPDATE letters SET dossier = ? WHERE id = ?").bind(dossier, document.id).run();
  settle_question(document.id);
  if (!document.dossier.empty()) add_event("document-left", document.dossier, compact({{"document", document.id}, {"dossier", dossier}}));
}

void Registry::attach(const std::string& id, const std::string& wanted) {
  Transaction transaction(state_->database);
  const auto known = document(id);
  if (!known) throw UsageError("unknown-document", {{"document", id}});
  state_->must_stand(*known);
  const std::string dossier = lead(wanted);
  if (dossier.empty()) throw UsageError("unknown-dossier", {{"id", wanted}});
  if (known->dossier == dossier) {
    if (!state_->settle_question(id)) throw UsageError("document-there", {{"document", id}, {"id", dossier}});
    state_->add_event("document-confirmed", id, compact({{"dossier", dossier}}));
    return transaction.commit();
  }
  state_->move(*known, dossier, known->origin == "run" ? known->joined_by : "operator");
  state_->add_event("document-attached", id, compact({{"dossier", dossier}, {"from", known->dossier}}));
  if (known->direction == "inbound") settle_letters(*document(id), {});
  transaction.commit();
}

void Registry::detach(const std::string& id) {
  Transaction transaction(state_->database);
  const auto known = document(id);
  if (!known) throw UsageError("unknown-document", {{"document", id}});
  state_->must_stand(*known);
  if (known->dossier.empty()) throw UsageError("document-nowhere", {{"document", id}});
  if (known->origin == "run") throw UsageError("letter-stays", {{"letter", id}});
  state_->move(*known, "", "none");
  state_->add_event("document-detached", id, compact({{"dossier", known->dossier}}));
  transaction.commit();
}

void Registry::add_attachment(DocumentEntry d) {
  Transaction transaction(state_->database);
  const std::string wanted = d.dossier;
  d.dossier = lead(wanted);
  if (d.dossier.empty()) throw UsageError("unknown-dossier", {{"id", wanted}});
  if (const auto known = document(d.id)) throw UsageError("document-there", {{"document", d.id}, {"id", known->dossier}});
  d.service = dossier(d.dossier)->service;
  d.joined_by = "operator";
  d.origin = "file";
  d.emitted = true;
  state_->add_document(d);
  state_->index(d.id, d.subject, d.sender, "");
  state_->add_event("document-taken", d.id, compact({{"dossier", d.dossier}, {"direction", d.direction}, {"sha256", d.record_sha256}}));
  if (d.direction == "inbound") settle_letters(d, {});
  transaction.commit();
}

std::vector<DossierCandidate> Registry::acquainted(const Contact& contact, const std::string& service, const std::string& since, const std::string& but) const {
  std::vector<DossierCandidate> found;
  Statement row(state_->database,
                "SELECT dossiers.id, contacts.name, contacts.place, contacts.email, contacts.phone FROM contacts JOIN documents ON documents.id = contacts.document "
                "JOIN dossiers ON dossiers.id = documents.dossier WHERE contacts.name = ? AND dossiers.service = ? AND dossiers.state = 'open' "
                "AND documents.received >= ? AND documents.id <> ? AND documents.superseded = 0 ORDER BY dossiers.id DESC, documents.rowid");
  row.bind(contact.name, service, since, but);
  while (row.step()) {
    const std::string why = same_person(contact, {row.text(1), "", "", row.text(2), row.text(3), row.text(4)});
    if (!why.empty() && (found.empty() || found.back().id != row.text(0))) found.push_back({row.text(0), why});
  }
  return found;
}

std::vector<OpenQuestion> Registry::open_questions(const std::string& dossier) const {
  std::vector<OpenQuestion> found;
  Statement row(state_->database,
                "SELECT candidates.document, candidates.dossier, why FROM candidates JOIN documents ON documents.id = candidates.document "
                "WHERE documents.dossier = ?1 OR candidates.dossier = ?1 ORDER BY documents.rowid, candidates.dossier");
  row.bind(dossier);
  while (row.step()) found.push_back({row.text(0), row.text(1), row.text(2)});
  return found;
}

}  // namespace pli
