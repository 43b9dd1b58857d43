// Trains the model that tells figures in the cells of forms, on figures that this generator writes and on those of type; nothing of anybody's hand is needed.
#pragma once

#include <cstdint>
#include <filesystem>

namespace pli::samples {

struct DigitTraining {
  std::uint64_t seed = 1;
  int figures = 55'000;      ///< to learn from; a tenth as many, of other hands, to test
  int units = 96, rounds = 14;
  std::filesystem::path real;   ///< optional: lines of 64 greys (8 by 8, 0 to 16) and the figure, comma-separated, as python3-sklearn ships them; only ever to test
};

/// Writes the model and tells on stdout how it did on figures it never saw.
void train_digits(const DigitTraining&, const std::filesystem::path& model);

}  // namespace pli::samples
