#include "stages/lift_stamp.h"

#include <doctest/doctest.h>

#include <cstdlib>

#include "stages/engines/opencv_paper.h"
#include "stages/read_text.h"
#include "tests/support/typeset.h"

using namespace pli;
using namespace pli::testing;

namespace {

struct PadInk {
  double red, green, blue;
};
constexpr PadInk red_pad{0.78, 0.12, 0.15}, blue_pad{0.16, 0.14, 0.62}, green_pad{0.1, 0.36, 0.22};

void frame(Typeset& sheet, double x, double y, double width, double height) {
  sheet.stroke({{x, y}, {x + width, y}}, 0.5), sheet.stroke({{x + width, y}, {x + width, y + height}}, 0.5);
  sheet.stroke({{x + width, y + height}, {x, y + height}}, 0.5), sheet.stroke({{x, y + height}, {x, y}}, 0.5);
}

Image received_stamp(double x, double y) {
  Typeset sheet;
  frame(sheet, x, y, 56, 9);
  sheet.text(x + 3, y + 1.5, 60, "REÇU LE 23 NOV. 2026", 13, "Liberation Sans Bold");
  return sheet.page();
}

Image in_colour(const Image& grey) {
  Image out(grey.width, grey.height, 3, grey.dpi);
  for (std::size_t i = 0; i < grey.pixels.size(); ++i) out.pixels[3 * i] = out.pixels[3 * i + 1] = out.pixels[3 * i + 2] = grey.pixels[i];
  return out;
}

// Ink takes light away from what lies below it.
Image stamped(const Image& grey, const Image& stamp, const PadInk& ink) {
  Image out = in_colour(grey);
  for (std::size_t i = 0; i < stamp.pixels.size(); ++i) {
    const double there = 1 - stamp.pixels[i] / 255.0;
    const double light[] = {1 - there * (1 - ink.red), 1 - there * (1 - ink.green), 1 - there * (1 - ink.blue)};
    for (std::size_t c = 0; c < 3; ++c) out.pixels[3 * i + c] = static_cast<std::uint8_t>(out.pixels[3 * i + c] * light[c]);
  }
  return out;
}

int darker_than(const Image& page, int limit) {
  int count = 0;
  for (const std::uint8_t value : page.pixels) count += value < limit ? 1 : 0;
  return count;
}

Typeset& note(Typeset& sheet) {
  sheet.text(110, 50, 80, "Madame la Maire\nHôtel de Ville\n2 place du Marché\n49890 Rivemont", 11);
  sheet.text(25, 100, 160, "Le lampadaire de la rue des Tanneurs est éteint depuis trois semaines.", 11);
  return sheet;
}

std::string words_of(const PageText& text) {
  std::string all;
  for (const Block& block : text.blocks)
    if (block.stamp)
      for (const Line& line : block.lines)
        for (const Word& word : line.words) all += word.text + ' ';
  return all;
}

}  // namespace

TEST_CASE("a coloured stamp over print is taken off it, and both can be read") {
  Typeset sheet;
  const Image letter = scanned(note(sheet).page(), 4), stamp = received_stamp(112, 51);
  TextReader reader;
  for (const PadInk& ink : {red_pad, blue_pad, green_pad}) {
    const auto lifted = lift_stamp(stamped(letter, stamp, ink));
    REQUIRE(lifted);
    // Of the stamp's ink nearly nothing is left, of the letter nearly everything.
    CHECK(darker_than(lifted->print, 110) > 0.93 * darker_than(letter, 110));
    CHECK(darker_than(lifted->print, 110) < 1.1 * darker_than(letter, 110));
    CHECK(darker_than(lifted->stamp, 128) > 0.4 * darker_than(stamp, 128));
  }
  const auto lifted = lift_stamp(stamped(letter, stamp, blue_pad));
  const PageText text = reader.read(lifted->print, lifted->stamp).text;
  for (const char* line : {"Madame la Maire", "Hôtel de", "2 place du Marché", "49890 Rivemont"}) CHECK_MESSAGE(text.plain().find(line) != std::string::npos, std::string(line), " is not in ", text.plain());
  CHECK(words_of(text).find("NOV") != std::string::npos);
  CHECK(text.plain().find("NOV") == std::string::npos);
}

TEST_CASE("a stamp beside the text, a coloured letterhead, a coloured signature and a grey scan are left as they are") {
  Typeset sheet, head, pen;
  const Image letter = scanned(note(sheet).page(), 4);
  CHECK_FALSE(lift_stamp(stamped(letter, received_stamp(20, 20), red_pad)));
  head.area(20, 15, 18, 18, 0.1);
  head.text(42, 18, 100, "Tribunal judiciaire", 18);
  Typeset lines;
  lines.text(42, 27, 80, "Greffe\n12000 Rodez", 10);
  CHECK_FALSE(lift_stamp(stamped(scanned(lines.page(), 5), head.page(), green_pad)));
  pen.stroke({{30, 150}, {36, 142}, {42, 152}, {50, 141}, {60, 150}}, 0.4);
  CHECK_FALSE(lift_stamp(stamped(letter, pen.page(), blue_pad)));
  CHECK_FALSE(lift_stamp(letter));
  CHECK_FALSE(lift_stamp(in_colour(letter)));
  CHECK_FALSE(lift_stamp(Image()));
}
