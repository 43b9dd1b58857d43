// Acknowledgements released straight from a batch: `pli out accuse-reception --from-batch LOT --release`, stopped half way and run again.
#include <doctest/doctest.h>

#include <csignal>

#include "pipeline/files.h"
#include "tests/support/mail.h"
#include "tests/support/morning.h"
#include "tests/support/town.h"

using namespace pli;
using namespace pli::test;

namespace {

/// A morning of so many requests, each owed an acknowledgement, and a key.
struct Released : Morning {
  fs::path out = folder / "courrier", store = folder / "pli.db";

  explicit Released(int requests, const fs::path& keys = {}) {
    for (int i = 0; i < requests; ++i) file(request("Mme Alix Exemple " + std::to_string(i)));
    propose();
    if (keys.empty()) CHECK(run_pli({"keygen", "--store", store}).code == 0);
    else fs::copy(keys, folder / "keys");
  }
  std::vector<std::string> command() const {
    return {"out", "accuse-reception", "--from-batch", "LOT", "--release", "--out", out, "--store", store, "--date", "2026-11-24"};
  }
  fs::path run() const {
    for (const auto& entry : fs::directory_iterator(out))
      if (entry.is_directory() && entry.path().filename().string().starts_with("L-")) return entry.path();
    return {};
  }
  int letters() const { return fs::exists(out) && !run().empty() ? count_files(run() / "letters", ".pdf") : 0; }
};

}  // namespace

TEST_CASE("a release that is killed half way goes on with the same command: the same bytes, and nobody is written to twice") {
  const Released whole(200);
  const Released killed(200, whole.folder / "keys");
  REQUIRE(run_pli(whole.command()).code == 0);
  for (const int reached : {1, 65, 129}) {
    Started run(killed.command());
    CHECK(run.until([&] { return killed.letters() >= reached; }));
    run.signal(SIGKILL);
    CHECK(run.end() == 128 + SIGKILL);
    CHECK_FALSE(fs::exists(killed.run() / "run.json"));
  }
  const RunResult last = run_pli(killed.command());
  REQUIRE_MESSAGE(last.code == 0, last.err);
  CHECK(killed.letters() == 200);
  CHECK(killed.registry.runs().size() == 1);
  CHECK(fingerprint(killed.run()) == fingerprint(whole.run()));

  const std::string before = fingerprint(killed.out, {".pli/"});
  const RunResult again = run_pli(killed.command());
  CHECK(again.code == 0);
  CHECK(fingerprint(killed.out, {".pli/"}) == before);
  CHECK(killed.registry.runs().size() == 1);
}
