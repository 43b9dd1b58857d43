#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <map>
#include <set>

#include "samples/sheet.h"
#include "samples/symbol_pages.h"
#include "stages/read_pages.h"
#include "stages/separate.h"
#include "templates/services.h"
#include "tests/bench/benches.h"
#include "tests/bench/figures.h"
#include "tests/bench/page_desk.h"

namespace pli::bench {
using namespace pli::samples;
namespace {

constexpr std::array sheet_levels = {Level::clean, Level::worn, Level::bad};

/// One side of a pile: a separator sheet with its code, or a page of content. `begins`: the pile is parted before it.
struct PileSide {
  Image printed;
  SheetCode code;       // kind "" : no sheet
  bool begins = false;
};

/// A pile that never ends. Each letter of it: a sheet for the document or its service, a sheet that says more, a page, a sheet for what is enclosed, a page.
class SheetPile {
 public:
  SheetPile(const PagesBench& bench, const std::filesystem::path& scratch)
      : seed_(bench.seed), paper_{load_sheet_words(bench.templates / "sheets.toml"), scratch}, letters_(read_letters(bench.letters)) {
    for (const Service& service : load_services(bench.templates / "services.toml").all) services_.push_back(service.code);
  }

  PileSide side(int number) {
    static const std::vector<std::string> more = {"REGISTERED", "CONFIDENTIAL", "VALUABLES", "URGENT", "UNOPENED"};
    Random random = seed_.child(fmt::format("side {}", number));
    const int group = number / 5;
    switch (number % 5) {
      case 0: return sheet(group % 3 == 2 ? SheetCode{"SERVICE", services_[static_cast<std::size_t>(group) % services_.size()]} : SheetCode{"DOCUMENT", ""});
      case 1: return sheet({more[static_cast<std::size_t>(group) % more.size()], ""});
      case 2: return {letter(random), {}, true};
      case 3: return sheet({group % 2 == 0 ? "ANNEX" : "ENVELOPE", ""});
      default: return {enclosed(group, random), {}, false};
    }
  }

 private:
  PileSide sheet(const SheetCode& code) {
    const auto [known, fresh] = printed_.try_emplace(payload(code));
    if (fresh) known->second = print_sheet(code, paper_, 300).image;
    return {known->second, code, false};
  }
  Image letter(Random& random) {
    const SampleLetter& letter = random.pick(letters_);
    return print_letter(letter, draw_style(letter, random), 300, random).front().image;
  }
  Image enclosed(int group, Random& random) {
    if (group % 2 == 1) return print_envelope(random.pick(letters_), "2026-11-23", 300, random).image;
    if (group % 4 == 0) return print_symbols(letters_, 5 * group + 1, random).image;
    return print_annex(static_cast<Annex>(random.below(annexes)), random.pick(letters_), 300, random).image;
  }

  Random seed_;
  SheetPaper paper_;
  std::vector<SampleLetter> letters_;
  std::vector<std::string> services_;
  std::map<std::string, Image> printed_;
};

/// Half of the pile lies upside down.
Wear draw_feed(Level level, Random& random) {
  Wear wear = draw_scan(level, random);
  wear.dpi = random.chance(0.5) ? 200 : 300;
  wear.rotate = random.chance(0.45) ? 180 : 0;
  if (wear.mode == Wear::Mode::bilevel) make_bilevel(wear);
  return wear;
}

struct SheetCounts {
  std::map<std::string, Share> found;   // by level
  Share recall, taken;                  // sheets read; other pages taken for one
  int documents = 0, right_starts = 0, wrong_starts = 0;
};

void part(const std::vector<PageSummary>& stack, const std::set<int>& starts, SheetCounts& counts) {
  counts.documents += static_cast<int>(starts.size());
  for (const PlannedDocument& document : separate(stack, {.stream = true}).documents) ++(starts.contains(document.pages.front().page) ? counts.right_starts : counts.wrong_starts);
}

}  // namespace

bool bench_sheets(const PagesBench& bench) {
  PageDesk desk(bench.out, "sheets", bench.only < 0 ? bench.pages : 3);
  SheetPile pile(bench, desk.folder());
  SheetCounts counts;
  std::array<std::vector<PageSummary>, 3> stacks;
  std::set<int> starts;
  for (int number = 0; number < bench.pages / 3; ++number) {
    if (bench.only >= 0 && number != bench.only) continue;
    const PileSide side = pile.side(number);
    if (side.begins) starts.insert(static_cast<int>(stacks[0].size()));
    for (const Level level : sheet_levels) {
      Random random = Random(bench.seed).child(fmt::format("feed {} {}", number, level_name(level)));
      const Wear wear = draw_feed(level, random);
      const Image scan = scan_page(side.printed, {}, wear, random);
      stacks[static_cast<std::size_t>(level)].push_back(summary_of(desk.look(scan), 0, {}));
      const std::vector<SheetCode>& read = stacks[static_cast<std::size_t>(level)].back().sheets;
      const bool is_sheet = !side.code.kind.empty();
      const bool right = is_sheet ? read == std::vector{side.code} : read.empty();
      if (is_sheet)
        for (Share* share : {&counts.recall, &counts.found[fmt::format("{}, {:.0f} dpi{}", level_name(level), wear.dpi, wear.rotate == 180 ? ", upside down" : "")]}) share->add(right);
      else counts.taken.add(!right);
      if (!right || bench.keep) desk.keep(fmt::format("{}-{}", number, level_name(level)), scan, wear, is_sheet ? payload(side.code) : "a page of content");
    }
  }
  for (const auto& stack : stacks) part(stack, starts, counts);
  bool all = tell("sheets read, bar 99.5 %", counts.recall.text(), counts.recall.value() >= 0.995);
  all = tell("other pages taken for one, bar 0", counts.taken.text(), counts.taken.hits == 0) && all;
  all = tell("false splits, bar 0", fmt::format("{} beside {} right ones of {}", counts.wrong_starts, counts.right_starts, counts.documents), counts.wrong_starts == 0) && all;
  Json json = {{"seed", bench.seed}, {"recall", counts.recall.json()}, {"taken", counts.taken.json()}, {"false_splits", counts.wrong_starts}, {"documents", counts.documents}, {"by", Json::object()}};
  for (const auto& [name, share] : counts.found) {
    std::printf("  %-32s %s\n", name.c_str(), share.text().c_str());
    json["by"][name] = share.json();
  }
  std::printf("%s\n", desk.tell_cpu().c_str());
  json["cpu_ms"] = desk.cpu();
  save_figures(bench.out / "sheets.json", json);
  return all;
}

}  // namespace pli::bench
