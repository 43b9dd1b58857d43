#include <fmt/format.h>

#include <array>
#include <fstream>
#include <map>
#include <optional>

#include "pipeline/cpu_time.h"
#include "pipeline/registry.h"
#include "samples/output.h"
#include "samples/returned.h"
#include "samples/write_scan.h"
#include "stages/acquire.h"
#include "stages/join_dossier.h"
#include "stages/read_barcodes.h"
#include "stages/read_pages.h"
#include "stages/straighten.h"
#include "tests/bench/benches.h"
#include "tests/bench/figures.h"

namespace pli::bench {
namespace fs = std::filesystem;
using namespace pli::samples;
namespace {

constexpr std::array levels = {Level::clean, Level::worn, Level::bad};
constexpr int told_every = 50;  // pages

/// A town that knows every dossier its letters name, and reads a scan as `pli in` does, words left out.
class Desk {
 public:
  Desk(const fs::path& folder, int dossiers) : folder_(folder) {
    fs::remove(folder / "codes.db");
    registry_.emplace(folder / "codes.db", RegistryContext{[] { return std::string("2026-11-23T08:00:00Z"); }, [] { return std::string("00000000-0000-4000-8000-000000000000"); }});
    for (int i = 0; i < dossiers; ++i) ids.push_back(registry_->open_dossier("voirie-proprete", "", "2026-11-01"));
  }

  FoundDossier read(const Image& scan) {
    const fs::path file = folder_ / "page.tif";
    save(file, tiff_bytes(std::span(&scan, 1)));
    const Scan opened = open_page(file, 0);
    double begun = cpu_seconds();
    const Upright upright = straighten(opened.image);
    straighten_seconds += cpu_seconds() - begun;
    begun = cpu_seconds();
    PageFacts facts;
    facts.barcodes = read_barcodes(upright.page);
    barcode_seconds += cpu_seconds() - begun;
    ++pages;
    return find_dossier(*registry_, summary_of(facts, 0, {{key.id, key.bytes}}).marks, "");
  }

  std::vector<std::string> ids;
  SiteKey key = sample_key("rivemont");
  double straighten_seconds = 0, barcode_seconds = 0;
  int pages = 0;

 private:
  fs::path folder_;
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
  explicit CodesRun(const CodesBench& bench) : bench_(bench), folder_(bench.out / "codes"), desk_(prepared(folder_), bench.pages), post_(read_letters(bench.letters), bench.templates, folder_) {}

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
  const Desk& desk() const { return desk_; }

 private:
  static const fs::path& prepared(const fs::path& folder) {
    fs::remove_all(folder);
    fs::create_directories(folder);
    return folder;
  }

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
    const std::string line = fmt::format("{}: {} dpi {}, skew {:.2f}, scale {:.3f}, turned {}, blur {:.2f}; {}", name, scanned.wear.dpi, mode_name(scanned.wear.mode),
                                         scanned.wear.skew, scanned.wear.scale, scanned.wear.rotate, scanned.wear.blur, done);
    save(folder_ / (name + ".png"), png_bytes(scanned.scan));
    append(folder_ / "kept.txt", line);
  }

  const CodesBench& bench_;
  fs::path folder_;
  Desk desk_;
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
  const double pages = std::max(1, run.desk().pages);
  std::printf("CPU a page: straighten %.0f ms, barcodes %.0f ms; scans that were not read lie in %s\n", 1000 * run.desk().straighten_seconds / pages,
              1000 * run.desk().barcode_seconds / pages, (bench.out / "codes").c_str());
  json["wrong"] = counts.wrong, json["foreign"] = Share{counts.wrong_foreign, counts.foreign_pages}.json();
  json["cpu_ms"] = {{"straighten", 1000 * run.desk().straighten_seconds / pages}, {"barcodes", 1000 * run.desk().barcode_seconds / pages}};
  save_figures(bench.out / "codes.json", json);
  return all;
}

}  // namespace pli::bench
