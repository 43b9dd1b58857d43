// Letters of ours: a run reserves them, each becomes a document of its dossier, and its state tells what became of it.
#include <map>
#include <set>

#include "pipeline/calendar.h"
#include "pipeline/errors.h"
#include "pipeline/json.h"
#include "pipeline/registry_state.h"
#include "pipeline/validators.h"

namespace pli {
namespace {

constexpr const char* run_columns = "name, digest, template, date, folder, state";
constexpr const char* letter_columns =
    "id, run, position, dossier, template, service, subject, recipient, address, date, pages, sheets, weight_g, envelope, file, sha256, print_from, "
    "print_to, state, posted, tracking, due, answer_days, reminder";
constexpr const char* letter_number = "(SELECT printf('%s-%04d-%06d', series, year, position) FROM numbers WHERE owner = letters.id)";

RunEntry run_from(const Statement& row) { return {row.text(0), row.text(1), row.text(2), row.text(3), row.text(4), row.text(5) == "complete"}; }

LetterEntry letter_from(const Statement& row) {
  const auto number = [&row](int column) { return static_cast<int>(row.integer(column)); };
  return {row.text(0),  row.text(1),  number(2),    row.text(3),  row.text(4),  row.text(5), row.text(6),  row.text(7),
          row.text(8),  row.text(9),  number(10),   number(11),   number(12),   row.text(13), row.text(14), row.text(15),
          number(16),   number(17),   row.text(18), row.text(19), row.text(20), row.text(21), number(22), number(23) != 0, row.text(24)};
}

template <typename... Values>
std::vector<LetterEntry> letters_where(Database& database, const char* condition, const Values&... values) {
  std::vector<LetterEntry> found;
  Statement row(database, std::string("SELECT ") + letter_columns + ", " + letter_number + " FROM letters WHERE " + condition);
  row.bind(values...);
  while (row.step()) found.push_back(letter_from(row));
  return found;
}

void add_letter(Database& database, const LetterEntry& l) {
  Statement(database, std::string("INSERT INTO letters(") + letter_columns + ") VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)")
      .bind(l.id, l.run, l.position, l.dossier, l.template_name, l.service, l.subject, l.recipient, l.address, l.date, l.pages, l.sheets, l.weight_g,
            l.envelope, l.file, l.sha256, l.print_from, l.print_to, l.state, l.posted, l.tracking, l.due, l.answer_days, l.reminder ? 1 : 0)
      .run();
}

// What may follow a state. A step may be skipped: not every town signs each letter in Pli.
bool may_follow(const std::string& state, const std::string& wanted) {
  static const std::map<std::string, std::set<std::string>> next = {{"generated", {"signed", "posted", "cancelled"}},
                                                                    {"signed", {"posted", "cancelled"}},
                                                                    {"posted", {"posted", "returned", "answered", "cancelled"}},
                                                                    {"returned", {"posted", "answered", "cancelled"}},
                                                                    {"answered", {}},
                                                                    {"cancelled", {}}};
  const auto known = next.find(state);
  return known != next.end() && known->second.contains(wanted);
}

// The letter as the change leaves it.
LetterEntry changed(LetterEntry letter, const LetterChange& change) {
  letter.state = change.state;
  if (change.state == "posted") {
    letter.posted = change.posted;
    letter.due = change.due.empty() && letter.answer_days > 0 ? add_days(change.posted, letter.answer_days) : change.due;
  }
  if (!change.tracking.empty()) letter.tracking = change.tracking;
  return letter;
}

bool same_fate(const LetterEntry& a, const LetterEntry& b) {
  return a.state == b.state && a.posted == b.posted && a.tracking == b.tracking && a.due == b.due;
}

bool same_make(const LetterEntry& a, const LetterEntry& b) {
  return a.subject == b.subject && a.pages == b.pages && a.sheets == b.sheets && a.weight_g == b.weight_g && a.envelope == b.envelope &&
         a.file == b.file && a.sha256 == b.sha256 && a.print_from == b.print_from && a.print_to == b.print_to;
}

DocumentEntry document_of(const LetterEntry& letter) {
  DocumentEntry document;
  document.id = letter.id;
  document.position = letter.position;
  document.direction = "outbound";
  document.received = document.date = letter.date;
  document.dossier = letter.dossier;
  document.joined_by = "letter";
  document.service = letter.service;
  document.kind = letter.template_name;
  document.subject = letter.subject;
  document.sender = letter.recipient;
  if (!letter.file.empty()) document.path = letter.run + '/' + letter.file;  // one that a word processor writes has no file here
  document.record_sha256 = letter.sha256;
  document.pages = letter.pages;
  document.emitted = true;
  document.origin = "run";
  return document;
}

}  // namespace

std::optional<RunEntry> Registry::run(const std::string& name) const {
  Statement row(state_->database, std::string("SELECT ") + run_columns + " FROM runs WHERE name = ?");
  return row.bind(name).step() ? std::optional(run_from(row)) : std::nullopt;
}

std::vector<RunEntry> Registry::runs() const {
  std::vector<RunEntry> found;
  Statement row(state_->database, std::string("SELECT ") + run_columns + " FROM runs ORDER BY rowid");
  while (row.step()) found.push_back(run_from(row));
  return found;
}

std::vector<LetterEntry> Registry::open_run(const RunEntry& entry, std::vector<LetterEntry> rows) {
  Transaction transaction(state_->database);
  if (const auto known = run(entry.name)) {
    if (known->digest != entry.digest) throw UsageError("run-exists", {{"run", entry.name}});
    return letters(entry.name);
  }
  Statement(state_->database, std::string("INSERT INTO runs(") + run_columns + ") VALUES(?,?,?,?,?,'open')")
      .bind(entry.name, entry.digest, entry.template_name, entry.date, entry.folder)
      .run();
  state_->add_event("run-opened", entry.name,
                    compact({{"digest", entry.digest}, {"template", entry.template_name}, {"date", entry.date}, {"letters", rows.size()}}));
  int position = 0;
  for (LetterEntry& letter : rows) {
    letter.run = entry.name;
    letter.position = position++;
    if (letter.date.empty()) letter.date = entry.date;
    if (letter.template_name.empty()) letter.template_name = entry.template_name;
    const std::string wanted = letter.dossier;
    letter.dossier = wanted.empty() ? state_->open_dossier(letter.service, letter.subject, letter.date) : state_->lead(wanted);
    if (letter.dossier.empty()) throw UsageError("unknown-dossier", {{"id", wanted}});
    add_letter(state_->database, letter);
    letter.number = state_->give_number("D", letter.date, letter.id, letter.run);
    state_->add_event("letter-reserved", letter.id, compact({{"run", letter.run}, {"dossier", letter.dossier}, {"number", letter.number}}));
  }
  transaction.commit();
  return rows;
}

void Registry::letters_made(const std::vector<LetterEntry>& made) {
  Transaction transaction(state_->database);
  for (const LetterEntry& told : made) {
    auto letter = this->letter(told.id);
    if (!letter) throw UsageError("unknown-letter", {{"letter", told.id}});
    if (same_make(*letter, told)) continue;
    const bool first = letter->sha256.empty();
    Statement(state_->database,
              "UPDATE letters SET subject = ?, pages = ?, sheets = ?, weight_g = ?, envelope = ?, file = ?, sha256 = ?, print_from = ?, print_to = ? WHERE id = ?")
        .bind(told.subject, told.pages, told.sheets, told.weight_g, told.envelope, told.file, told.sha256, told.print_from, told.print_to, told.id)
        .run();
    letter = this->letter(told.id);
    const DocumentEntry document = document_of(*letter);
    if (first) {
      state_->add_document(document);
      state_->add_contact(letter->id, contact_of(letter->recipient, letter->address, "", "", "", ""));
    } else {
      Statement(state_->database, "UPDATE documents SET subject = ?, path = ?, record_sha256 = ?, pages = ? WHERE id = ?")
          .bind(document.subject, document.path, document.record_sha256, document.pages, document.id)
          .run();
    }
    state_->index(letter->id, letter->subject, letter->recipient + '\n' + letter->address, "");
    state_->add_event("letter-made", letter->id, compact({{"dossier", letter->dossier}, {"pages", letter->pages}, {"sha256", letter->sha256}}));
  }
  transaction.commit();
}

void Registry::complete_run(const std::string& name, const std::string& run_json_sha256) {
  Transaction transaction(state_->database);
  if (!run(name)) throw UsageError("unknown-run", {{"run", name}});
  Statement(state_->database, "UPDATE runs SET state = 'complete' WHERE name = ?").bind(name).run();
  state_->add_event("run-complete", name, compact({{"run_json_sha256", run_json_sha256}}));
  transaction.commit();
}

std::optional<LetterEntry> Registry::letter(const std::string& id) const {
  const auto found = letters_where(state_->database, "id = ?", id);
  return found.empty() ? std::nullopt : std::optional(found.front());
}

std::vector<LetterEntry> Registry::letters(const std::string& run) const { return letters_where(state_->database, "run = ? ORDER BY position", run); }

std::vector<LetterEntry> Registry::letters_of_dossier(const std::string& dossier) const {
  return letters_where(state_->database, "dossier = ? ORDER BY date, rowid", dossier);
}

void Registry::mark_letters(const std::vector<std::string>& ids, const LetterChange& change) {
  for (const std::string& date : {change.posted, change.due})
    if (!date.empty() && day_number(date) == unknown_day) throw UsageError("bad-date", {{"value", date}});
  if (change.state == "posted" && change.posted.empty()) throw UsageError("bad-date", {{"value", ""}});
  Transaction transaction(state_->database);
  for (const std::string& id : ids) {
    const auto letter = this->letter(id);
    if (!letter) throw UsageError("unknown-letter", {{"letter", id}});
    const LetterEntry next = changed(*letter, change);
    if (same_fate(*letter, next)) continue;
    if (letter->sha256.empty() && change.state != "cancelled") throw UsageError("letter-not-made", {{"letter", id}});
    if (!may_follow(letter->state, change.state)) throw UsageError("letter-state", {{"letter", id}, {"state", letter->state}, {"wanted", change.state}});
    state_->change_letter(next, "");
  }
  transaction.commit();
}

void Registry::State::change_letter(const LetterEntry& letter, const std::string& document) {
  Statement(database, "UPDATE letters SET state = ?, posted = ?, tracking = ?, due = ? WHERE id = ?")
      .bind(letter.state, letter.posted, letter.tracking, letter.due, letter.id)
      .run();
  Json facts = Json::object();
  if (letter.state == "posted") facts["posted"] = letter.posted;
  if (letter.state == "posted" && !letter.tracking.empty()) facts["tracking"] = letter.tracking;
  if (letter.state == "posted" && !letter.due.empty()) facts["due"] = letter.due;
  if (!document.empty()) facts["document"] = document;
  add_event("letter-" + letter.state, letter.id, compact(facts));
}

}  // namespace pli
