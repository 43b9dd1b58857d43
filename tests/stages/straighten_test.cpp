#include "stages/straighten.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "stages/engines/opencv_paper.h"
#include "stages/engines/tesseract.h"
#include "tests/support/typeset.h"

using namespace pli;
using namespace pli::testing;

namespace {

// A scan of `upright` that needs `rotation` clockwise to stand, and then shows a tilt of `tilt` counter-clockwise.
Image misfed(const Image& upright, int rotation, double tilt) { return turned(turned(upright, 0, -tilt), (360 - rotation) % 360, 0); }

}  // namespace

TEST_CASE("a straight upright letter is left exactly as it is") {
  const Image page = letter_page();
  const Upright out = straighten(page);
  CHECK(out.rotation == 0);
  CHECK(out.rotation_confidence > 0.9);
  CHECK(out.skew == 0);
  CHECK(out.page.pixels == page.pixels);
  CHECK(out.doubts.empty());
}

TEST_CASE("tilts are found to a tenth of a degree, whichever way up the sheet was fed") {
  const Image page = scanned(letter_page(), 3);
  const struct { int rotation; double tilt; } cases[] = {{0, 0.3}, {90, -2}, {180, 7}, {270, -12}, {0, 12}, {0, -0.3}};
  for (const auto& one : cases) {
    CAPTURE(one.rotation);
    CAPTURE(one.tilt);
    const Upright out = straighten(misfed(page, one.rotation, one.tilt));
    CHECK(out.rotation == one.rotation);
    CHECK(std::abs(out.skew - one.tilt) <= 0.1);
    CHECK(out.skew_confidence > 0.7);
    CHECK(out.doubts.empty());
    CHECK(out.page.width == page.width);
    CHECK(out.page.height == page.height);
  }
}

TEST_CASE("a straightened letter measures straight again") {
  const Upright first = straighten(misfed(scanned(letter_page(), 4), 90, 5));
  const Upright again = straighten(first.page);
  CHECK(again.rotation == 0);
  CHECK(std::abs(again.skew) < 0.05);
}

TEST_CASE("what comes from outside the scan is white") {
  const Upright out = straighten(misfed(scanned(letter_page(), 5, 40, 200, 4), 0, 6));
  REQUIRE(out.skew == doctest::Approx(6).epsilon(0.02));
  CHECK(out.page.pixels.front() == 255);
  CHECK(out.page.pixels.back() == 255);
}

TEST_CASE("blank paper, noise and pictures have no direction and raise no doubt") {
  Typeset empty;
  Typeset framed;
  framed.area(60, 80, 90, 70, 0.5);
  Image picture = framed.page();
  const Image grains = noise(1000, 700, 300, 8, 8);
  for (int y = 0; y < grains.height; ++y) std::copy_n(grains.view().row(y), grains.width, picture.row(1000 + y) + 740);
  for (const Image& page : {scanned(empty.page(), 6), noise(1240, 1754, 150, 7, 2), turned(picture, 0, -4)}) {
    const Upright out = straighten(page);
    CHECK(out.rotation == 0);
    CHECK(out.skew == 0);
    CHECK(out.doubts.empty());
  }
}

TEST_CASE("the dark edge of a copy does not drive the angle") {
  Image page = turned(scanned(letter_page(), 9), 0, -3);
  for (int y = 0; y < page.height; ++y)
    for (int x = 0; x < 60 + y / 60; ++x) page.row(y)[x] = 20;
  const Upright out = straighten(page);
  CHECK(out.rotation == 0);
  CHECK(std::abs(out.skew - 3) <= 0.1);
}

TEST_CASE("a rule from top to bottom does not outshout a short letter") {
  Typeset sheet;
  sheet.text(75, 30, 110, "Monsieur le Maire,\n\nNous demandons que la décision de fermer le terrain soit revue, et un rendez-vous avant Noël.\n\nLe comité");
  sheet.area(60, 20, 0.6, 250, 0);
  for (const int rotation : {0, 90}) {
    const Upright out = straighten(misfed(scanned(sheet.page(), 12), rotation, 3.5));
    CHECK(out.rotation == rotation);
    CHECK(std::abs(out.skew - 3.5) <= 0.1);
  }
}

TEST_CASE("a dirty roller's streak, whole or in pieces, does not outshout a short letter") {
  Typeset sheet;
  sheet.text(75, 30, 110, "Monsieur le Maire,\n\nNous demandons que la décision de fermer le terrain soit revue, et un rendez-vous avant Noël.\n\nLe comité");
  for (const int piece : {0, 5, 40, 90})
    for (const int rotation : {0, 90}) {
      Image scan = misfed(scanned(sheet.page(), 12), rotation, 3.5);
      for (int y = 0; y < scan.height; ++y)
        if (piece == 0 || y % (piece + 12) < piece)
          for (int x = scan.width / 5; x < scan.width / 5 + 3; ++x) scan.row(y)[x] = 30;
      const Upright out = straighten(scan);
      CHECK(out.rotation == rotation);
      CHECK(std::abs(out.skew - 3.5) <= 0.1);
    }
}

TEST_CASE("the frame of a form tells the tilt of the few words in it") {
  Typeset sheet;
  for (int i = 0; i < 6; ++i) sheet.area(25, 40 + 14 * i, 160, 0.4, 0);
  for (const double x : {25.0, 70.0, 184.6}) sheet.area(x, 40, 0.4, 70.4, 0);
  const char* const names[] = {"Nom", "Adresse", "Destinataire", "Date", "Objet"};
  for (int i = 0; i < 5; ++i) sheet.text(27, 43 + 14 * i, 40, names[i]), sheet.text(72, 43 + 14 * i, 100, "59284 Bellefosse");
  const Upright out = straighten(misfed(scanned(sheet.page(), 14), 270, -4.5));
  CHECK(out.rotation == 270);
  CHECK(std::abs(out.skew + 4.5) <= 0.1);
}

TEST_CASE("a rule alone has no direction") {
  Typeset sheet;
  sheet.area(60, 20, 0.6, 250, 0);
  const Upright out = straighten(misfed(scanned(sheet.page(), 13), 0, 3.5));
  CHECK(out.rotation == 0);
  CHECK(out.skew == 0);
}

TEST_CASE("a table of figures on a landscape sheet is turned by its characters") {
  Typeset sheet(300, 297, 210);
  std::string rows;
  for (int i = 0; i < 18; ++i) rows += "Ligne " + std::to_string(1000 + i * 37) + "   Fourniture   " + std::to_string(12 + i * 7) + ",50   Total " + std::to_string(300 + i * 91) + ",00\n";
  sheet.text(30, 30, 250, rows, 11, "DejaVu Sans Mono");
  const Upright out = straighten(misfed(sheet.page(), 270, 1.5));
  CHECK(out.rotation == 270);
  CHECK(std::abs(out.skew - 1.5) <= 0.1);
  CHECK(out.page.width > out.page.height);
}

TEST_CASE("a page is turned the same whatever a worker saw before it") {
  Typeset figures;
  for (int i = 0; i < 14; ++i) figures.text(30, 30 + 14 * i, 160, "LOT " + std::to_string(1000 + i * 37) + " SURFACE " + std::to_string(312 + i * 7) + " ARPENTS", 14);
  const Image pages[] = {misfed(scanned(letter_page(), 21), 270, 1), misfed(scanned(figures.page(), 22), 90, -2)};
  CharacterShapes kept;
  for (const Image& page : {pages[0], pages[1], pages[0]}) {
    const Upright alone = straighten(page), later = straighten(page, {}, kept);
    CHECK(later.rotation == alone.rotation);
    CHECK(later.rotation_confidence == alone.rotation_confidence);
    CHECK(later.page.pixels == alone.page.pixels);
  }
}

TEST_CASE("a tiny or empty image is given back") {
  CHECK(straighten(Image(3, 2, 1, 300)).page.width == 3);
  CHECK(straighten(Image(40, 30, 3, 300)).page.channels == 1);
}
