#include "stages/turn_by_reading.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "stages/engines/opencv_paper.h"
#include "tests/support/typeset.h"

using namespace pli;
using namespace pli::testing;

namespace {

TextReader& turn_reader() {
  static TextReader one;
  return one;
}

Upright in_doubt(Image page) {
  Upright upright;
  upright.page = std::move(page);
  upright.doubts = {"turn-unsure"};
  return upright;
}

Image few_lines() {
  Typeset note(200, 148, 105);
  note.text(15, 20, 120, "Monsieur le Maire, mon voisin a coupé la haie mitoyenne sans rien me demander.\nJe souhaite vous rencontrer.", 12);
  return scanned(note.page(), 3);
}

}  // namespace

TEST_CASE("a page in doubt is turned the way up in which its words are read, and the doubt is taken back") {
  const Image note = few_lines();
  Upright upside_down = in_doubt(turned(note, 180, 0));
  settle_turn(upside_down, turn_reader());
  CHECK(upside_down.rotation == 180);
  CHECK(upside_down.doubts.empty());
  CHECK(upside_down.rotation_confidence > 0.5);
  CHECK(std::equal(note.view().row(100), note.view().row(100) + note.width, upside_down.page.view().row(100)));
}

TEST_CASE("a page that lies on its side is turned, though its words can be read where they stand") {
  Upright aside = in_doubt(turned(few_lines(), 90, 0));
  settle_turn(aside, turn_reader());
  CHECK(aside.rotation == 270);
  CHECK(aside.doubts.empty());
}

TEST_CASE("scribbles stay in doubt, and a page that is in none is not read") {
  Typeset pen(100, 148, 105);
  scribble(pen, 5, 20, 6);
  Upright scribbles = in_doubt(scanned(pen.page(), 2));
  settle_turn(scribbles, turn_reader());
  CHECK(scribbles.rotation == 0);
  CHECK(scribbles.doubts == std::vector<std::string>{"turn-unsure"});
  Upright sure = in_doubt(turned(few_lines(), 180, 0));
  sure.doubts.clear();
  settle_turn(sure, turn_reader());
  CHECK(sure.rotation == 0);
}
