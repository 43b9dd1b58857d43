// The registry of dossiers: how one is opened, found, followed, merged, closed and opened again.
#include "pipeline/errors.h"
#include "pipeline/json.h"
#include "pipeline/reference.h"
#include "pipeline/registry_state.h"

namespace pli {
namespace {

DossierEntry dossier_from(const Statement& row) {
  return {row.text(0), row.text(1), row.text(2), row.text(3), row.text(4), row.text(5), static_cast<int>(row.integer(6))};
}

constexpr const char* dossier_query =
    "SELECT id, service, subject, opened, state, merged_into, (SELECT count(*) FROM documents WHERE documents.dossier = dossiers.id AND superseded = 0) FROM dossiers ";

// Every number that leads to a dossier, itself included.
constexpr const char* family =
    "WITH RECURSIVE family(id) AS (SELECT id FROM dossiers WHERE id = ? UNION SELECT dossiers.id FROM dossiers JOIN family ON dossiers.merged_into = family.id) ";

}  // namespace

std::string Registry::State::open_dossier(const std::string& service, const std::string& subject, const std::string& date) {
  const int year = std::stoi(date.substr(0, 4));
  Statement last(database, "SELECT last FROM dossier_numbers WHERE year = ?");
  last.bind(year);
  const int number = next_number(year, last.step() ? static_cast<int>(last.integer(0)) : 0);
  if (number > 999'999) throw Fatal("dossier-numbers-used-up", {{"detail", std::to_string(year)}});
  Statement(database, "INSERT INTO dossier_numbers(year, last) VALUES(?, ?) ON CONFLICT(year) DO UPDATE SET last = excluded.last").bind(year, number).run();
  const std::string id = dossier_id(year, number);
  Statement(database, "INSERT INTO dossiers(id, service, subject, opened, state) VALUES(?,?,?,?,'open')").bind(id, service, subject, date).run();
  index(id, subject, id, "");
  add_event("dossier-opened", id, compact({{"service", service}}));
  return id;
}

std::string Registry::State::lead(const std::string& dossier) {
  Statement row(database,
                "WITH RECURSIVE way(id, next) AS (SELECT id, merged_into FROM dossiers WHERE id = ? UNION "
                "SELECT dossiers.id, dossiers.merged_into FROM dossiers JOIN way ON dossiers.id = way.next) SELECT id FROM way WHERE next IS NULL");
  return row.bind(dossier).step() ? row.text(0) : std::string();
}

void Registry::State::set_state(const std::string& dossier, const std::string& state, const std::string& event, const std::string& document) {
  Statement(database, "UPDATE dossiers SET state = ? WHERE id = ?").bind(state, dossier).run();
  add_event(event, dossier, compact(document.empty() ? Json::object() : Json{{"document", document}}));
}

DossierEntry Registry::living(const std::string& id) const {
  const auto found = dossier(id);
  if (!found) throw UsageError("unknown-dossier", {{"id", id}});
  if (found->state == "merged") throw UsageError("dossier-merged", {{"id", id}, {"into", lead(id)}});
  return *found;
}

std::optional<DossierEntry> Registry::dossier(const std::string& id) const {
  Statement row(state_->database, std::string(dossier_query) + "WHERE id = ?");
  return row.bind(id).step() ? std::optional(dossier_from(row)) : std::nullopt;
}

std::vector<DossierEntry> Registry::dossiers(const DossierFilter& filter) const {
  std::vector<DossierEntry> found;
  Statement row(state_->database, std::string(dossier_query) +
                                      "WHERE (?1 = '' OR service = ?1) AND (?2 = '' OR state = ?2) AND opened >= ?3 ORDER BY id DESC");
  row.bind(filter.service, filter.state, filter.since);
  while (row.step()) found.push_back(dossier_from(row));
  return found;
}

std::string Registry::lead(const std::string& id) const { return state_->lead(id); }

std::vector<std::string> Registry::merged_into(const std::string& id) const {
  std::vector<std::string> found;
  Statement row(state_->database, std::string(family) + "SELECT id FROM family WHERE id <> ?1 ORDER BY id");
  row.bind(id);
  while (row.step()) found.push_back(row.text(0));
  return found;
}

std::string Registry::open_dossier(const std::string& service, const std::string& subject, const std::string& date) {
  Transaction transaction(state_->database);
  const std::string id = state_->open_dossier(service, subject, date);
  transaction.commit();
  return id;
}

void Registry::merge_dossiers(const std::string& into, const std::string& from) {
  Transaction transaction(state_->database);
  const std::string target = lead(into);
  if (target.empty()) throw UsageError("unknown-dossier", {{"id", into}});
  if (!dossier(from)) throw UsageError("unknown-dossier", {{"id", from}});
  if (target == lead(from)) throw UsageError("dossier-merge-self", {{"id", from}, {"into", target}});
  living(from);
  if (dossier(target)->state == "closed") throw UsageError("dossier-closed", {{"id", target}});
  Json documents = Json::array();
  for (const DocumentEntry& document : documents_of_dossier(from)) documents.push_back(document.id);
  for (const char* table : {"documents", "letters"})
    Statement(state_->database, std::string("UPDATE ") + table + " SET dossier = ? WHERE dossier = ?").bind(target, from).run();
  Statement(state_->database, "UPDATE OR REPLACE candidates SET dossier = ? WHERE dossier = ?").bind(target, from).run();
  Statement(state_->database, "DELETE FROM candidates WHERE dossier = ? AND document IN (SELECT id FROM documents WHERE dossier = ?)").bind(target, target).run();
  Statement(state_->database, "UPDATE dossiers SET state = 'merged', merged_into = ? WHERE id = ?").bind(target, from).run();
  state_->add_event("dossier-merged", from, compact({{"into", target}, {"documents", documents}}));
  state_->add_event("dossier-took", target, compact({{"from", from}, {"documents", documents.size()}}));
  transaction.commit();
}

void Registry::close_dossier(const std::string& id) {
  Transaction transaction(state_->database);
  if (living(id).state == "closed") throw UsageError("dossier-closed-already", {{"id", id}});
  state_->set_state(id, "closed", "dossier-closed", "");
  transaction.commit();
}

void Registry::reopen_dossier(const std::string& id) {
  Transaction transaction(state_->database);
  if (living(id).state == "open") throw UsageError("dossier-open", {{"id", id}});
  state_->set_state(id, "open", "dossier-reopened", "");
  transaction.commit();
}

std::vector<ClockEntry> Registry::clocks(const std::string& dossier) const {
  std::vector<ClockEntry> found;
  Statement row(state_->database,
                "SELECT documents.id, documents.dossier, documents.received, acknowledge_by, decide_by, regime, source, months, days FROM clocks JOIN documents "
                "ON documents.id = clocks.document JOIN dossiers ON dossiers.id = documents.dossier WHERE (?1 = '' AND dossiers.state = 'open') OR dossiers.id = ?1 "
                "ORDER BY documents.rowid");
  row.bind(dossier);
  while (row.step())
    found.push_back({row.text(0), row.text(1), row.text(2),
                     {row.text(3), row.text(4), row.text(5), row.text(6), static_cast<int>(row.integer(7)), static_cast<int>(row.integer(8))}});
  return found;
}

std::vector<Event> Registry::history(const std::string& dossier) const {
  std::vector<Event> found;
  Statement row(state_->database, std::string(family) +
                                      "SELECT number, at, kind, subject, facts, previous, digest FROM events WHERE subject IN (SELECT id FROM family "
                                      "UNION SELECT id FROM documents WHERE dossier = ?1 UNION SELECT id FROM letters WHERE dossier = ?1) ORDER BY number");
  row.bind(dossier);
  while (row.step()) found.push_back({row.integer(0), row.text(1), row.text(2), row.text(3), row.text(4), row.text(5), row.text(6)});
  return found;
}

}  // namespace pli
