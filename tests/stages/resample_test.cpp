#include "stages/resample.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <utility>

using namespace pli;

namespace {

Image ramp(int width, int height, int channels) {
  Image out(width, height, channels, 300);
  for (int y = 0; y < height; ++y)
    for (int i = 0; i < width * channels; ++i) out.row(y)[i] = static_cast<std::uint8_t>((7 * i + 13 * y + i * y % 11) % 256);
  return out;
}

// The mean of what a new pixel covers, counted on a grid so fine that every edge lies on it.
double covered(const Image& in, int width, int height, int x, int y) {
  double sum = 0;
  for (int v = y * in.height; v < (y + 1) * in.height; ++v)
    for (int u = x * in.width; u < (x + 1) * in.width; ++u) sum += in.view().row(v / height)[u / width];
  return sum / in.width / in.height;
}

}  // namespace

TEST_CASE("a smaller picture holds the means of what its pixels cover") {
  const Image in = ramp(36, 24, 1);
  for (const auto& [width, height] : {std::pair(27, 18), std::pair(18, 12), std::pair(12, 8), std::pair(7, 5), std::pair(35, 23), std::pair(1, 1)}) {
    CAPTURE(width);
    const Image out = shrunk(in, width, height);
    for (int y = 0; y < height; ++y)
      for (int x = 0; x < width; ++x) CHECK(std::abs(out.view().row(y)[x] - covered(in, width, height, x, y)) <= 2);
  }
}

TEST_CASE("white paper stays white at any size and in any colour") {
  for (const int channels : {1, 3})
    for (int side = 1; side <= 101; ++side) {
      const Image out = shrunk(Image(101, 97, channels, 300), side, std::min(side, 97));
      CHECK(std::all_of(out.pixels.begin(), out.pixels.end(), [](std::uint8_t p) { return p == 255; }));
    }
}

TEST_CASE("colours are averaged each for itself") {
  Image in(8, 8, 3, 300, 0);
  for (std::size_t i = 0; i < in.pixels.size(); i += 3) in.pixels[i] = 200, in.pixels[i + 2] = 50;
  for (const int side : {6, 4, 3}) {
    const Image out = shrunk(in, side, side);
    CHECK(out.pixels[0] == 200);
    CHECK(out.pixels[1] == 0);
    CHECK(out.pixels[2] == 50);
  }
}

TEST_CASE("a black and white scan is told from a grey one, tilted too; a whitened grey one is no such scan") {
  Image page(300, 200, 1, 200);
  for (int y = 60; y < 140; ++y)
    for (int x = 40; x < 260; ++x) page.row(y)[x] = x % 20 < 8 ? 0 : 255;
  CHECK(was_bilevel(page));
  CHECK(was_bilevel(tilted(page, 2)));
  CHECK_FALSE(is_bilevel(tilted(page, 2)));
  for (std::uint8_t& p : page.pixels) p = p == 0 ? 35 : 255;
  CHECK_FALSE(was_bilevel(page));
}

TEST_CASE("a pixel goes where the turn takes it, and paper comes from outside") {
  for (const double degrees : {-15.0, -2.0, -0.05, 0.05, 1.5, 15.0}) {
    CAPTURE(degrees);
    Image in(201, 301, 1, 300);
    const int px = 150, py = 60;
    for (int y = -2; y <= 2; ++y)
      for (int x = -2; x <= 2; ++x) in.row(py + y)[px + x] = 0;
    const Image out = tilted(in, degrees);
    double weight = 0, at_x = 0, at_y = 0;
    for (int y = 0; y < out.height; ++y)
      for (int x = 0; x < out.width; ++x) {
        const double dark = 255 - out.view().row(y)[x];
        weight += dark, at_x += dark * x, at_y += dark * y;
      }
    const double angle = degrees * 3.14159265358979 / 180, dx = px - 100, dy = py - 150;
    CHECK(weight == doctest::Approx(25 * 255).epsilon(0.05));
    CHECK(std::abs(at_x / weight - (100 + dx * std::cos(angle) - dy * std::sin(angle))) < 0.1);
    CHECK(std::abs(at_y / weight - (150 + dx * std::sin(angle) + dy * std::cos(angle))) < 0.1);
  }
  const Image black = tilted(Image(40, 60, 1, 300, 0), 10);
  CHECK(black.pixels.front() == 255);
  CHECK(black.pixels.back() == 255);
  CHECK(black.view().row(30)[20] == 0);
}

TEST_CASE("no turn changes nothing") {
  const Image in = ramp(33, 21, 1);
  CHECK(tilted(in, 0).pixels == in.pixels);
}
