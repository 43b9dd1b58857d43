#include "tests/bench/figures.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <fstream>

#include "classifiers/evaluate.h"

namespace pli::bench {

double Share::low() const { return wilson_interval(hits, of).first; }
double Share::high() const { return wilson_interval(hits, of).second; }
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
