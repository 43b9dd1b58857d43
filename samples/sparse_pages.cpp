#include "samples/sparse_pages.h"

#include <fmt/format.h>

#include <algorithm>

#include "samples/marks.h"
#include "samples/typeset.h"

namespace pli::samples {
namespace {


Ink paper_colour(Random& random) {
  static const std::vector<Ink> colours = {{1, 0.95, 0.6}, {1, 0.8, 0.85}, {0.8, 0.95, 0.8}, {0.75, 0.85, 1}, {0.98, 0.85, 0.62}, {0.78, 0.65, 0.5}};
  return random.pick(colours);
}

Canvas sheet_of(Paper paper, Random& random) {
  Canvas canvas(a4_width, a4_height, print_dpi);
  if (paper == Paper::coloured) canvas.filled(0, 0, a4_width, a4_height, paper_colour(random));
  return canvas;
}

Image full_page(const std::vector<SampleLetter>& letters, Random& random) {
  if (letters.empty()) return Canvas(a4_width, a4_height, print_dpi).image();
  const SampleLetter& letter = random.pick(letters);
  return print_letter(letter, draw_style(letter, random), print_dpi, random).front().image;
}

Setting small_print(Random& random) {
  static const std::vector<std::string> families = {"Liberation Serif", "Liberation Sans", "DejaVu Sans", "Liberation Mono"};
  return {{random.pick(families), random.uniform(9, 12)}, Align::left, 0, {}};
}

/// A printer's footer or header stands 10 to 20 mm from the edge.
void print_page_number(Canvas& canvas, Random& random) {
  static const std::vector<std::string> forms = {"{}", "- {} -", "{0}/{0}", "Page {}"};
  const std::string text = fmt::format(fmt::runtime(random.pick(forms)), random.between(1, 9));
  const Setting plain = small_print(random);
  std::vector<std::string> lines;
  const double x = random.pick(std::vector<double>{25, 102, 180}), y = random.chance(0.8) ? 297 - random.uniform(14, 22) : random.uniform(10, 15);
  canvas.text(x, y, 30, text, plain, lines);
}

void print_initials(Canvas& canvas, Random& random) {
  const std::string letters = "ABCDEFGHIJLMNPRSTV";
  const auto one = [&] { return letters[static_cast<std::size_t>(random.below(static_cast<int>(letters.size())))]; };
  const char first = one(), second = one();
  std::vector<std::string> lines;
  canvas.text(random.uniform(25, 170), random.uniform(230, 270), 30, random.chance(0.5) ? fmt::format("{}. {}.", first, second) : fmt::format("{}{}", first, second), small_print(random), lines);
}

const char* print_something(Canvas& canvas, int kind, Random& random) {
  static const std::vector<std::string> words = {"Merci d'avance.", "Lu et approuvé", "Bon pour accord", "P.-S. : la clé est chez la gardienne.", "Suite au verso", "Sans objet.", "Annexe 2"};
  std::vector<std::string> lines;
  const Setting plain = small_print(random);
  switch (kind) {
    case 0: canvas.text(25, random.uniform(22, 45), 160, random.pick(words), plain, lines); return "one line at the top";
    case 1: print_page_number(canvas, random); return "page number";
    case 2: print_initials(canvas, random); return "initials";
    case 3: draw_stamp(canvas, random.uniform(30, 110), random.uniform(30, 240), fmt::format("{} NOV. 2026", random.between(10, 28)), random); return "date stamp";
    case 4: draw_signature(canvas, random.uniform(30, 140), random.uniform(60, 250), random.uniform(25, 40), random); return "signature";
    case 5: draw_signature(canvas, random.uniform(20, 170), random.uniform(250, 270), random.uniform(9, 15), random); return "initials by hand";
    case 6: canvas.text(25, random.uniform(240, 265), 160, random.pick(words), plain, lines); return "one line at the bottom";
    case 7: draw_scrawl(canvas, random.uniform(25, 60), random.uniform(50, 240), random.uniform(20, 60), 1, random); return "words by hand";
    case 8: canvas.text(random.uniform(25, 140), random.uniform(60, 240), 60, random.pick(words), {{"Liberation Sans", 9, false, true}, Align::left, 0, {}}, lines); return "few words";
    case 9: canvas.text(110, 55, 80, "Mairie de Rivemont\n1 place de la Mairie\n49000 RIVEMONT", plain, lines); return "address";
    case 10: draw_logo(canvas, random.uniform(25, 150), random.uniform(25, 200), random.uniform(12, 25), {0.2, 0.25, 0.5}, random); return "small picture";
    default:
      canvas.text(random.uniform(40, 140), random.uniform(40, 240), 60, fmt::format("{} NOV. 2026", random.between(10, 28)), {{"DejaVu Sans Mono", 11, true}, Align::left, 0, {0.16, 0.13, 0.62}}, lines);
      return "stamped date";
  }
}

constexpr int kinds_of_content = 12;

}  // namespace

const char* paper_name(Paper paper) {
  static constexpr const char* names[] = {"plain", "shows its back", "punched", "folded", "grey", "coloured"};
  return names[static_cast<int>(paper)];
}

SparsePage print_blank(const std::vector<SampleLetter>& letters, int number, Random& random) {
  SparsePage page{{}, full_page(letters, random), true, static_cast<Paper>(number % papers), "nothing"};
  page.front = sheet_of(page.paper, random).image();
  return page;
}

SparsePage print_sparse(const std::vector<SampleLetter>& letters, int number, Random& random) {
  SparsePage page{{}, full_page(letters, random), false, static_cast<Paper>((number + number / kinds_of_content) % papers), ""};
  Canvas canvas = sheet_of(page.paper, random);
  page.what = print_something(canvas, number % kinds_of_content, random);
  page.front = canvas.image();
  return page;
}

Wear draw_scan_of(const SparsePage& page, Level level, Random& random) {
  Wear wear = draw_scan(level, random);
  switch (page.paper) {
    case Paper::shows_back: wear.bleed = random.uniform(0.05, level == Level::bad ? 0.16 : 0.12); break;
    case Paper::punched: wear.holes = random.pick(std::vector<int>{2, 2, 4}); break;
    case Paper::folded: wear.folds = random.between(1, 2); break;
    case Paper::grey:  // recycled: dark, yet printed as any other
      wear.paper = random.uniform(150, 200), wear.ink = std::min(wear.ink, 50.0);
      break;
    case Paper::coloured:  // a black and white scan of it would be no test of the page but of the scanner's threshold
      if (wear.mode == Wear::Mode::bilevel) wear.mode = random.chance(0.5) ? Wear::Mode::colour : Wear::Mode::grey;
      break;
    case Paper::plain: break;
  }
  for (int again = 0; again < 200 && !page.blank && !whole_on_scan(wear, 22, 10, 170, 276); ++again) {
    const Wear other = draw_scan(level, random);
    wear.skew = other.skew, wear.shift_x = other.shift_x, wear.shift_y = other.shift_y, wear.scale = other.scale, wear.edges = other.edges;
  }
  return wear;
}

}  // namespace pli::samples
