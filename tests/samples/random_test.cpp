#include "samples/random.h"

#include <doctest/doctest.h>

using namespace pli::samples;

TEST_CASE("the generator's numbers are those of SplitMix64's reference") {
  Random random(1234567);
  CHECK(random.next() == 6457827717110365317ULL);
  CHECK(random.next() == 3203168211198807973ULL);
  CHECK(random.next() == 9817491932198370423ULL);
}

TEST_CASE("a named part draws its own numbers, however many another part drew") {
  const Random seed(9);
  Random greedy = seed.child("a");
  for (int i = 0; i < 100; ++i) greedy.next();
  CHECK(seed.child("b").next() == Random(9).child("b").next());
  CHECK(seed.child("a").next() != seed.child("b").next());
}

TEST_CASE("drawn numbers stay within what was asked") {
  Random random(3);
  double sum = 0;
  for (int i = 0; i < 4000; ++i) {
    const int n = random.between(-2, 2);
    CHECK_MESSAGE((n >= -2 && n <= 2), n);
    sum += random.normal(10, 2);
  }
  CHECK(sum / 4000 == doctest::Approx(10).epsilon(0.02));
}
