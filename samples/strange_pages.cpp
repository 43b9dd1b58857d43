#include "samples/strange_pages.h"

#include <fmt/format.h>

#include <cmath>
#include <numbers>

namespace pli::samples {
namespace {

using Points = std::vector<std::pair<double, double>>;

/// Height lines about a summit, each a little wider and no two alike.
void draw_heights(Canvas& canvas, double x, double y, int lines, Random& random) {
  std::vector<double> bumps;
  for (int i = 0; i < 9; ++i) bumps.push_back(random.uniform(0.75, 1.25));
  for (int ring = 1; ring <= lines; ++ring) {
    Points line;
    for (std::size_t i = 0; i <= bumps.size(); ++i) {
      const double angle = 2 * std::numbers::pi * static_cast<double>(i) / static_cast<double>(bumps.size()), reach = 6.0 * ring * bumps[i % bumps.size()];
      line.push_back({std::min(185.0, std::max(20.0, x + reach * std::cos(angle))), std::min(250.0, std::max(30.0, y + 0.8 * reach * std::sin(angle)))});
    }
    canvas.stroke(line, ring % 5 == 0 ? 0.35 : 0.15, {0.5, 0.35, 0.2});
  }
}

void draw_road(Canvas& canvas, double from, double to, bool across, Random& random) {
  Points left, right;
  const double wide = random.uniform(1, 2.2);
  for (int i = 0; i <= 8; ++i) {
    const double along = i / 8.0, off = from + (to - from) * along + random.uniform(-5, 5);
    const std::pair<double, double> at = across ? std::pair(22 + 160 * along, off) : std::pair(off, 32 + 216 * along);
    left.push_back(at);
    right.push_back(across ? std::pair(at.first, at.second + wide) : std::pair(at.first + wide, at.second));
  }
  canvas.stroke(left, 0.25, {0.2, 0.2, 0.2});
  canvas.stroke(right, 0.25, {0.2, 0.2, 0.2});
}

/// A site plan: height lines, roads with their names along them, plots and houses, a scale.
PrintedPage print_map(Random& random) {
  static const std::vector<std::string> names = {"Rue des Acacias", "Chemin du Lavoir", "Route de Montclair", "La Fontaine", "Les Prés", "ZA 14", "ZB 7", "112", "48", "Ruisseau"};
  Canvas canvas(a4_width, a4_height, print_dpi);
  canvas.rectangle(18, 28, 172, 226, 0.5);
  for (int i = random.between(2, 4); i > 0; --i) draw_heights(canvas, random.uniform(40, 170), random.uniform(50, 230), random.between(6, 14), random);
  for (int i = random.between(2, 4); i > 0; --i) draw_road(canvas, random.uniform(40, 230), random.uniform(40, 230), true, random);
  for (int i = random.between(1, 3); i > 0; --i) draw_road(canvas, random.uniform(30, 170), random.uniform(30, 170), false, random);
  for (int i = random.between(25, 60); i > 0; --i) canvas.rectangle(random.uniform(25, 175), random.uniform(40, 240), random.uniform(2, 7), random.uniform(2, 7), 0.2, {0.2, 0.2, 0.2}, random.uniform(0, 90));
  for (int i = random.between(4, 9); i > 0; --i)
    canvas.turned_text(random.uniform(30, 150), random.uniform(50, 235), random.uniform(-80, 80), random.pick(names), {"Liberation Sans", random.uniform(6, 8)}, {});
  std::vector<std::string> lines;
  canvas.line(25, 268, 75, 268, 0.4);
  canvas.text(25, 269, 60, "0        50        100 m", {{"Liberation Sans", 7}, Align::left, 0, {}}, lines);
  return {canvas.image(), ""};
}

PrintedPage print_cyrillic(Random& random) {
  static const std::vector<std::string> sentences = {
      "Уважаемые дамы и господа, обращаюсь к вам по вопросу записи моего ребёнка в начальную школу.",
      "Мы переехали в ваш город летом и живём недалеко от вокзала.",
      "Прошу сообщить, какие документы необходимо представить и в какие часы можно прийти.",
      "К письму прилагаю копию свидетельства о рождении и договор аренды квартиры.",
      "Шановні пані та панове, прошу надати довідку про місце проживання для моєї родини.",
      "Ми отримали ваш лист минулого тижня, але не змогли прочитати його без допомоги.",
      "Заранее благодарю вас за ответ и остаюсь в вашем распоряжении."};
  Canvas canvas(a4_width, a4_height, print_dpi);
  std::vector<std::string> lines;
  const Setting plain{{random.pick(std::vector<std::string>{"Liberation Serif", "Liberation Sans", "DejaVu Serif"}), random.uniform(10.5, 12)}, Align::left, 0, {}};
  canvas.text(25, 25, 70, "Анна Коваленко\nул. Садовая, 14, кв. 7", plain, lines);
  double y = 70;
  for (int paragraph = random.between(3, 5); paragraph > 0; --paragraph) {
    std::string text;
    for (int i = random.between(2, 4); i > 0; --i) text += random.pick(sentences) + " ";
    y = canvas.text(25, y, 160, text, plain, lines) + 4;
  }
  canvas.text(120, y + 8, 60, "А. Коваленко", plain, lines);
  return {canvas.image(), joined_lines(lines)};
}

PrintedPage print_fax(const SampleLetter& letter, Random& random) {
  PrintedPage page = print_letter(letter, draw_style(letter, random), print_dpi, random).front();
  Canvas canvas(a4_width, a4_height, print_dpi);
  canvas.picture(0, 0, a4_width, page.image, true);
  std::vector<std::string> lines;
  canvas.text(15, 5, 185, fmt::format("23/11/2026  {:02}:{:02}   {}   FAX   P. 1/1", random.between(8, 18), random.between(0, 59), letter.phone), {{"Liberation Mono", 9}, Align::left, 0, {}}, lines);
  return {canvas.image(), page.text};
}

}  // namespace

const char* strange_name(Strange kind) {
  static constexpr const char* names[] = {"handwriting", "photograph", "map", "Cyrillic", "fax upside down", "letter"};
  return names[static_cast<int>(kind)];
}

PrintedPage print_strange(Strange kind, const std::vector<SampleLetter>& letters, Random& random) {
  const SampleLetter& letter = random.pick(letters);
  switch (kind) {
    case Strange::handwriting: return print_scrawl(print_dpi, random);
    case Strange::photograph: return print_photograph(print_dpi, random);
    case Strange::map: return print_map(random);
    case Strange::cyrillic: return print_cyrillic(random);
    case Strange::fax_upside_down: return print_fax(letter, random);
    case Strange::letter: break;
  }
  return print_letter(letter, draw_style(letter, random), print_dpi, random).front();
}

Wear draw_scan_of(Strange kind, Level level, Random& random) {
  Wear wear = draw_scan(level, random);
  if (kind == Strange::fax_upside_down) {
    wear.dpi = 200, wear.rotate = 180;
    make_bilevel(wear);
  }
  if (kind == Strange::photograph && wear.mode == Wear::Mode::bilevel) wear.mode = Wear::Mode::grey;
  return wear;
}

}  // namespace pli::samples
