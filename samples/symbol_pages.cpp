#include "samples/symbol_pages.h"

#include <algorithm>
#include <cmath>

#include "samples/symbols.h"
#include "samples/typeset.h"

namespace pli::samples {
namespace {

constexpr double printer_dpi = 600;
// The formats that every town meets come more often.
const std::vector<std::string> formats = {"QR", "DataMatrix", "Code128", "QR", "DataMatrix", "Code128", "Code39", "PDF417"};

std::string digits(int count, Random& random) {
  std::string out;
  for (int i = 0; i < count; ++i) out += static_cast<char>('0' + random.below(10));
  return out;
}

std::string content_for(const std::string& format, Random& random) {
  if (format == "QR") {
    const std::string link = "https://paiement.example/f/" + digits(9, random);
    return random.chance(0.5) ? link : link + "?siret=" + digits(14, random) + "&montant=" + digits(3, random) + "." + digits(2, random) + "&reference=" + digits(12, random);
  }
  if (format == "DataMatrix") return "DC04FR" + digits(24, random) + "01" + digits(random.between(4, 40), random);
  if (format == "Code128") return random.chance(0.5) ? "RK" + digits(9, random) + "FR" : digits(random.between(8, 18), random);
  if (format == "Code39") return "DOSSIER-" + digits(6, random);
  return "FACTURE " + digits(8, random) + " MONTANT " + digits(3, random) + "," + digits(2, random) + " EUR";
}

double module_for(const std::string& format, Random& random) {
  if (format == "QR") return random.uniform(0.45, 1.0);
  if (format == "DataMatrix") return random.uniform(0.4, 0.8);
  if (format == "Code39") return random.uniform(0.33, 0.4);
  return random.uniform(0.33, 0.5);
}

/// On the printer's grid: every pixel black or white.
Image as_printed(const Image& symbol, double module_mm, double rows_mm) {
  const double across = module_mm * printer_dpi / 25.4, down = rows_mm * printer_dpi / 25.4;
  Image out(static_cast<int>(std::lround(symbol.width * across)), static_cast<int>(std::lround(symbol.height * down)), 1, printer_dpi);
  for (int y = 0; y < out.height; ++y) {
    const std::uint8_t* row = symbol.view().row(std::min(symbol.height - 1, static_cast<int>((y + 0.5) / down)));
    for (int x = 0; x < out.width; ++x) out.row(y)[x] = row[std::min(symbol.width - 1, static_cast<int>((x + 0.5) / across))];
  }
  return out;
}

/// A few lines at the top, so that there is print near the symbols but never under them.
void print_lines(Canvas& canvas, const std::vector<SampleLetter>& letters, Random& random) {
  if (letters.empty()) return;
  const SampleLetter& letter = random.pick(letters);
  std::vector<std::string> lines;
  double y = 25;
  for (const auto& paragraph : letter.paragraphs) {
    if (y > 120) break;
    y = canvas.pour(25, y, 160, 125, paragraph, {{"Liberation Serif", 11}, Align::left, 0, {}}, 0, lines).y + 3;
  }
}

/// A letter, or a page that it encloses.
Image without_symbols(const std::vector<SampleLetter>& letters, int number, Random& random) {
  if (letters.empty()) return Canvas(a4_width, a4_height, print_dpi).image();
  const SampleLetter& letter = random.pick(letters);
  if (number % 2 == 0) return print_annex(static_cast<Annex>(random.below(annexes)), letter, print_dpi, random).image;
  return random.pick(print_letter(letter, draw_style(letter, random), print_dpi, random)).image;
}

}  // namespace

SymbolPage print_symbols(const std::vector<SampleLetter>& letters, int number, Random& random) {
  SymbolPage page;
  if (number % 5 == 0) {
    page.image = without_symbols(letters, number, random);
    return page;
  }
  Canvas canvas(a4_width, a4_height, print_dpi);
  print_lines(canvas, letters, random);
  const int count = random.between(1, 3);
  double y = 132;
  for (int i = 0; i < count; ++i) {
    const std::string& format = formats[static_cast<std::size_t>(number + 3 * i + i * i) % formats.size()];
    PrintedSymbol symbol{format, content_for(format, random), module_for(format, random)};
    const Image modules = draw_symbol(format, symbol.text);
    symbol.module_mm = std::min(symbol.module_mm, 180.0 / modules.width);
    const bool linear = format == "Code128" || format == "Code39";
    const double row_mm = linear ? random.uniform(9, 16) / modules.height : symbol.module_mm;
    const Image picture = as_printed(modules, symbol.module_mm, row_mm);
    symbol.width = picture.width * 25.4 / printer_dpi, symbol.height = picture.height * 25.4 / printer_dpi;
    if (y + symbol.height > 282) break;
    symbol.x = random.uniform(15, 195 - symbol.width), symbol.y = y;
    canvas.picture(symbol.x, symbol.y, symbol.width, picture);
    std::vector<std::string> lines;
    y += symbol.height + 1;
    if (random.chance(0.5)) y = canvas.text(symbol.x + 3, y, 120, linear ? symbol.text : "Code à présenter", {{"Liberation Sans", 8}, Align::left, 0, {}}, lines);
    y += 4;
    page.symbols.push_back(symbol);
  }
  page.image = canvas.image();
  return page;
}

Wear draw_scan_of(const SymbolPage& page, Level level, Random& random) {
  const auto whole = [&](const Wear& wear) {
    return std::all_of(page.symbols.begin(), page.symbols.end(), [&](const PrintedSymbol& s) { return whole_on_scan(wear, s.x, s.y, s.width, s.height); });
  };
  Wear wear = draw_scan(level, random);
  for (int again = 0; again < 200 && !whole(wear); ++again) {
    const Wear other = draw_scan(level, random);
    wear.skew = other.skew, wear.shift_x = other.shift_x, wear.shift_y = other.shift_y, wear.scale = other.scale, wear.edges = other.edges;
  }
  return wear;
}

}  // namespace pli::samples
