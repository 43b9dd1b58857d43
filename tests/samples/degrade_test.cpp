#include "samples/degrade.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "pipeline/errors.h"

using namespace pli;
using namespace pli::samples;

namespace {

Image paper(int width = 600, int height = 800) { return Image(width, height, 1, 100); }

void fill(Image& image, int x0, int y0, int w, int h, std::uint8_t value = 0) {
  for (int y = y0; y < y0 + h; ++y) std::fill_n(image.row(y) + x0, w, value);
}

/// Scans without any trouble but the geometry asked for.
Wear still() {
  Wear wear;
  wear.dpi = 100;
  wear.noise = wear.blur = 0;
  wear.paper = wear.lid = 255;
  wear.ink = 0;
  return wear;
}

/// The row of the ink in a column, on average.
double ink_row(const Image& image, int x) {
  double sum = 0, count = 0;
  for (int y = 0; y < image.height; ++y)
    if (image.pixels[static_cast<std::size_t>(y) * image.width + x] < 128) sum += y, ++count;
  return count > 0 ? sum / count : -1;
}

bool dark(const Image& image, int x, int y) { return image.pixels[static_cast<std::size_t>(y) * image.width + x] < 128; }

}  // namespace

TEST_CASE("a positive skew lifts the right end of a line: counter-clockwise, by that many degrees") {
  Image page = paper();
  fill(page, 50, 398, 500, 4);
  for (const double skew : {2.0, -3.0, 0.0}) {
    CAPTURE(skew);
    Wear wear = still();
    wear.skew = skew;
    Random random(1);
    const Image scan = scan_page(page, {}, wear, random);
    const double rise = ink_row(scan, 100) - ink_row(scan, 500);
    CHECK(std::atan2(rise, 400) * 180 / 3.14159265358979 == doctest::Approx(skew).epsilon(0.05));
  }
}

TEST_CASE("rotate is the clockwise turn that makes the scan upright") {
  Image page = paper();
  fill(page, 20, 20, 60, 60);  // top left
  Wear wear = still();
  const auto scanned = [&](int rotate) {
    wear.rotate = rotate;
    Random random(1);
    return scan_page(page, {}, wear, random);
  };
  const Image quarter = scanned(90);  // turned clockwise, its bottom left comes to the top left
  CHECK(quarter.width == 800);
  CHECK(dark(quarter, 50, quarter.height - 50));
  CHECK(!dark(quarter, 50, 50));
  CHECK(dark(scanned(180), 550, 750));
  const Image three = scanned(270);
  CHECK(dark(three, three.width - 50, 50));
}

TEST_CASE("a bilevel scan holds black and white only, a grey one much between") {
  Image page = paper();
  fill(page, 100, 100, 300, 40);
  Wear wear = still();
  wear.noise = 6, wear.paper = 230, wear.light = 0.2;
  Random one(4), two(4);
  const Image grey = scan_page(page, {}, wear, one);
  wear.mode = Wear::Mode::bilevel;
  const Image bilevel = scan_page(page, {}, wear, two);
  const auto between = [](const Image& image) {
    return std::count_if(image.pixels.begin(), image.pixels.end(), [](std::uint8_t v) { return v != 0 && v != 255; });
  };
  CHECK(bilevel.bilevel);
  CHECK(between(bilevel) == 0);
  CHECK(between(grey) > 100000);
  CHECK(dark(bilevel, 200, 120));
  CHECK(!dark(bilevel, 500, 700));
}

TEST_CASE("a pencil's line that a fixed threshold wipes out stands on the scan of a machine that follows the paper, on the dim side too; what shines through doesn't") {
  Image page = paper();
  fill(page, 100, 100, 300, 8, 140);
  fill(page, 100, 700, 300, 8, 140);
  fill(page, 100, 400, 300, 40);
  Wear wear = still();
  wear.mode = Wear::Mode::bilevel, wear.paper = 235, wear.light = 0.14, wear.threshold = 0.5, wear.noise = 3;
  const auto scan = [&](const Wear& how) {
    Random random(4);
    return scan_page(page, {}, how, random);
  };
  const Image fixed = scan(wear);
  CHECK(!dark(fixed, 200, 104));
  CHECK(dark(fixed, 200, 420));
  Random random(6);
  make_dynamic(wear, random);
  wear.bleed = 0.12;
  for (const double angle : {0.0, 90.0, 270.0}) {
    wear.light_angle = angle;
    const Image followed = scan(wear);
    for (const int y : {104, 420, 704}) CHECK_MESSAGE(dark(followed, 200, y), angle);
    CHECK_MESSAGE(std::count(followed.pixels.begin(), followed.pixels.end(), std::uint8_t{0}) < 300 * 8 * 2 * 1.3 + 300 * 40 * 1.1, angle);
  }
}

TEST_CASE("what is printed on the back shines through mirrored, and only when asked") {
  const Image front = paper();
  Image back = paper();
  fill(back, 60, 300, 150, 150);  // left on the back is right on the front
  Wear wear = still();
  wear.bleed = 0.2;
  Random random(8), again(8);
  const Image through = scan_page(front, back, wear, random);
  wear.bleed = 0;
  const Image opaque = scan_page(front, back, wear, again);
  const auto darkest = [](const Image& image, int from, int to) {
    int least = 255;
    for (int y = 0; y < image.height; ++y)
      for (int x = from; x < to; ++x) least = std::min<int>(least, image.pixels[static_cast<std::size_t>(y) * image.width + x]);
    return least;
  };
  CHECK(darkest(through, 350, 600) < 230);
  CHECK(darkest(through, 0, 250) > 240);
  CHECK(darkest(opaque, 0, 600) > 250);
}

TEST_CASE("levels keep their promises: clean lies nearly straight and upright, worn and bad within their bounds") {
  Random random(11);
  bool turned = false, coarse = false;
  for (int i = 0; i < 300; ++i) {
    const Wear clean = draw_wear(Level::clean, random), worn = draw_wear(Level::worn, random), bad = draw_wear(Level::bad, random);
    CHECK(std::abs(clean.skew) <= 1);
    CHECK(clean.rotate == 0);
    CHECK(std::abs(worn.skew) <= 3);
    CHECK(worn.dpi == 300);
    CHECK(std::abs(bad.skew) <= 5);
    turned = turned || bad.rotate != 0;
    coarse = coarse || bad.dpi == 200;
  }
  CHECK(turned);
  CHECK(coarse);
  CHECK_THROWS_AS(level_named("shabby"), UsageError);
}
