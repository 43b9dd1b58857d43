// Tells a written digit from its shape: gradients of the figure stood upright and brought to one size, a small network over them. Trained by `pli-samples digits` (samples/README.md).
#pragma once

#include <array>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace pli {

inline constexpr int digit_classes = 11;   ///< 0 to 9, and last what is no digit
inline constexpr int digit_side = 28;      ///< pixels of a figure brought to one size
inline constexpr int digit_features = 16 * 9 + 49;

/// Ink of a figure, 0 to 1, row by row.
struct DigitShape {
  int width = 0, height = 0;
  std::vector<float> ink;
};

using DigitFeatures = std::array<float, digit_features>;
/// The slant taken out, the longer side 20 pixels, its weight in the middle; then gradients by place and direction, and the ink itself, coarse.
DigitFeatures features_of(const DigitShape&);

class DigitModel {
 public:
  DigitModel(std::vector<float> hidden, std::vector<float> output, int units) : hidden_(std::move(hidden)), output_(std::move(output)), units_(units) {}
  /// Probabilities by class.
  std::array<float, digit_classes> judge(const DigitFeatures&) const;
  std::string text() const;      ///< the file it is kept in

 private:
  std::vector<float> hidden_, output_;  // units x (features + 1), classes x (units + 1): the last of a row is added
  int units_ = 0;
};

/// Throws UsageError("model-invalid", {file}).
std::shared_ptr<const DigitModel> load_digit_model(const std::filesystem::path&);

}  // namespace pli
