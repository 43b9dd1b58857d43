#include "samples/benches.h"

#include <fmt/format.h>

#include <cmath>

#include "samples/output.h"
#include "samples/sparse_pages.h"
#include "samples/symbol_pages.h"
#include "samples/write_scan.h"

namespace pli::samples {
namespace fs = std::filesystem;
namespace {

Json wear_json(const Wear& wear) {
  return {{"rotate", wear.rotate}, {"skew", std::round(wear.skew * 100) / 100}, {"mode", mode_name(wear.mode)}, {"dpi", wear.dpi}};
}

std::string page_name(const char* folder, int number, Level level) { return fmt::format("{}/{:03}-{}.tif", folder, number, level_name(level)); }

void save_scan(const fs::path& out, const std::string& file, const Image& scan, const Wear& wear, Json truth) {
  make_folder_for(out / file);
  save(out / file, tiff_bytes(std::span(&scan, 1)));
  truth.update(wear_json(wear));
  append(out / (fs::path(file).parent_path().string() + ".jsonl"), truth.dump());
}

}  // namespace

void write_barcodes(const std::vector<SampleLetter>& letters, const BenchSet& set, const fs::path& out) {
  for (int number = 1; number <= set.count; ++number) {
    Random random = Random(set.seed).child(fmt::format("barcodes {}", number));
    const SymbolPage page = print_symbols(letters, number, random);
    const Wear wear = draw_scan_of(page, set.level, random);
    Json codes = Json::array();
    for (const PrintedSymbol& symbol : page.symbols) codes.push_back(Json{{"format", symbol.format}, {"text", symbol.text}, {"module_mm", std::round(symbol.module_mm * 100) / 100}});
    const std::string file = page_name("barcodes", number, set.level);
    save_scan(out, file, scan_page(page.image, {}, wear, random), wear, {{"file", file}, {"level", level_name(set.level)}, {"barcodes", codes}});
  }
}

void write_blanks(const std::vector<SampleLetter>& letters, const BenchSet& set, const fs::path& out) {
  for (int number = 1; number <= set.count; ++number) {
    Random random = Random(set.seed).child(fmt::format("blanks {}", number));
    const SparsePage page = number % 2 == 0 ? print_blank(letters, number / 2, random) : print_sparse(letters, number / 2, random);
    const Wear wear = draw_scan_of(page, set.level, random);
    const std::string file = page_name("blanks", number, set.level);
    save_scan(out, file, scan_page(page.front, page.back, wear, random), wear,
              {{"file", file}, {"level", level_name(set.level)}, {"blank", page.blank}, {"what", page.what}, {"paper", paper_name(page.paper)}});
  }
}

}  // namespace pli::samples
