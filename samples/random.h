// The generator's own random numbers: the same seed gives the same numbers with every compiler and on every machine.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace pli::samples {

/// SplitMix64 (Steele, Lea, Flood: "Fast splittable pseudorandom number generators", 2014). Not for secrets.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}

  std::uint64_t next() {
    std::uint64_t z = (state_ += 0x9E3779B97F4A7C15ULL);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31);
  }

  /// A generator of its own for a named part: drawing more numbers in one part changes nothing in the others.
  Random child(std::string_view name) const {
    std::uint64_t h = 0xCBF29CE484222325ULL ^ state_;
    for (unsigned char c : name) h = (h ^ c) * 0x100000001B3ULL;
    return Random(Random(h).next());
  }

  /// In 0 .. n-1; n at least 1. The bias of the remainder is below 1e-9 for the small n used here.
  int below(int n) { return static_cast<int>((next() >> 16) % static_cast<std::uint64_t>(n)); }
  /// In from .. to, both included.
  int between(int from, int to) { return from + below(to - from + 1); }
  /// In [0, 1).
  double uniform() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }
  double uniform(double from, double to) { return from + (to - from) * uniform(); }
  bool chance(double probability) { return uniform() < probability; }
  /// About normal (a sum of twelve uniforms), so that no mathematics library has a say in the bytes.
  double normal(double mean, double deviation) {
    double sum = -6;
    for (int i = 0; i < 12; ++i) sum += uniform();
    return mean + deviation * sum;
  }

  template <class T>
  const T& pick(const std::vector<T>& values) {
    return values[static_cast<std::size_t>(below(static_cast<int>(values.size())))];
  }
  template <class T>
  void shuffle(std::vector<T>& values) {
    for (int i = static_cast<int>(values.size()) - 1; i > 0; --i) std::swap(values[i], values[below(i + 1)]);
  }

 private:
  std::uint64_t state_;
};

}  // namespace pli::samples
