#include "tests/bench/figures.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>

namespace pli::bench {
namespace {

constexpr double z = 1.959964;

double wilson(const Share& share, double sign) {
  if (share.of == 0) return sign < 0 ? 0 : 1;
  const double n = share.of, p = share.value();
  return std::clamp((p + z * z / (2 * n) + sign * z * std::sqrt(p * (1 - p) / n + z * z / (4 * n * n))) / (1 + z * z / n), 0.0, 1.0);
}

}  // namespace

double Share::low() const { return wilson(*this, -1); }
double Share::high() const { return wilson(*this, 1); }
std::string Share::text() const { return fmt::format("{}/{} = {:.2f} % [{:.2f}, {:.2f}]", hits, of, 100 * value(), 100 * low(), 100 * high()); }
Json Share::json() const { return {{"hits", hits}, {"of", of}, {"low", low()}, {"high", high()}}; }

double median(std::vector<double> values) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  const std::size_t half = values.size() / 2;
  return values.size() % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
}

bool tell(const std::string& name, const std::string& text, bool reached) {
  std::printf("%-34s %-46s %s\n", name.c_str(), text.c_str(), reached ? "ok" : "MISSED");
  std::fflush(stdout);
  return reached;
}

void save_figures(const std::filesystem::path& file, const Json& json) {
  std::filesystem::create_directories(file.parent_path());
  std::ofstream(file) << pretty(json);
}

}  // namespace pli::bench
