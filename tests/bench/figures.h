// Figures of a bench: shares with their intervals, medians, a JSON file beside the table that people read.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "pipeline/json.h"

namespace pli::bench {

/// A share and its 95 % interval (Wilson 1927).
struct Share {
  int hits = 0, of = 0;
  void add(bool hit) { ++of, hits += hit; }
  double value() const { return of > 0 ? static_cast<double>(hits) / of : 0; }
  double low() const;
  double high() const;
  std::string text() const;   ///< "198/200 = 99.0 % [96.4, 99.7]"
  Json json() const;
};

double median(std::vector<double>);
/// Prints "name .... text" with "ok" or "MISSED" behind it; false when missed.
bool tell(const std::string& name, const std::string& text, bool reached);
void save_figures(const std::filesystem::path&, const Json&);

}  // namespace pli::bench
