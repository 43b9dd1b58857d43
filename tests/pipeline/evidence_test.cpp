#include "pipeline/evidence.h"

#include <doctest/doctest.h>

#include <set>

using namespace pli;

TEST_CASE("an event's digest holds every part of it but the digest itself") {
  const Event event{7, "2026-11-23T20:00:00Z", "dossier-opened", "2026-000123-H", "{}", std::string(64, '0'), ""};
  std::set<std::string> digests = {digest_of(event)};
  const auto changed = [&](auto change) {
    Event other = event;
    change(other);
    CHECK(digests.insert(digest_of(other)).second);
  };
  changed([](Event& e) { e.number = 8; });
  changed([](Event& e) { e.at = "2026-11-23T20:00:01Z"; });
  changed([](Event& e) { e.kind = "dossier-closed"; });
  changed([](Event& e) { e.subject = "2026-000124-F"; });
  changed([](Event& e) { e.facts = "{ }"; });
  changed([](Event& e) { e.previous = std::string(64, '1'); });
  changed([](Event& e) { e.kind += e.subject.front(), e.subject.erase(0, 1); });  // the same bytes, parted elsewhere

  Event same = event;
  same.digest = "anything";
  CHECK(digest_of(same) == digest_of(event));
  CHECK(digest_of(event).size() == 64);
}
