#include "stages/find_blank.h"

#include <doctest/doctest.h>

#include <cmath>

#include "tests/support/typeset.h"

using namespace pli;
using namespace pli::testing;

namespace {

// The other side of the sheet, seen through the paper: mirrored and pale.
Image seen_through(const Image& other, int percent) {
  Image out(other.width, other.height, 1, other.dpi);
  for (int y = 0; y < out.height; ++y)
    for (int x = 0; x < out.width; ++x) out.row(y)[x] = static_cast<std::uint8_t>(255 - (255 - other.view().row(y)[out.width - 1 - x]) * percent / 100);
  return out;
}

}  // namespace

TEST_CASE("white, grey and noisy paper is blank") {
  const Image page = Typeset().page();
  CHECK(find_blank(page).blank);
  CHECK(find_blank(scanned(page, 1, 40, 230, 14)).blank);
  CHECK(find_blank(scanned(page, 2, 30, 140, 10)).blank);
  CHECK(find_blank(Typeset(150).page()).blank);
}

TEST_CASE("a blank back with bleed-through is blank") {
  const Image through = seen_through(letter_page(), 26);
  CHECK(find_blank(scanned(through, 3)).blank);
  CHECK(find_blank(scanned(through, 4, 30, 150, 6)).blank);
}

TEST_CASE("holes, folds, staples and dark edges leave a page blank") {
  Typeset sheet;
  for (const double y : {108.5, 188.5})
    for (int i = -30; i <= 30; ++i) {
      const double half = 0.1 * std::sqrt(900.0 - i * i);
      sheet.area(12 - half, y + i * 0.1, 2 * half, 0.1, 0.15);
    }
  sheet.area(0, 148, 210, 0.4, 0.72);  // a fold
  sheet.area(14, 12, 9, 0.5, 0.3);     // a staple
  sheet.area(207.5, 0, 2.5, 297, 0.1);
  CHECK(find_blank(scanned(sheet.page(), 5)).blank);
}

TEST_CASE("the least content is never blank") {
  const auto keeps = [](auto draw) {
    Typeset sheet;
    draw(sheet);
    return !find_blank(scanned(sheet.page(), 6)).blank;
  };
  CHECK_MESSAGE(keeps([](Typeset& s) { s.text(103, 280, 20, "2", 10); }), "a page number");
  CHECK_MESSAGE(keeps([](Typeset& s) { s.text(98, 278, 30, "- 12 -", 11); }), "a page number between dashes");
  CHECK_MESSAGE(keeps([](Typeset& s) { s.text(160, 250, 40, "C. R.", 12); }), "initials");
  CHECK_MESSAGE(keeps([](Typeset& s) { s.text(30, 30, 150, "Lu et approuvé", 12); }), "one line");
  CHECK_MESSAGE(keeps([](Typeset& s) { s.text(100, 60, 90, letter_addressee, 12); }), "an address");
  CHECK_MESSAGE(keeps([](Typeset& s) { s.stroke({{60, 200}, {66, 190}, {64, 205}, {75, 192}, {74, 203}, {86, 196}, {95, 204}, {110, 198}}, 0.5); }), "a signature");
  CHECK_MESSAGE(keeps([](Typeset& s) { s.area(80, 120, 30, 20, 0.2); }), "a picture");
  CHECK_MESSAGE(keeps([](Typeset& s) {
                  s.stroke({{120, 40}, {170, 42}}, 0.6, 0.35);
                  s.text(124, 44, 60, "REÇU LE 12 JAN. 2026", 11, "DejaVu Sans Bold");
                }), "a stamp");
}

TEST_CASE("a thin pen's stroke on dull paper is content though most of it is pale, and pale print from the other side is not") {
  Typeset thin(200), number(200);
  thin.stroke({{60, 200}, {66, 190}, {64, 205}, {75, 192}, {74, 203}, {86, 196}, {95, 204}, {110, 198}}, 0.22, 0.3);
  CHECK_FALSE(find_blank(scanned(thin.page(), 9, 60, 190, 6)).blank);
  number.text(103, 278, 20, "3", 9);
  CHECK_FALSE(find_blank(scanned(seen_through(number.page(), 60), 10, 40, 150, 5)).blank);  // worn print
  CHECK(find_blank(scanned(seen_through(letter_page(200), 26), 11, 40, 190, 6)).blank);
}

TEST_CASE("the specks and streaks of a dirty copier leave a page blank") {
  Typeset sheet(200);
  for (int i = 0; i < 24; ++i) sheet.area(20 + (i * 37) % 170, 20 + (i * 53) % 250, 0.95, 0.95, 0.1);
  for (int i = 0; i < 120; ++i) sheet.area(66 + i * 0.004, 2 + i * 2.4, i % 9 == 0 ? 0.5 : 0.25, 1.7, 0.1);
  CHECK(find_blank(thresholded(sheet.page())).blank);
}

TEST_CASE("beside specks and streaks the least content is still found, and a dark picture is no streak") {
  Typeset small(200), picture(200), number(200);
  for (int i = 0; i < 24; ++i) small.area(20 + (i * 37) % 170, 20 + (i * 53) % 250, 0.95, 0.95, 0.1);
  small.area(66, 2, 0.25, 290, 0.1);
  small.text(64, 150, 60, "ci-joint", 7);
  CHECK_FALSE(find_blank(thresholded(small.page())).blank);
  for (int i = 0; i < 40; ++i) picture.area(20 + i * 4, 40, 3, 200, 0.1 + 0.01 * i);
  CHECK_FALSE(find_blank(scanned(picture.page(), 8)).blank);
  number.text(103, 283.5, 20, "2", 10);
  CHECK_FALSE(find_blank(thresholded(number.page())).blank);  // a footer, 10 mm from the edge
}

TEST_CASE("content is found on grey and on black and white scans, at any resolution") {
  for (const double dpi : {150.0, 200.0, 400.0}) {
    Typeset sheet(dpi);
    sheet.text(103, 278, 20, "7", 11);
    CHECK_FALSE(find_blank(scanned(sheet.page(), 7, 30, 140, 6)).blank);
    CHECK_FALSE(find_blank(thresholded(sheet.page())).blank);
  }
}
