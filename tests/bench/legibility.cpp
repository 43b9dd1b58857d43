#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <map>

#include "pipeline/registry.h"
#include "samples/strange_pages.h"
#include "stages/read_pages.h"
#include "stages/understand.h"
#include "tests/bench/benches.h"
#include "tests/bench/figures.h"
#include "tests/bench/page_desk.h"
#include "tests/support/fixed_registry.h"

namespace pli::bench {
using namespace pli::samples;
namespace {

constexpr std::array legibility_levels = {Level::clean, Level::worn, Level::bad};

/// What a record says of how its page can be read.
struct Said {
  Legibility legibility = Legibility::good;
  std::vector<std::string> review;
  std::string service;
  bool sure = false;
  int rotation = 0;

  bool says(const char* reason) const { return std::find(review.begin(), review.end(), reason) != review.end(); }
  std::string text() const {
    static constexpr const char* names[] = {"good", "low", "none"};
    std::string reasons;
    for (const std::string& reason : review) reasons += " " + reason;
    return fmt::format("{},{}; {}{}", names[static_cast<int>(legibility)], reasons.empty() ? " no review" : reasons, service.empty() ? "no service" : service, sure ? "" : " (unsure)");
  }
};

/// The end of the way of `pli in`: one page is one document, understood and classified with the shipped model.
class LegibilityDesk {
 public:
  LegibilityDesk(const PagesBench& bench, int scans)
      : pages(bench.out, "legibility", scans),
        services_(load_services(bench.templates / "services.toml")),
        cascade_(services_, Rules::load(bench.templates / "rules.toml", services_), TextModel::load(bench.templates / "model/pli.model")),
        registry_(pages.folder() / "registry.db", test::fixed_registry()) {}

  Said file(const Image& scan) {
    PageFacts facts = pages.look(scan, Words::all);
    PlannedDocument plan;
    plan.pages.push_back({0, facts.blank, "letter"});
    Said said{facts.legibility, {}, {}, false, facts.rotation};
    if (facts.blank) {
      said.review.emplace_back("blank");
      return said;
    }
    RecordPage page;
    page.facts = std::move(facts);
    const Record record = understand(plan, {page}, registry_, cascade_, {"2026-11-23", "option", services_.town, services_.urgent, "D"}).record;
    said.review = record.review, said.service = record.service.code, said.sure = record.service.sure;
    return said;
  }

  PageDesk pages;

 private:
  Services services_;
  Cascade cascade_;
  Registry registry_;
};

/// What must be said of such a page.
bool right(Strange kind, const Said& said, const Wear& wear) {
  switch (kind) {
    case Strange::handwriting: return said.legibility != Legibility::good && said.says("legibility-low");
    case Strange::cyrillic: return said.legibility != Legibility::good && said.says("foreign-language");
    case Strange::photograph:
    case Strange::map: return said.legibility != Legibility::good && (said.says("illegible") || said.says("legibility-low"));
    case Strange::fax_upside_down:
    case Strange::letter: return said.legibility == Legibility::good && said.rotation == wear.rotate;
  }
  return false;
}

}  // namespace

bool bench_legibility(const PagesBench& bench) {
  const auto letters = read_letters(bench.letters);
  LegibilityDesk desk(bench, bench.only < 0 ? bench.pages : 3);
  std::map<Strange, Share> shares;
  Share gibberish;
  std::map<std::string, std::map<std::string, int>> answers;
  for (int number = 0; number < bench.pages / 3; ++number) {
    if (bench.only >= 0 && number != bench.only) continue;
    const auto kind = static_cast<Strange>(number % strange_kinds);
    const bool readable = kind == Strange::letter || kind == Strange::fax_upside_down;
    Random random = Random(bench.seed).child(fmt::format("legibility {}", number));
    const PrintedPage page = print_strange(kind, letters, random);
    for (const Level level : legibility_levels) {
      const Wear wear = draw_scan_of(kind, level, random);
      const Image scan = scan_page(page.image, {}, wear, random);
      const Said said = desk.file(scan);
      const bool classified = !readable && said.sure;
      const bool is_right = right(kind, said, wear);
      shares[kind].add(is_right);
      if (!readable) gibberish.add(classified);
      ++answers[strange_name(kind)][readable ? (is_right ? "good, turned right" : said.text()) : said.text()];
      if (!is_right || classified || bench.keep) desk.pages.keep(fmt::format("{}-{}", number, level_name(level)), scan, wear, fmt::format("{}: {}, turned {}", strange_name(kind), said.text(), said.rotation));
    }
  }
  bool all = true;
  Json json = {{"seed", bench.seed}, {"right", Json::object()}, {"answers", answers}};
  for (const auto& [kind, share] : shares) {
    const bool letter = kind == Strange::letter;  // the twin: it must not be refused, though a bad copy may leave a doubt
    all = tell(std::string(strange_name(kind)) + (letter ? ", bar 95 %" : ", bar all"), share.text(), letter ? share.value() >= 0.95 : share.hits == share.of) && all;
    for (const auto& [said, times] : answers[strange_name(kind)]) std::printf("  %3d times: %s\n", times, said.c_str());
    json["right"][strange_name(kind)] = share.json();
  }
  all = tell("classified by gibberish, bar 0", gibberish.text(), gibberish.hits == 0) && all;
  json["classified"] = gibberish.json();
  std::printf("%s\n", desk.pages.tell_cpu().c_str());
  save_figures(bench.out / "legibility.json", json);
  return all;
}

}  // namespace pli::bench
