// What the world does to a run: no power, no room, no rights, a file that is gone, a clock that goes back. Each ends in a message that says what to do, and
// the same command then leaves what a run leaves that nothing happened to.
#include <doctest/doctest.h>
#include <grp.h>
#include <sys/wait.h>
#include <unistd.h>

#include "pipeline/files.h"
#include "pipeline/json.h"
#include "pipeline/sqlite.h"
#include "stages/verify.h"
#include "tests/support/power_loss.h"
#include "tests/support/town.h"

using namespace pli;
using namespace pli::test;

namespace {

const std::vector<std::string> varying = {"LOT/batch.json", "LOT/report.html", ".pli/"};

void write_little_morning(const Town& town) {
  write_fake_scan(town.scans() / "a.tif", {"text Objet : permis de construire", "blank", "sheet PLI1/S/DOCUMENT/0/0", "text Une lettre courte"});
  write_file(town.scans() / "vide.tif", "");
}

InboundRequest inside(const Town& town) {
  InboundRequest request = town.request();
  request.in_process = true;
  return request;
}

std::string undisturbed() {
  Town town;
  write_little_morning(town);
  town.run(inside(town));
  return fingerprint(town.out(), varying);
}

// "" when the run went through, else its code; the message of that code must say what to do.
std::string code_of_run(Town& town, const InboundRequest& request) {
  try {
    town.run(request);
    return "";
  } catch (const Fatal& error) {
    const std::string sentence = town.templates.messages.sentence(error.code(), error.args());
    CHECK_MESSAGE(sentence.find("elancez") + 1 + sentence.find("Vérifiez") + 1 + sentence.find("Libérez") + 1 > 0, sentence);
    return error.code();
  }
}

// Runs `act` as a user without rights of an administrator, in a child; what it returns.
std::string as_anybody(const TemporaryFolder& folder, const std::function<std::string()>& act) {
  constexpr uid_t anybody = 65534;
  if (::geteuid() == 0) {
    ::chown(folder.path().c_str(), anybody, anybody);
    for (const auto& entry : fs::recursive_directory_iterator(folder.path())) ::lchown(entry.path().c_str(), anybody, anybody);
  }
  int ends[2];
  REQUIRE(::pipe(ends) == 0);
  const pid_t child = ::fork();
  if (child == 0) {
    if (::geteuid() == 0 && (::setgroups(0, nullptr) != 0 || ::setresgid(anybody, anybody, anybody) != 0 || ::setresuid(anybody, anybody, anybody) != 0)) ::_exit(9);
    std::string said;
    try {
      said = act();
    } catch (const std::exception& error) {
      said = error.what();
    }
    const ssize_t written = ::write(ends[1], said.data(), said.size());
    ::_exit(written == static_cast<ssize_t>(said.size()) ? 0 : 8);
  }
  ::close(ends[1]);
  std::string said(4000, '\0');
  const ssize_t got = ::read(ends[0], said.data(), said.size());
  said.resize(static_cast<std::size_t>(std::max<ssize_t>(0, got)));
  ::close(ends[0]);
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  CHECK(status == 0);
  return said;
}

}  // namespace

TEST_CASE("when the power fails at any write, and the disk forgets what was not synced, the next run leaves the same bytes") {
  const InMemory quick;
  const std::string want = undisturbed();
  std::size_t forgotten = 0;
  int cuts = 0;
  for (int nth = 1;; nth += 3) {
    Town town;
    write_little_morning(town);
    bool cut = false;
    {
      PowerLoss power(nth);
      try {
        town.run(inside(town));
      } catch (const PowerCut&) {
        cut = true;
      }
      if (cut) power.forget(nth % 2 == 0 ? 0 : static_cast<std::uint32_t>(nth));
      forgotten += power.forgotten();
    }
    if (!cut) break;
    ++cuts;
    CAPTURE(nth);
    const InboundResult result = town.run(inside(town));
    CHECK(result.documents == 2);
    CHECK(result.accounts.balanced());
    CHECK(fingerprint(town.out(), varying) == want);
    const Registry registry(town.store(), fixed_registry());
    const VerifyResult verified = verify(registry, {});
    CHECK_FALSE(verified.first);
    CHECK(verified.handed_over.empty());
  }
  CHECK(cuts > 20);
  CHECK(forgotten > 10);  // or it tried nothing
}

TEST_CASE("a folder that may not be written to stops the run with its name, and once it may the same command goes on") {
  Town town;
  write_little_morning(town);
  make_folder(town.out());
  fs::permissions(town.out(), fs::perms::owner_read | fs::perms::owner_exec);
  CHECK(as_anybody(town.folder, [&] { return code_of_run(town, inside(town)); }) == "write-failed");
  fs::permissions(town.out(), fs::perms::owner_all);
  CHECK(as_anybody(town.folder, [&] { return code_of_run(town, inside(town)); }) == "");
  CHECK(fingerprint(town.out(), varying) == undisturbed());
}

TEST_CASE("rights that are lost in the middle of a run stop it whole") {
  Town town;
  write_little_morning(town);
  const fs::path batch = town.out() / "LOT";
  const auto lose = [&] { town.watcher.document = [&](const DocumentEntry&, int done, int) { if (done == 1) fs::permissions(batch, fs::perms::owner_read | fs::perms::owner_exec); }; };
  CHECK(as_anybody(town.folder, [&] {
          lose();
          return code_of_run(town, inside(town));
        }) == "write-failed");
  fs::permissions(batch, fs::perms::owner_all | fs::perms::group_read | fs::perms::group_exec);
  CHECK(as_anybody(town.folder, [&] { return code_of_run(town, inside(town)); }) == "");
  CHECK(fingerprint(town.out(), varying) == undisturbed());
}

TEST_CASE("a registry that may not be written to is told from a damaged one") {
  Town town;
  write_little_morning(town);
  { const Registry made(town.store(), fixed_registry()); }
  fs::permissions(town.store(), fs::perms::owner_read);
  CHECK(as_anybody(town.folder, [&] { return code_of_run(town, inside(town)); }) == "write-failed");
}

TEST_CASE("a registry that another program holds is waited for, then named; freed, the same command goes on") {
  Town town;
  write_little_morning(town);
  RegistryContext hasty = fixed_registry();
  hasty.patience_ms = 60;
  { const Registry made(town.store(), hasty); }
  Database other(town.store(), 60);
  other.execute("BEGIN IMMEDIATE");
  town.registry_context = hasty;
  CHECK(code_of_run(town, inside(town)) == "registry-locked");
  other.execute("ROLLBACK");
  CHECK(code_of_run(town, inside(town)) == "");
  CHECK(fingerprint(town.out(), varying) == undisturbed());
}

TEST_CASE("a file that vanishes while it is taken stops the run; put back, it goes on") {
  Town town;
  write_little_morning(town);
  const std::string scan = read_file(town.scans() / "a.tif");
  set_fault_hook([&](std::string_view step, const fs::path&) {
    if (step == "link") fs::remove(town.scans() / "a.tif");
  });
  CHECK(code_of_run(town, inside(town)) == "file-unreadable");
  set_fault_hook({});
  write_aside(town.scans() / "a.tif", scan);
  CHECK(code_of_run(town, inside(town)) == "");
  CHECK(fingerprint(town.out(), varying) == undisturbed());
}

TEST_CASE("a file that changes while it is taken is never taken in part") {
  Town town;
  write_little_morning(town);
  set_fault_hook([&](std::string_view step, const fs::path& path) {
    if (step == "link" && path.filename() == "001-a.tif") write_fake_scan(town.scans() / "a.tif", {"text autre chose"});
  });
  const auto run = [&] { town.run(inside(town)); };
  std::string code;
  try {
    run();
  } catch (const Fatal& error) {
    code = error.code();
  }
  set_fault_hook({});
  CHECK(code == "original-changed");
}

TEST_CASE("a clock that goes back changes times, never documents") {
  Town town;
  write_little_morning(town);
  double now = 1'795'000'000;
  town.now = [&] { return now -= 3600; };
  InboundRequest request = inside(town);
  request.settle_seconds = 2;
  CHECK(code_of_run(town, request) == "");
  CHECK(fingerprint(town.out(), varying) == undisturbed());
}

TEST_CASE("artefacts of a work folder cut anywhere are made again, and no page is lost") {
  const InMemory quick;
  const std::string want = undisturbed();
  for (const char* kind : {".picture", ".jpg", ".json"}) {
    for (const int keep : {0, 1, 5, 9}) {
      Town town;
      write_little_morning(town);
      town.stop = [&] { return fs::exists(town.out() / "LOT" / "review"); };
      CHECK_THROWS_AS(town.run(inside(town)), Interrupted);
      town.stop = nullptr;
      for (const auto& entry : fs::directory_iterator(town.out() / ".pli" / "LOT" / "pages"))
        if (entry.path().extension() == kind) fs::resize_file(entry.path(), std::min<std::uintmax_t>(fs::file_size(entry.path()) - 1, static_cast<std::uintmax_t>(keep)));
      town.run(inside(town));
      CAPTURE(kind);
      CHECK(fingerprint(town.out(), varying) == want);
    }
  }
}

TEST_CASE("a work folder that lost the name of its registry says so") {
  Town town;
  write_little_morning(town);
  town.stop = [&] { return fs::exists(town.out() / ".pli" / "LOT" / "registry"); };
  CHECK_THROWS_AS(town.run(inside(town)), Interrupted);
  town.stop = nullptr;
  fs::resize_file(town.out() / ".pli" / "LOT" / "registry", 3);
  CHECK(code_of_run(town, inside(town)) == "work-folder-damaged");
  fs::remove_all(town.out() / ".pli" / "LOT");
  CHECK(code_of_run(town, inside(town)) == "");
  CHECK(fingerprint(town.out(), varying) == undisturbed());
}

TEST_CASE("what a run left that was killed after its last word and before it tidied up is taken away by the next") {
  Town town;
  write_little_morning(town);
  town.run(inside(town));
  write_fake_scan(town.out() / ".pli" / "LOT" / "pages" / "left.json", {"words of a letter"});
  CHECK(town.run(inside(town)).done_before);
  CHECK_FALSE(fs::exists(town.out() / ".pli" / "LOT"));
}

TEST_CASE("a registry cut after any of its pages is opened whole or said to be torn, and stays as it is") {
  Town town;
  write_little_morning(town);
  town.run(inside(town));
  const std::string whole = read_file(town.store());
  REQUIRE(whole.size() % 4096 == 0);
  REQUIRE(whole.size() > 20 * 4096);
  const InMemory quick;
  const TemporaryFolder folder;
  for (std::size_t size = 0; size < whole.size(); size += 4096) {
    for (const std::size_t extra : {std::size_t{0}, std::size_t{777}}) {
      const fs::path cut = folder / "cut.db";
      const std::string bytes = whole.substr(0, size + extra);
      if (bytes.empty()) continue;
      write_aside(cut, bytes);
      std::string code;
      try {
        const Registry registry(cut, fixed_registry());
      } catch (const Fatal& error) {
        code = error.code();
      }
      CAPTURE(bytes.size());
      CHECK(code == "registry-torn");
      CHECK(read_file(cut) == bytes);
    }
  }
  write_aside(folder / "cut.db", whole);
  CHECK_NOTHROW(Registry(folder / "cut.db", fixed_registry()));
}

TEST_CASE("a registry of yesterday in the place of today's: what is filed and unknown to it is named, never overwritten nor made twice") {
  Town town;
  write_little_morning(town);
  { const Registry made(town.store(), fixed_registry()); }
  const std::string yesterday = read_file(town.store());
  town.stop = [&] { return fs::exists(town.out() / "LOT" / "review"); };
  CHECK_THROWS_AS(town.run(inside(town)), Interrupted);
  town.stop = nullptr;
  for (const char* beside : {"-wal", "-shm"}) fs::remove(town.store().string() + beside);
  write_aside(town.store(), yesterday);
  CHECK(code_of_run(town, inside(town)) == "");  // the same document in the same place: it is taken over
  CHECK(fingerprint(town.out(), varying) == undisturbed());

  Town other;
  write_little_morning(other);
  { const Registry made(other.store(), fixed_registry()); }
  const std::string before = read_file(other.store());
  other.stop = [&] { return fs::exists(other.out() / "LOT" / "review"); };
  CHECK_THROWS_AS(other.run(inside(other)), Interrupted);
  other.stop = nullptr;
  for (const char* beside : {"-wal", "-shm"}) fs::remove(other.store().string() + beside);
  write_aside(other.store(), before);
  for (const auto& document : fs::directory_iterator(other.out() / "LOT" / "review")) append_line(document.path() / "record.json", "touched");
  const std::string left = fingerprint(other.out() / "LOT" / "review");
  CHECK(code_of_run(other, inside(other)) == "folder-unknown");
  CHECK(fingerprint(other.out() / "LOT" / "review") == left);
}
