#include <fmt/format.h>

#include <array>
#include <cstdio>
#include <map>

#include "samples/sparse_pages.h"
#include "samples/strange_pages.h"
#include "tests/bench/benches.h"
#include "tests/bench/figures.h"
#include "tests/bench/page_desk.h"

namespace pli::bench {
using namespace pli::samples;
namespace {

constexpr std::array straight_levels = {Level::clean, Level::worn, Level::bad};

/// A page that there is nothing to straighten on.
struct StraightPage {
  std::string what;
  Image front, back;
  bool directed = true;   ///< print, a frame, a caption: laid straight, for a tilt of theirs would be right to take out
  bool in_grey = false;
};

StraightPage print_straight(const std::vector<SampleLetter>& letters, int number, Random& random) {
  switch (number % 4) {
    case 0: {
      const SampleLetter& letter = random.pick(letters);
      return {"printed letter", print_letter(letter, draw_style(letter, random), 300, random).front().image, {}};
    }
    case 1: {
      SparsePage page = print_blank(letters, number / 4, random);
      return {"blank side", std::move(page.front), std::move(page.back), false};
    }
    case 2: return {"photograph", print_strange(Strange::photograph, letters, random).image, {}, true, true};
    default: return {"map", print_strange(Strange::map, letters, random).image, {}};
  }
}

}  // namespace

bool bench_straight(const PagesBench& bench) {
  const auto letters = read_letters(bench.letters);
  PageDesk desk(bench.out, "straight", bench.only < 0 ? bench.pages : 3);
  Share all;
  std::map<std::string, Share> by_what;
  for (int number = 0; number < bench.pages / 3; ++number) {
    if (bench.only >= 0 && number != bench.only) continue;
    Random random = Random(bench.seed).child(fmt::format("straight {}", number));
    const StraightPage page = print_straight(letters, number, random);
    for (const Level level : straight_levels) {
      Wear wear = draw_scan(level, random);
      if (page.directed) wear.skew = 0, wear.rotate = 0;
      if (page.in_grey && wear.mode == Wear::Mode::bilevel) wear.mode = Wear::Mode::grey;
      const Image scan = scan_page(page.front, page.back, wear, random);
      const PageFacts facts = desk.look(scan);
      const bool left_alone = facts.skew == 0 && facts.rotation == 0;
      all.add(left_alone), by_what[page.what].add(left_alone);
      if (!left_alone || bench.keep)
        desk.keep(fmt::format("{}-{}", number, level_name(level)), scan, wear, fmt::format("{}: turned {} ({:.2f}), tilt {:.3f} ({:.2f})", page.what, facts.rotation, facts.rotation_confidence, facts.skew, facts.skew_confidence));
    }
  }
  const bool reached = tell("left as they lie, bar all", all.text(), all.hits == all.of);
  Json json = {{"seed", bench.seed}, {"left_alone", all.json()}, {"by_what", Json::object()}};
  for (const auto& [what, share] : by_what) {
    std::printf("  %-32s %s\n", what.c_str(), share.text().c_str());
    json["by_what"][what] = share.json();
  }
  std::printf("%s\n", desk.tell_cpu().c_str());
  save_figures(bench.out / "straight.json", json);
  return reached;
}

}  // namespace pli::bench
