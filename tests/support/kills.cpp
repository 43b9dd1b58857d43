#include "tests/support/kills.h"

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <random>
#include <thread>

#include "pipeline/files.h"
#include "pipeline/json.h"
#include "stages/verify.h"
#include "tests/support/letter_room.h"
#include "tests/support/mail.h"
#include "tests/support/town.h"

namespace pli::test {
namespace {

using Clock = std::chrono::steady_clock;
using Seconds = std::chrono::duration<double>;

std::vector<std::string> random_stack(std::mt19937& random, int most) {
  static const std::vector<std::string> pages = {"text Objet : permis de construire|Je demande un permis", "text suite de la lettre", "text facture d'eau", "text fin", "blank", "sheet PLI1/S/DOCUMENT/0/0",
                                                 "sheet PLI1/S/ANNEX/0/0", "sheet PLI1/S/ENVELOPE/0/0", "sheet PLI1/S/UNOPENED/0/0", "sheet PLI1/S/SERVICE:URBANISME/0/0", "fail damaged-page"};
  std::vector<std::string> stack;
  for (int n = 1 + static_cast<int>(random() % static_cast<unsigned>(most)); n > 0; --n) {
    std::string page = pages[random() % pages.size()];
    if (page.starts_with("text")) page += " numéro " + std::to_string(random() % 1000);
    stack.push_back(page);
  }
  return stack;
}

// The same morning for whoever has the same seed: a batch that is done, and one to run.
void fill(Town& town, std::uint32_t seed) {
  std::mt19937 random(seed);
  write_fake_scan(town.scans() / "veille.tif", {"text Objet : voirie|Le trou de la rue", "sheet PLI1/S/DOCUMENT/0/0", "text Une autre lettre"});
  InboundRequest before = town.request("VEILLE");
  before.in_process = true;
  town.run(before);
  const int files = 2 + static_cast<int>(random() % 3);
  for (int file = 0; file < files; ++file) write_fake_scan(town.scans() / (std::to_string(file) + ".tif"), random_stack(random, 14));
  write_file(town.scans() / "vide.tif", "");
}

// All that the contract calls deterministic, and what the registry holds of it.
std::string outcome(const Town& town) {
  const Registry registry(town.store(), fixed_registry());
  std::string all = fingerprint(town.out(), {"LOT/batch.json", "LOT/report.html", "VEILLE/batch.json", "VEILLE/report.html", ".pli/"});
  for (const DocumentEntry& d : registry.documents("LOT")) all += d.id + ' ' + d.dossier + ' ' + d.path + ' ' + d.record_sha256 + (d.emitted ? " emitted\n" : " emitting\n");
  for (const DossierEntry& dossier : registry.dossiers()) all += dossier.id + ' ' + dossier.service + '\n';
  const Json batch = Json::parse(read_file(town.out() / "LOT" / "batch.json"));
  all += compact({batch.at("pages"), batch.at("documents"), batch.at("rejects"), batch.at("inputs")});
  if (const auto altered = verify(registry, {}).first) all += altered->code;
  if (fs::exists(town.out() / ".pli" / "LOT")) all += "work folder left";
  return all;
}

std::string first_difference(const std::string& a, const std::string& b) {
  const auto end = std::min(a.size(), b.size());
  std::size_t at = 0;
  while (at < end && a[at] == b[at]) ++at;
  const std::size_t before = at < 60 ? 0 : at - 60;
  return a.substr(before, 160) + " / " + b.substr(std::min(before, b.size()), 160);
}

// A run in a child of its own: 0 complete, 1 fatal.
pid_t begun(const std::function<void()>& run) {
  const pid_t child = ::fork();
  if (child != 0) {
    ::setpgid(child, child);
    return child;
  }
  ::setpgid(0, 0);
  try {
    run();
    ::_exit(0);
  } catch (...) {
    ::_exit(1);
  }
}

class Kills {
 public:
  Kills(int wanted, std::uint32_t seed, const std::function<void(const KillCount&)>& told) : wanted_(wanted), random_(seed), told_(told) {}

  KillCount run() {
    const InMemory quick;  // a kill loses no byte that was written: whether it was synced is the power cut's matter
    while (count_.all() < wanted_ && count_.differences.size() < 5) {
      const std::uint32_t seed = random_();
      if (count_.batches % 4 == 3) letters(seed);
      else mail(seed);
      ++count_.batches;
      if (told_) told_(count_);
    }
    return std::move(count_);
  }

 private:
  double some_of(double seconds) { return seconds * 1.05 * (random_() % 10'000) / 10'000; }
  int rounds() { return std::min(wanted_ - count_.all(), 1 + static_cast<int>(random_() % 3)); }

  void mail(std::uint32_t seed) {
    Town twin, town;
    fill(twin, seed);
    fill(town, seed);
    const auto run = [](Town& of) {
      InboundRequest request = of.request();
      request.jobs = 2;
      of.run(request);
    };
    const auto start = Clock::now();
    run(twin);
    const double took = Seconds(Clock::now() - start).count();
    for (int n = rounds(); n > 0; --n) disturb([&] { run(town); }, some_of(took));
    try {
      run(town);
      const std::string want = outcome(twin), found = outcome(town);
      if (want != found) count_.differences.push_back("batch of seed " + std::to_string(seed) + ": " + first_difference(want, found));
    } catch (const CodedError& error) {
      count_.differences.push_back("batch of seed " + std::to_string(seed) + ": " + error.what());
    }
  }

  void disturb(const std::function<void()>& run, double after) {
    const bool worker = random_() % 3 == 0;
    const pid_t child = begun(run);
    std::this_thread::sleep_for(Seconds(after));
    int status = 0;
    if (::waitpid(child, &status, WNOHANG) == child) {
      ++count_.finished_first;
      return;
    }
    const std::vector<pid_t> workers = children_of(child);
    if (worker && !workers.empty()) {
      ::kill(workers[random_() % workers.size()], SIGKILL);
      ++count_.workers;
      ::waitpid(child, &status, 0);
      if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) count_.differences.push_back("a run did not survive the loss of a worker");
      return;
    }
    ::kill(child, SIGKILL);
    ::waitpid(child, &status, 0);
    ++count_.inbound;
    while (::kill(-child, 0) == 0) std::this_thread::sleep_for(std::chrono::milliseconds(1));  // its workers end with it
  }

  void letters(std::uint32_t seed) {
    LetterRoom twin;
    LetterRoom room(twin.folder / "keys");
    const int rows = 5 + static_cast<int>(seed % 60);
    twin.many_rows(rows);
    room.many_rows(rows);
    const auto start = Clock::now();
    twin.print();
    const double took = Seconds(Clock::now() - start).count();
    for (int n = rounds(); n > 0; --n) {
      Started run(room.command());
      const auto moment = Clock::now() + std::chrono::duration_cast<Clock::duration>(Seconds(some_of(took)));
      const bool lives = run.until([&] { return Clock::now() >= moment; });
      if (lives) run.signal(SIGKILL);
      if (run.end() == 128 + SIGKILL) ++count_.outbound;
      else ++count_.finished_first;
    }
    const RunResult last = room.print();
    const bool same = last.code == 0 && room.result() == twin.result() && room.dossiers().size() == static_cast<std::size_t>(rows) && room.pli({"verify"}).code == 0;
    if (!same) count_.differences.push_back("letters of seed " + std::to_string(seed) + ": " + (last.code == 0 ? first_difference(twin.result(), room.result()) : last.err));
  }

  int wanted_;
  std::mt19937 random_;
  const std::function<void(const KillCount&)>& told_;
  KillCount count_;
};

}  // namespace

KillCount kill_at_random(int kills, std::uint32_t seed, const std::function<void(const KillCount&)>& told) { return Kills(kills, seed, told).run(); }

}  // namespace pli::test
