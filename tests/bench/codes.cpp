#include <fmt/format.h>

#include <array>
#include <map>
#include <optional>

#include "pipeline/registry.h"
#include "samples/returned.h"
#include "stages/join_dossier.h"
#include "stages/read_pages.h"
#include "tests/bench/benches.h"
#include "tests/bench/figures.h"
#include "tests/bench/page_desk.h"
#include "tests/support/fixed_registry.h"

namespace pli::bench {
namespace fs = std::filesystem;
using namespace pli::samples;
namespace {

constexpr std::array levels = {Level::clean, Level::worn, Level::bad};
constexpr int told_every = 50;  // pages

/// A town that knows every dossier its letters name, and reads a scan as `pli in` does, words left out.
class CodesDesk {
 public:
  CodesDesk(const fs::path& out, int dossiers, int scans) : pages(out, "codes", scans) {
    registry_.emplace(pages.folder() / "codes.db", test::fixed_registry());
    for (int i = 0; i < dossiers; ++i) ids.push_back(registry_->open_dossier("voirie-proprete", "", "2026-11-01"));
  }

  FoundDossier read(const Image& scan) { return find_dossier(*registry_, summary_of(pages.look(scan), 0, {{key.id, key.bytes}}).marks, ""); }

  std::vector<std::string> ids;
  SiteKey key = sample_key("rivemont");
  PageDesk pages;

 private:
  std::optional<Registry> registry_;
};

struct Counts {
  std::map<std::string, Share> read;       // by level
  std::map<std::string, Share> first;      // as the sheets lay first, codes cut off or covered among them
  std::map<std::string, Share> foreign;    // by kind: pages that joined
  int wrong = 0, wrong_foreign = 0, pages = 0, foreign_pages = 0;
};

class CodesRun {
 public:
  explicit CodesRun(const CodesBench& bench)
      : bench_(bench), desk_(bench.out, bench.pages, bench.only < 0 ? 3 * bench.pages + bench.foreign : 3), post_(read_letters(bench.letters), bench.templates, desk_.pages.folder()) {}

  /// Every sheet comes back once at each level.
  void own_pages() {
    int page = 0;
    for (int letter = 0; page < bench_.pages; ++letter) {
      const LaidLetter laid = post_.letter(letter, desk_.ids[static_cast<std::size_t>(letter)], desk_.key);
      const int first = page;
      page = std::min(bench_.pages, page + static_cast<int>(laid.pages.size()));
      if (bench_.only >= 0 && (bench_.only < first || bench_.only >= page)) continue;
      const std::vector<PrintedSheet> sheets = post_.print(laid);
      for (int i = first; i < page; ++i)
        if (bench_.only < 0 || i == bench_.only)
          for (const Level level : levels) own_page(sheets[static_cast<std::size_t>(i - first)], i, level);
      if (page / told_every != first / told_every || page == bench_.pages) tell_so_far();
    }
  }

  void foreign_pages() {
    for (int number = 0; number < bench_.foreign; ++number) {
      const Level level = levels[static_cast<std::size_t>(number / foreign_kinds) % levels.size()];
      const auto kind = static_cast<Foreign>(number % foreign_kinds);
      Random random = Random(bench_.seed).child(fmt::format("foreign {}", number));
      const ScannedSheet scanned = return_sheet(post_.foreign(kind, number, desk_.ids[static_cast<std::size_t>(number) % desk_.ids.size()], desk_.key), level, random);
      const bool joined = !desk_.read(scanned.scan).id.empty();
      Share& share = counts.foreign[foreign_name(kind)];
      ++share.of, ++counts.foreign_pages;
      if (joined) ++share.hits, ++counts.wrong_foreign, keep(scanned, fmt::format("foreign-{}-{}", number, foreign_name(kind)));
      if ((number + 1) % told_every == 0 || number + 1 == bench_.foreign) tell_so_far();
    }
  }

  Counts counts;
  const PageDesk& pages() const { return desk_.pages; }

 private:
  Random chance_of(int page, Level level) const { return Random(bench_.seed).child(fmt::format("page {} {}", page, level_name(level))); }

  bool as_first_laid(const PrintedSheet& sheet, int page, Level level) {
    Random random = chance_of(page, level);
    const std::string id = desk_.read(return_sheet(sheet, level, random, false).scan).id;
    counts.wrong += !id.empty() && id != sheet.code.dossier;
    return id == sheet.code.dossier;
  }

  void own_page(const PrintedSheet& sheet, int page, Level level) {
    Random random = chance_of(page, level);
    const ScannedSheet scanned = return_sheet(sheet, level, random);
    const FoundDossier found = desk_.read(scanned.scan);
    const bool right = found.id == sheet.code.dossier, wrong = !found.id.empty() && !right;
    Share& share = counts.read[level_name(level)];
    ++share.of, ++counts.pages;
    share.hits += right;
    counts.wrong += wrong;
    Share& first = counts.first[level_name(level)];
    ++first.of;
    first.hits += scanned.laid_again ? as_first_laid(sheet, page, level) : right;
    if (!right || bench_.keep) keep(scanned, fmt::format("{}-{}", page, level_name(level)));
  }

  /// A run that is broken off has said something.
  void tell_so_far() const {
    std::string line;
    for (const Level level : levels)
      if (const auto found = counts.read.find(level_name(level)); found != counts.read.end()) line += fmt::format("{} {}/{}, ", found->first, found->second.hits, found->second.of);
    std::fprintf(stderr, "%swrong %d of %d; foreign joined %d of %d\n", line.c_str(), counts.wrong, counts.pages, counts.wrong_foreign, counts.foreign_pages);
  }

  void keep(const ScannedSheet& scanned, const std::string& name) {
    std::string done;
    for (const std::string& what : scanned.done) done += (done.empty() ? "" : ", ") + what;
    desk_.pages.keep(name, scanned.scan, scanned.wear, done);
  }

  const CodesBench& bench_;
  CodesDesk desk_;
  PostOffice post_;
};

}  // namespace

bool bench_codes(const CodesBench& bench) {
  CodesRun run(bench);
  run.own_pages();
  if (bench.only < 0) run.foreign_pages();
  const Counts& counts = run.counts;
  bool all = true;
  Json json = {{"seed", bench.seed}, {"read", Json::object()}};
  for (const Level level : levels) {
    const auto found = counts.read.find(level_name(level));
    if (found == counts.read.end()) continue;
    const Share& share = found->second;
    all = tell(fmt::format("own codes, {}", found->first), share.text(), level == Level::bad ? share.value() >= 0.995 : share.hits == share.of) && all;
    json["read"][found->first] = share.json();
  }
  for (const auto& [level, share] : counts.first) {
    std::printf("  as the sheets lay first, %s: %s\n", level.c_str(), share.text().c_str());
    json["as_first_laid"][level] = share.json();
  }
  all = tell("own pages joined wrongly", fmt::format("{} of {}", counts.wrong, counts.pages), counts.wrong == 0) && all;
  all = tell("foreign pages joined", Share{counts.wrong_foreign, counts.foreign_pages}.text(), counts.wrong_foreign == 0) && all;
  for (const auto& [kind, share] : counts.foreign) tell("  " + kind, share.text(), share.hits == 0);
  std::printf("%s\n", run.pages().tell_cpu().c_str());
  json["wrong"] = counts.wrong, json["foreign"] = Share{counts.wrong_foreign, counts.foreign_pages}.json();
  json["cpu_ms"] = run.pages().cpu();
  save_figures(bench.out / "codes.json", json);
  return all;
}

}  // namespace pli::bench
