#include "tests/support/fortnight.h"

#include <fmt/format.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <set>
#include <thread>

#include "pipeline/errors.h"
#include "pipeline/files.h"
#include "pipeline/json.h"
#include "pipeline/registry.h"
#include "pipeline/text.h"
#include "tests/support/clerk.h"
#include "tests/support/consumers.h"
#include "tests/support/fixed_registry.h"
#include "tests/support/paths.h"
#include "tests/support/run.h"
#include "tests/support/whole_program.h"

namespace pli::test {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int first_day = 16;  // of November 2026, a Monday

std::string day_of_night(int night) { return fmt::format("2026-11-{:02}", first_day + night + night / 5 * 2); }

bool among(const std::vector<int>& numbers, int number) { return std::find(numbers.begin(), numbers.end(), number) != numbers.end(); }

// A disk of its own that can be filled, where this user may mount one.
class SmallDisk {
 public:
  explicit SmallDisk(fs::path place) : place_(std::move(place)) { mounted_ = ::mount("tmpfs", place_.c_str(), "tmpfs", 0, "size=400m") == 0; }
  ~SmallDisk() {
    if (mounted_) ::umount2(place_.c_str(), MNT_DETACH);
  }
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;
  bool mounted() const { return mounted_; }
  /// All but so many bytes are taken.
  void fill(std::uintmax_t left) const {
    const std::uintmax_t free = fs::space(place_).available;
    if (free <= left) return;
    std::string block(1 << 20, 'x');
    FILE* const ballast = std::fopen((place_ / "ballast").c_str(), "wb");
    for (std::uintmax_t todo = free - left; ballast && todo > 0;) {
      const std::size_t some = static_cast<std::size_t>(std::min<std::uintmax_t>(todo, block.size()));
      if (std::fwrite(block.data(), 1, some, ballast) < some) break;
      todo -= some;
    }
    if (ballast) std::fclose(ballast);
  }
  void clear() const { fs::remove(place_ / "ballast"); }

 private:
  fs::path place_;
  bool mounted_ = false;
};

class Fortnight {
 public:
  Fortnight(const FortnightPlan& plan, const std::function<void(const std::string&)>& told)
      : plan_(plan), told_(told), random_(plan.seed), mail_(plan.seed), place_(folder_.path() / "disk"), disk_(make_disk()), program_(folder_.path() / "pli.toml"), consumers_(place_ / "out", place_ / "archive"),
        clerk_({program_, consumers_, mail_, place_, plan.by_hand, count_}) {
    fs::create_directories(place_ / "spool");
    write_config(0.9);
    if (plan_.full >= 0 && plan_.disk == FullDisk::small_disk && !disk_.mounted()) count_.note = "no disk could be mounted (that takes root): the full disk was left out";
  }

  FortnightCount run() {
    for (int night = 0; night < plan_.nights; ++night) {
      mail_.put(place_ / "spool", day_of_night(night), plan_.letters, plan_.wrong, night % 3 == 1);
      count_.taken_at_night += consumed_during([&] { this->night(night); });
      if (!among(plan_.killed_and_left, night)) morning(night == plan_.judged_again);
      consumers_.take(random_, 0.4, 0, clerk_.settled());
      if (told_) told_(fmt::format("{}: {} letters, {} in review so far, {} commands typed, {} folders and {} files taken", day_of_night(night), mail_.letters().size(), count_.in_review, count_.typed.size(), consumers_.folders().size(), consumers_.files().size()));
    }
    // The weekend: nothing comes, what is left goes out.
    expect_night(program_.run({"night"}), {0}, "the night after");
    morning(false);
    expect_night(program_.run({"night"}), {0}, "the last night but one");
    consumers_.take(random_, 1, 0, clerk_.settled());
    clerk_.hand_over();
    expect_night(program_.run({"night"}), {0}, "the last night");
    check();
    return std::move(count_);
  }

 private:
  fs::path make_disk() const {
    fs::create_directories(place_);
    return place_;
  }

  void write_config(double threshold) {
    std::string services = read_file(source_folder() / "templates" / "services.toml");
    const std::string line = "\nthreshold = 0.9\n";
    services.replace(services.find(line), line.size(), fmt::format("\nthreshold = {}\n", threshold));
    write_file(folder_.path() / "services.toml", services);
    const auto path = [&](const char* name) { return (place_ / name).string(); };
    write_file(folder_.path() / "pli.toml", fmt::format("spool = \"{}\"\nout = \"{}\"\ndone = \"{}\"\nstore = \"{}\"\nservices = \"{}\"\nexport = [\"maarch\"]\nsettle = 0\nmin_free = 8\njobs = 2\n", path("spool"), path("out"), path("done"),
                                                       path("pli.db"), (folder_.path() / "services.toml").string()));
  }

  void trouble(const std::string& what) {
    if (count_.troubles.size() < 30) count_.troubles.push_back(what);
  }

  void expect_night(const RunResult& result, std::initializer_list<int> codes, const std::string& which) {
    if (std::find(codes.begin(), codes.end(), result.code) == codes.end()) trouble(fmt::format("{} ended with {}: {}{}", which, result.code, result.out, result.err));
  }

  void night(int night) {
    const std::string which = "night " + std::to_string(night);
    if (night == plan_.full) full_disk(which);
    if (among(plan_.killed, night)) {
      const bool killed = kill_at(0.15 + 0.7 * static_cast<double>(random_() % 1000) / 1000);
      if (killed) ++count_.kills;
      if (killed && among(plan_.killed_and_left, night)) return;
    }
    const auto start = Clock::now();
    expect_night(program_.run({"night"}), {0, 3}, which);
    took_ = std::chrono::duration<double>(Clock::now() - start).count();
  }

  // After that share of the time that the last night took; false when it was over before.
  bool kill_at(double share) {
    const pid_t child = program_.begin({"night"});
    std::this_thread::sleep_for(std::chrono::duration<double>(took_ * share));
    int status = 0;
    if (::waitpid(child, &status, WNOHANG) == child) return false;
    ::kill(-child, SIGKILL);
    ::waitpid(child, &status, 0);
    while (::kill(-child, 0) == 0) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    return code_of(status) == 128 + SIGKILL;
  }

  void full_disk(const std::string& which) {
    RunResult result;
    if (plan_.disk == FullDisk::small_disk && disk_.mounted()) {
      disk_.fill(1300 << 10);
      result = program_.run({"night"});  // sees it coming, and leaves everything as it is
      if (result.code != 1 || result.out.find("[disk-low]") == std::string::npos) trouble(fmt::format("{}: with too little room it ended with {}: {}{}", which, result.code, result.out, result.err));
      result = program_.run({"night", "--min-free", "1"});
      disk_.clear();
    } else if (plan_.disk == FullDisk::fault_hook) {
      const int last = 40 + static_cast<int>(random_() % 100);
      result = program_.run({"night"}, [last] {
        set_fault_hook([last, steps = 0](std::string_view step, const fs::path& file) mutable {
          if (step == "write" && ++steps > last) throw Fatal("disk-full", {{"file", file.string()}});
        });
      });
    } else {
      return;
    }
    ++count_.full_disks;
    if (result.code != 1 || (result.out + result.err).find("[disk-full]") == std::string::npos) trouble(fmt::format("{}: on a full disk it ended with {}: {}{}", which, result.code, result.out, result.err));
  }

  // Both systems go about their work while the night does its own. How much they took.
  int consumed_during(const std::function<void()>& work) {
    const fs::path stop = folder_.path() / "stop", taken = folder_.path() / "taken";
    const std::uint32_t seed = random_();
    const pid_t child = ::fork();
    if (child == 0) {
      std::mt19937 random(seed);
      int all = 0;
      while (!fs::exists(stop)) {
        all += consumers_.take(random, 0.02, 0.002, clerk_.settled());
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
      }
      std::string said = std::to_string(all) + '\n';
      for (const std::string& one : consumers_.troubles()) said += one + '\n';
      write_aside(taken, said);
      ::_exit(0);
    }
    work();
    write_aside(stop, "");
    int status = 0;
    ::waitpid(child, &status, 0);
    fs::remove(stop);
    const std::vector<std::string> said = split(read_file(taken), '\n');
    for (std::size_t i = 1; i + 1 < said.size(); ++i) trouble(said[i]);
    return std::stoi(said.at(0));
  }

  void morning(bool judge_again) {
    if (judge_again) write_config(0.8);
    clerk_.morning(judge_again);
  }

  void check() {
    for (const std::string& one : consumers_.troubles()) trouble(one);
    for (const std::string& one : clerk_.troubles()) trouble(one);
    count_.letters = static_cast<int>(mail_.letters().size()), count_.pages = mail_.pages(), count_.files = mail_.files(), count_.wrong = mail_.mishaps();
    check_accounts();
    clerk_.check_letters();
    for (const std::string& one : clerk_.troubles()) trouble(one);
    check_handed_over();
    const RunResult verified = program_.run({"verify"});
    if (verified.code != 0) trouble("pli verify: " + verified.out + verified.err);
    const RunResult listed = program_.run({"register", "--from", "2026-11-01", "--to", "2026-12-31", "--json"});
    const Registry registry(place_ / "pli.db", fixed_registry());
    if (!registry.missing_number().empty()) trouble("the number " + registry.missing_number() + " is missing");
    const auto numbers = registry.numbers("2026-11-01", "2026-12-31");
    if (listed.code != 0 || Json::parse(listed.out).size() != numbers.size()) trouble("the register does not list each number");
    for (std::size_t i = 0; i < numbers.size(); ++i)
      if (numbers[i].number != fmt::format("A-2026-{:06}", i + 1)) return trouble("the register has a gap before " + numbers[i].number);
  }

  void check_accounts() {
    int pages = 0, inputs = 0, rejected = 0;
    const Registry registry(place_ / "pli.db", fixed_registry());
    for (const BatchEntry& batch : registry.batches()) {
      ++count_.batches;
      if (!batch.complete) trouble("batch " + batch.name + " was never ended");
      if (fs::exists(place_ / "out" / ".pli" / batch.name)) trouble("the work folder of " + batch.name + " was left");
      if (!batch.complete) continue;
      const Json json = Json::parse(read_file(fs::path(batch.folder) / "batch.json"));
      const Json& accounts = json.at("pages");
      const auto count = [&](const char* key) { return accounts.at(key).get<int>(); };
      if (count("in_documents") + count("separators") + count("blanks") + count("rejected") != count("input")) trouble("the accounts of " + batch.name + " don't add up");
      pages += count("input"), inputs += static_cast<int>(json.at("inputs").size()), rejected += count("rejected");
    }
    if (pages != mail_.pages() || inputs != mail_.files() || rejected != mail_.broken())
      trouble(fmt::format("{} pages of {}, {} files of {}, {} rejected of {} are in the accounts", pages, mail_.pages(), inputs, mail_.files(), rejected, mail_.broken()));
    int left = 0, done = 0;
    for (const auto& entry : fs::recursive_directory_iterator(place_ / "spool")) left += entry.is_regular_file() ? 1 : 0;
    for (const auto& entry : fs::recursive_directory_iterator(place_ / "done")) done += entry.is_regular_file() ? 1 : 0;
    if (left != 0 || done != mail_.files()) trouble(fmt::format("{} files are left in the spool, {} of {} were moved", left, done, mail_.files()));
  }

  void check_handed_over() {
    const Registry registry(place_ / "pli.db", fixed_registry());
    const auto folders = consumers_.folders();
    const auto files = consumers_.files();
    std::set<std::string> standing;
    for (const BatchEntry& batch : registry.batches()) {
      for (const DocumentEntry& document : registry.documents(batch.name)) {
        standing.insert(document.id);
        const int times = static_cast<int>(folders.count(document.id) + files.count(document.id));
        if (times != 1) trouble(fmt::format("document {} of {} ({}) was taken over {} times", document.id, batch.name, document.path, times));
        if (files.contains(document.id) && files.at(document.id) != document.service) trouble("document " + document.path + " was taken over for " + files.at(document.id));
        if (!registry.handover(document.id)) trouble("nobody recorded that " + document.id + " was taken over");
        else ++count_.handed_over;
      }
      count_.superseded += static_cast<int>(registry.superseded_documents(batch.name).size());
    }
    count_.documents = static_cast<int>(standing.size());
    std::set<std::string> taken = folders;
    for (const auto& [id, service] : files) taken.insert(id);
    for (const std::string& id : taken)
      if (!standing.contains(id)) trouble("document " + id + ", in whose place others stand, was taken over");
  }

  FortnightPlan plan_;
  const std::function<void(const std::string&)>& told_;
  InMemory quick_;
  TemporaryFolder folder_;
  std::mt19937 random_;
  NightMail mail_;
  FortnightCount count_;
  fs::path place_;
  SmallDisk disk_;
  WholeProgram program_;
  Consumers consumers_;
  Clerk clerk_;
  double took_ = 2;
};

}  // namespace

FortnightCount live_through(const FortnightPlan& plan, const std::function<void(const std::string&)>& told) { return Fortnight(plan, told).run(); }

}  // namespace pli::test
