// One-against-the-rest linear models on sparse vectors: the arithmetic behind the text model. The only file that knows liblinear.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace pli {

struct SparseEntry {
  std::uint32_t feature = 0;
  float value = 0;
};
using SparseVector = std::vector<SparseEntry>;  ///< features ascending

/// What one letter says about one task. `also` is a second label that counts as right: the letter is never an example against it.
struct Label {
  int code = -1;  ///< place in the task's codes; -1: the letter says nothing
  int also = -1;
};

/// Weights in eight bits with one scale a code: a tenth of the size, and the same verdicts (README).
struct LinearTask {
  std::vector<std::string> codes;
  std::vector<float> scale, bias;     ///< one a code
  std::vector<std::int8_t> weights;   ///< features x codes
  float temperature = 1;              ///< log-odds are multiplied by it before the softmax: fitted on letters that training did not see
  float weight(std::size_t feature, std::size_t code) const { return scale[code] * static_cast<float>(weights[feature * codes.size() + code]); }
};

/// L2-regularised least squares (liblinear, L2R_L2LOSS_SVR without a margin: trust region Newton, deterministic), one problem a code. On a few hundred letters it beats
/// logistic regression by two to four letters in a hundred (README) and trains faster.
LinearTask fit(std::vector<std::string> codes, const std::vector<SparseVector>&, const std::vector<Label>&, std::size_t features, double cost);

/// Scores of each code before calibration: about 1 for the right one, -1 for the others; the temperature makes log-odds of them.
std::vector<double> log_odds(const LinearTask&, const SparseVector&);
/// Calibrated probabilities that sum to 1: a softmax of the log-odds times the temperature.
std::vector<double> probabilities(const std::vector<double>& log_odds, double temperature);
/// The temperature in 0.1..40 under which held-out labels are likeliest (Guo et al., On Calibration of Modern Neural Networks, 2017); `also` shares the credit.
double fitted_temperature(const std::vector<std::vector<double>>& log_odds, const std::vector<Label>&);

}  // namespace pli
