#include "bin/console.h"

#include <doctest/doctest.h>

#include "pipeline/text.h"

using namespace pli;

static std::string bar(long long done, long long of, long long before, double seconds, int columns) {
  return progress_line(done, of, before, seconds, columns, "pages", "page/s", "reste");
}

TEST_CASE("the bar shows pages, rate and time left") {
  const std::string text = bar(50, 100, 0, 25, 100);
  CHECK(text.find("50/100 pages · 2.0 page/s · reste 25 s") != std::string::npos);
  CHECK(text.find("[###############...............]") != std::string::npos);
}

TEST_CASE("pages of an earlier run do not count as fast") {
  CHECK(bar(60, 100, 50, 10, 100).find("1.0 page/s · reste 40 s") != std::string::npos);
}

TEST_CASE("no rate is guessed from nothing, none is left at the end") {
  CHECK(bar(0, 0, 0, 0, 80).find("page/s") == std::string::npos);
  CHECK(bar(1, 100, 0, 5, 80).find("page/s") == std::string::npos);
  CHECK(bar(100, 100, 0, 50, 80).find("reste") == std::string::npos);
}

TEST_CASE("the bar never fills the last column, however narrow the terminal") {
  for (int columns = 2; columns <= 200; ++columns) CHECK(code_points(bar(12345, 67890, 0, 100, columns)).size() < static_cast<std::size_t>(columns));
}
