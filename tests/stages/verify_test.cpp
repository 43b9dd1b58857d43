#include "stages/verify.h"

#include <doctest/doctest.h>
#include <sqlite3.h>

#include "tests/support/town.h"

using namespace pli;
using namespace pli::test;

namespace {

VerifyResult verified(const Town& town, const std::string& sql = "") {
  if (!sql.empty()) {
    sqlite3* database = nullptr;
    REQUIRE(sqlite3_open(town.store().c_str(), &database) == SQLITE_OK);
    const int result = sqlite3_exec(database, ("DROP TRIGGER events_stay; DROP TRIGGER events_last; " + sql).c_str(), nullptr, nullptr, nullptr);
    sqlite3_close(database);
    REQUIRE(result == SQLITE_OK);
  }
  const Registry registry(town.store(), fixed_registry());
  return verify(registry, {});
}

void run_a_batch(Town& town) {
  write_fake_scan(town.scans() / "a.tif", {"text Objet : permis de construire"});
  town.run(town.request());
}

void names_event(const VerifyResult& result, const std::string& number) {
  REQUIRE(result.first);
  CHECK(result.first->code == "verify-chain");
  CHECK(result.first->args == MessageArgs{{"event", number}});
}

}  // namespace

TEST_CASE("a registry that nobody touched is as it was left") {
  Town town;
  run_a_batch(town);
  const VerifyResult result = verified(town);
  CHECK_FALSE(result.first);
  CHECK(result.events >= 4);
  CHECK(result.documents == 1);
}

TEST_CASE("an event altered behind the triggers is found and numbered, whatever was put in its place") {
  for (const char* change : {"at = '2020-01-01T00:00:00Z'", "kind = 'note'", "subject = 'x'", "facts = '{}'", "facts = 'no json'", "facts = '[]'", "facts = '{\"record_sha256\": 5}'",
                             "previous = 'x'", "digest = 'x'"}) {
    Town town;
    run_a_batch(town);
    CAPTURE(change);
    names_event(verified(town, std::string("UPDATE events SET ") + change + " WHERE number = 3;"), "3");
  }
}

TEST_CASE("an event taken out, or one put in between, is found") {
  Town town;
  run_a_batch(town);
  names_event(verified(town, "DELETE FROM events WHERE number = 2;"), "2");
  Town other;
  run_a_batch(other);
  const std::string last = std::to_string(verified(other).events + 1);
  names_event(verified(other, "INSERT INTO events SELECT number + 1, at, kind, subject, facts, previous, digest FROM events ORDER BY number DESC LIMIT 1;"), last);
}

TEST_CASE("an unknown batch is an error of usage") {
  Town town;
  run_a_batch(town);
  const Registry registry(town.store(), fixed_registry());
  CHECK_THROWS_AS(verify(registry, {"OTHER"}), UsageError);
  CHECK_NOTHROW(verify(registry, {"LOT"}));
}
