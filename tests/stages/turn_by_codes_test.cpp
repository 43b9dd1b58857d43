// A form's page stood upright by its codes.
#include "stages/turn_by_codes.h"

#include <doctest/doctest.h>

#include <cmath>

#include "stages/engines/opencv_paper.h"
#include "stages/read_barcodes.h"
#include "tests/support/form_page.h"

using namespace pli;
using namespace pli::test;

namespace {

constexpr double form_dpi = 200;

const Image& coded_form() {
  static const Image page = printed_form(laid_form("aide-sociale", Json::object(), "2026-000123-H"), 1, form_dpi);
  return page;
}

const std::vector<FormLayout>& known_forms() {
  static const std::vector<FormLayout> forms = {form_layout("aide-sociale")};
  return forms;
}

}  // namespace

TEST_CASE("however a form's page lies, its codes stand it upright, as straight as it was printed") {
  for (const int quarter : {0, 90, 180, 270})
    for (const double tilt : {0.0, 0.7, -6.0}) {
      CAPTURE(quarter);
      CAPTURE(tilt);
      const auto upright = turned_by_codes(turned(coded_form(), quarter, tilt), known_forms());
      REQUIRE(upright);
      CHECK(upright->rotation == (360 - quarter) % 360);
      CHECK(upright->skew == doctest::Approx(-tilt).epsilon(0.01).scale(5));
      CHECK(upright->page.width == coded_form().width);
      const auto codes = read_large_qr(upright->page);
      REQUIRE(codes.size() == 2);
      for (int i = 0; i < 2; ++i) {
        const BoxMm& place = known_forms()[0].codes[static_cast<std::size_t>(i)];
        CHECK(std::abs(codes[static_cast<std::size_t>(i)].box.x * 25.4 / form_dpi - place.x) < 1);
        CHECK(std::abs(codes[static_cast<std::size_t>(i)].box.y * 25.4 / form_dpi - place.y) < 1);
      }
    }
}

TEST_CASE("one code alone, a code that was cut out and glued elsewhere, and a form that nobody knows turn nothing") {
  const BoxMm& last = known_forms()[0].codes[1];
  Image one = coded_form(), moved = coded_form();
  fill_box(one, {last.x - 1, last.y - 1, last.width + 2, last.height + 2}, 255);
  CHECK_FALSE(turned_by_codes(one, known_forms()));
  const auto pixels = [](double mm) { return static_cast<int>(std::lround(mm * form_dpi / 25.4)); };
  const int side = pixels(last.width + 2), up = pixels(60);
  for (int y = 0; y < side; ++y)
    for (int x = 0; x < side; ++x) moved.row(pixels(last.y - 1) + y - up)[pixels(last.x - 1) + x] = coded_form().view().row(pixels(last.y - 1) + y)[pixels(last.x - 1) + x];
  fill_box(moved, {last.x - 1, last.y - 1, last.width + 2, last.height + 2}, 255);
  CHECK_FALSE(turned_by_codes(moved, known_forms()));
  CHECK_FALSE(turned_by_codes(coded_form(), {}));
  CHECK_FALSE(turned_by_codes(Image(1654, 2339, 1, form_dpi), known_forms()));
}
