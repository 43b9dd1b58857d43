#include <fmt/format.h>

#include <array>
#include <cstdio>
#include <map>

#include "samples/sparse_pages.h"
#include "tests/bench/benches.h"
#include "tests/bench/figures.h"
#include "tests/bench/page_desk.h"

namespace pli::bench {
using namespace pli::samples;
namespace {

constexpr std::array blank_levels = {Level::clean, Level::worn, Level::bad};

struct BlankCounts {
  Share set_aside, kept;
  std::map<std::string, Share> by_paper, by_what;  // blank sides set aside; content pages kept
};

}  // namespace

bool bench_blanks(const PagesBench& bench) {
  const auto letters = read_letters(bench.letters);
  PageDesk desk(bench.out, "blanks", bench.only < 0 ? bench.pages : 3);
  BlankCounts counts;
  for (int number = 0; number < bench.pages / 3; ++number) {
    if (bench.only >= 0 && number != bench.only) continue;
    Random random = Random(bench.seed).child(fmt::format("blanks {}", number));
    const SparsePage page = number % 3 == 0 ? print_blank(letters, number / 3, random) : print_sparse(letters, number - number / 3 - 1, random);
    for (const Level level : blank_levels) {
      const Wear wear = draw_scan_of(page, level, random);
      const Image scan = scan_page(page.front, page.back, wear, random);
      const bool right = desk.look(scan).blank == page.blank;
      const std::string paper = paper_name(page.paper);
      for (Share* share : {page.blank ? &counts.set_aside : &counts.kept, page.blank ? &counts.by_paper[paper + ", " + level_name(level)] : &counts.by_what[page.what]})
        share->add(right);
      if (!right || bench.keep) desk.keep(fmt::format("{}-{}", number, level_name(level)), scan, wear, fmt::format("{} on {} paper", page.what, paper));
    }
  }
  Json json = {{"seed", bench.seed}, {"set_aside", counts.set_aside.json()}, {"kept", counts.kept.json()}, {"by_paper", Json::object()}, {"by_what", Json::object()}};
  bool all = tell("blank sides set aside, bar 95 %", counts.set_aside.text(), counts.set_aside.value() >= 0.95);
  all = tell("pages with content kept, bar all", counts.kept.text(), counts.kept.hits == counts.kept.of) && all;
  for (const auto& [name, share] : counts.by_paper) json["by_paper"][name] = share.json();
  for (const auto& [name, share] : counts.by_what) json["by_what"][name] = share.json();
  for (const auto* shares : {&counts.by_paper, &counts.by_what})
    for (const auto& [name, share] : *shares)
      if (share.hits < share.of) std::printf("  %-32s %s\n", name.c_str(), share.text().c_str());
  std::printf("%s\n", desk.tell_cpu().c_str());
  json["cpu_ms"] = desk.cpu();
  save_figures(bench.out / "blanks.json", json);
  return all;
}

}  // namespace pli::bench
