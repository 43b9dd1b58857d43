// The registry of dossiers: how one is opened, found and followed.
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
    "SELECT id, service, subject, opened, state, merged_into, (SELECT count(*) FROM documents WHERE documents.dossier = dossiers.id) FROM dossiers ";

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
  index(id, subject, "", "");
  add_event("dossier-opened", id, compact({{"service", service}}));
  return id;
}

std::string Registry::State::lead(const std::string& dossier) {
  Statement row(database,
                "WITH RECURSIVE way(id, next) AS (SELECT id, merged_into FROM dossiers WHERE id = ? UNION "
                "SELECT dossiers.id, dossiers.merged_into FROM dossiers JOIN way ON dossiers.id = way.next) SELECT id FROM way WHERE next IS NULL");
  return row.bind(dossier).step() ? row.text(0) : std::string();
}

std::optional<DossierEntry> Registry::dossier(const std::string& id) const {
  Statement row(state_->database, std::string(dossier_query) + "WHERE id = ?");
  return row.bind(id).step() ? std::optional(dossier_from(row)) : std::nullopt;
}

std::vector<DossierEntry> Registry::dossiers() const {
  std::vector<DossierEntry> found;
  Statement row(state_->database, std::string(dossier_query) + "ORDER BY id DESC");
  while (row.step()) found.push_back(dossier_from(row));
  return found;
}

std::string Registry::open_dossier(const std::string& service, const std::string& subject, const std::string& date) {
  Transaction transaction(state_->database);
  const std::string id = state_->open_dossier(service, subject, date);
  transaction.commit();
  return id;
}

}  // namespace pli
