// Runs that are killed, stopped or lose a worker, and what the same command makes of them afterwards.
#include <doctest/doctest.h>

#include <csignal>

#include "pipeline/files.h"
#include "tests/support/mail.h"

using namespace pli;
using namespace pli::test;

namespace {

struct Stopped : Mailroom {
  int facts() const { return count_files(out / ".pli" / "LOT" / "pages", ".json"); }
  int documents() const { return count_files(batch(), "record.json"); }
  std::vector<std::string> one_by_one() const { return command({"--jobs", "1"}); }
};

}  // namespace

TEST_CASE("a run that is killed, stopped and robbed of its workers ends in the same bytes as one that nobody disturbed") {
  const MixedMorning& undisturbed = mixed_morning();
  REQUIRE(undisturbed.first.code == 3);
  Stopped mail;
  mail.scans = undisturbed.scans;
  const auto kill_when = [&](const std::function<bool()>& reached) {
    Started run(mail.one_by_one());
    const bool in_time = run.until(reached);
    run.signal_group(SIGKILL);
    const int code = run.end();
    CHECK_FALSE(fs::exists(mail.batch() / "batch.json"));
    return in_time && code == 128 + SIGKILL;
  };

  CHECK(kill_when([&] { return fs::exists(mail.out / ".pli" / "LOT" / "registry"); }));
  CHECK(kill_when([&] { return mail.facts() >= 1; }));
  {
    Started run(mail.one_by_one());
    REQUIRE(run.until([&] { return mail.facts() >= 2 && !run.workers().empty(); }));
    for (const pid_t worker : run.workers()) kill(worker, SIGKILL);
    REQUIRE(run.until([&] { return mail.facts() >= 4; }));
    run.signal(SIGTERM);
    CHECK(run.end() == 143);
    CHECK(mail.documents() == 0);
  }
  CHECK(kill_when([&] { return mail.documents() >= 1; }));
  const int before = mail.documents();
  {
    Started run(mail.one_by_one());
    REQUIRE(run.until([&] { return mail.documents() > before; }));
    run.signal_group(SIGINT);  // as a terminal does
    CHECK(run.end() == 130);
    CHECK_FALSE(fs::exists(mail.batch() / "batch.json"));
  }
  const int then = mail.documents();
  REQUIRE(then < 5);
  CHECK(kill_when([&] { return mail.documents() > then || fs::exists(mail.batch() / "index.csv"); }));

  CHECK(mail.in({"--jobs", "1"}).code == 3);
  CHECK(mail.result() == undisturbed.result());
  CHECK(run_pli({"verify", "--store", mail.store}).code == 0);
  const auto dossiers = [](const Mailroom& room) { return Json::parse(run_pli({"dossier", "list", "--json", "--store", room.store}).out).size(); };
  CHECK(dossiers(mail) == dossiers(undisturbed));
  CHECK_FALSE(fs::exists(mail.out / ".pli" / "LOT"));
}
