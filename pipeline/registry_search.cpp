// The full-text index of the registry.
#include "pipeline/registry_state.h"
#include "pipeline/text.h"

namespace pli {

void Registry::State::index(const std::string& owner, const std::string& subject, const std::string& names, const std::string& text) {
  Statement(database, "INSERT INTO texts(owner, text) VALUES(?, ?) ON CONFLICT(owner) DO UPDATE SET text = excluded.text").bind(owner, text).run();
  Statement row(database, "SELECT number FROM texts WHERE owner = ?");
  row.bind(owner).step();
  const long long number = row.integer(0);
  Statement(database, "DELETE FROM search WHERE rowid = ?").bind(number).run();
  Statement(database, "INSERT INTO search(rowid, document, subject, names, text) VALUES(?,?,?,?,?)")
      .bind(number, owner, folded(subject), folded(names), folded(text))
      .run();
}

}  // namespace pli
