#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <map>

#include "samples/symbol_pages.h"
#include "tests/bench/benches.h"
#include "tests/bench/figures.h"
#include "tests/bench/page_desk.h"

namespace pli::bench {
using namespace pli::samples;
namespace {

constexpr std::array barcode_levels = {Level::clean, Level::worn, Level::bad};
const std::map<std::string, double> least_read = {{"QR", 0.995}, {"DataMatrix", 0.985}, {"Code128", 0.985}};  // the other formats have no bar

struct BarcodeCounts {
  std::map<std::string, Share> read, by_level;
  int phantoms = 0, pages = 0, without = 0;
};

/// Compares what a scan gave with what was printed; a line of what is wrong, "" when all is right.
std::string compare(const SymbolPage& page, const PageFacts& facts, Level level, BarcodeCounts& counts) {
  std::string wrong;
  for (const PrintedSymbol& symbol : page.symbols) {
    const bool read = std::any_of(facts.barcodes.begin(), facts.barcodes.end(), [&](const Barcode& code) { return code.format == symbol.format && code.text == symbol.text; });
    for (Share* share : {&counts.read[symbol.format], &counts.by_level[fmt::format("{}, {}", symbol.format, level_name(level))]}) share->add(read);
    if (!read) wrong += fmt::format("{} of {:.2f} mm at {:.0f},{:.0f} mm unread; ", symbol.format, symbol.module_mm, symbol.x, symbol.y);
  }
  for (const Barcode& code : facts.barcodes) {
    const bool printed = std::any_of(page.symbols.begin(), page.symbols.end(), [&](const PrintedSymbol& s) { return code.format == s.format && code.text == s.text; });
    if (!printed) ++counts.phantoms, wrong += fmt::format("phantom {} '{}' at {},{} px; ", code.format, code.text, code.box.x, code.box.y);
  }
  ++counts.pages, counts.without += page.symbols.empty();
  return wrong;
}

}  // namespace

bool bench_barcodes(const PagesBench& bench) {
  const auto letters = read_letters(bench.letters);
  PageDesk desk(bench.out, "barcodes", bench.only < 0 ? bench.pages : 3);
  BarcodeCounts counts;
  for (int number = 0; number < bench.pages / 3; ++number) {
    if (bench.only >= 0 && number != bench.only) continue;
    Random random = Random(bench.seed).child(fmt::format("barcodes {}", number));
    const SymbolPage page = print_symbols(letters, number, random);
    for (const Level level : barcode_levels) {
      const Wear wear = draw_scan_of(page, level, random);
      const Image scan = scan_page(page.image, {}, wear, random);
      const std::string wrong = compare(page, desk.look(scan), level, counts);
      if (!wrong.empty() || bench.keep) desk.keep(fmt::format("{}-{}", number, level_name(level)), scan, wear, wrong);
    }
  }
  bool all = true;
  Json json = {{"seed", bench.seed}, {"pages", counts.pages}, {"read", Json::object()}, {"by_level", Json::object()}};
  for (const auto& [format, share] : counts.read) {
    const auto bar = least_read.find(format);
    const std::string name = bar == least_read.end() ? format + " read" : fmt::format("{} read, bar {:.1f} %", format, 100 * bar->second);
    all = tell(name, share.text(), bar == least_read.end() || share.value() >= bar->second) && all;
    json["read"][format] = share.json();
  }
  for (const auto& [name, share] : counts.by_level) {
    std::printf("  %-32s %s\n", name.c_str(), share.text().c_str());
    json["by_level"][name] = share.json();
  }
  all = tell("phantoms, bar 0", fmt::format("{} on {} pages, {} of them without a symbol", counts.phantoms, counts.pages, counts.without), counts.phantoms == 0) && all;
  std::printf("%s\n", desk.tell_cpu().c_str());
  json["phantoms"] = counts.phantoms, json["cpu_ms"] = desk.cpu();
  save_figures(bench.out / "barcodes.json", json);
  return all;
}

}  // namespace pli::bench
