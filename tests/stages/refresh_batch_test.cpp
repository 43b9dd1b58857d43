#include "stages/refresh_batch.h"

#include <doctest/doctest.h>

#include "pipeline/files.h"
#include "tests/support/mend_desk.h"

using namespace pli;
using namespace pli::test;

namespace {

struct TwoLetters : MendDesk {
  TwoLetters() {
    write_fake_scan(town.scans() / "a.tif", {fake_letter("Camille Exemple", "trou", "un trou devant chez moi")});
    write_fake_scan(town.scans() / "b.tif", {fake_letter("Basile Modèle", "question", "je voudrais savoir")});
    read();
  }
};

bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("index, report and batch.json say what a person corrected") {
  TwoLetters desk;
  const std::string id = desk.ids()[0];
  desk.correct(id, {{"service", "finances"}, {"subject", "Loyer de novembre"}});
  CHECK(holds(desk.index(), id + ";finances;non"));
  CHECK(holds(desk.index(), "Loyer de novembre"));
  CHECK(holds(desk.index(), "finances/" + id + "/document.pdf"));
  CHECK(holds(read_file(desk.batch() / "report.html"), "Loyer de novembre"));
  CHECK(desk.batch_json().at("documents").at(0).at("path") == "finances/" + id);
  CHECK(desk.verified() == "");
}

TEST_CASE("with nothing new nothing is written, and no event is told") {
  TwoLetters desk;
  desk.correct(desk.ids()[0], {{"service", "finances"}});
  Registry registry(desk.town.store(), fixed_registry());
  const auto events = registry.events_about("LOT").size();
  const std::string before = fingerprint(desk.batch());
  CHECK_FALSE(refresh_batch(registry, "LOT", desk.town.templates));
  CHECK(registry.events_about("LOT").size() == events);
  CHECK(fingerprint(desk.batch()) == before);
}

TEST_CASE("a thumbnail that the report shows goes on into the next one; anything else under its name does not") {
  TwoLetters desk;
  const std::string id = desk.ids()[0];
  const fs::path report = desk.batch() / "report.html";
  const std::string html = read_file(report), link = "<a href=\"review/" + id + "/document.pdf\">";
  for (const auto& [uri, kept] : {std::pair<std::string, bool>{"data:image/jpeg;base64,/9j/4AAQ", true}, {"data:image/svg+xml;base64,AAAA", false}, {"data:image/jpeg;base64,&quot; onload=", false}}) {
    write_file(report, html + link + "<img alt=\"x\" src=\"" + uri + "\"></a>");
    Registry registry(desk.town.store(), fixed_registry());
    refresh_batch(registry, "LOT", desk.town.templates);
    CHECK(holds(read_file(report), uri) == kept);
    CHECK(desk.verified() == "");
  }
}

TEST_CASE("a refresh that was stopped after any of its writes is told by verify, or is as if never begun, and the next one ends it") {
  for (int stop_at = 0; stop_at < 40; ++stop_at) {
    TwoLetters desk;
    const std::string id = desk.ids()[0];
    desk.correct(id, {{"service", "finances"}});
    Registry registry(desk.town.store(), fixed_registry());
    registry.correct(id, [&] {
      DocumentChange change;
      const DocumentEntry now = *registry.document(id);
      change.service = now.service, change.kind = now.kind, change.subject = "autre objet", change.path = now.path, change.reasons = std::vector<std::string>{"page-failed"};
      change.correction_sha256 = registry.correction_of(id) + "x";
      return change;
    }());
    int step = 0;
    bool stopped = false;
    set_fault_hook([&](std::string_view, const fs::path&) {
      if (step++ == stop_at) throw std::runtime_error("stopped");
    });
    try {
      refresh_batch(registry, "LOT", desk.town.templates);
    } catch (const std::runtime_error&) {
      stopped = true;
    }
    set_fault_hook({});
    CAPTURE(stop_at);
    refresh_batch(registry, "LOT", desk.town.templates);
    CHECK_FALSE(refresh_unfinished(registry, *registry.batch("LOT")));
    CHECK(holds(desk.index(), id + ";finances;oui"));
    if (!stopped) break;
  }
}
