#include "classifiers/linear.h"

#include <linear.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <mutex>

namespace pli {
namespace {

void say_nothing(const char*) {}

// liblinear keeps its printer in a global: set once, to silence.
void silence_liblinear() {
  static std::once_flag once;
  std::call_once(once, [] { set_print_string_function(&say_nothing); });
}

struct Nodes {
  std::vector<feature_node> all;
  std::vector<std::size_t> starts;
};

// Features count from 1; the last one is the bias; -1 ends a row.
Nodes nodes_of(const std::vector<SparseVector>& vectors, std::size_t features) {
  Nodes nodes;
  for (const SparseVector& vector : vectors) {
    nodes.starts.push_back(nodes.all.size());
    for (const SparseEntry& entry : vector) nodes.all.push_back({static_cast<int>(entry.feature) + 1, entry.value});
    nodes.all.push_back({static_cast<int>(features) + 1, 1.0});
    nodes.all.push_back({-1, 0});
  }
  return nodes;
}

struct ModelDeleter {
  void operator()(model* m) const { free_and_destroy_model(&m); }
};

// One code against the rest by least squares; empty when every letter is for or every letter against.
// Both sides of each problem weigh the same, or the frequent kinds of letter would swallow the rare ones. liblinear weighs classes only, so a letter's row and target carry
// the root of its weight.
std::vector<double> fit_one(const Nodes& nodes, const std::vector<Label>& labels, int code, std::size_t features, double cost) {
  double positives = 0, others = 0;
  for (const Label& label : labels) (label.code == code ? positives : others) += label.code >= 0 && label.also != code;
  if (positives == 0 || others == 0) return {};
  Nodes scaled;
  std::vector<double> targets;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    if (labels[i].code < 0 || labels[i].also == code) continue;
    const bool is_for = labels[i].code == code;
    const double root = is_for ? std::sqrt(others / positives) : 1.0;
    scaled.starts.push_back(scaled.all.size());
    for (std::size_t at = nodes.starts[i]; nodes.all[at].index != -1; ++at) scaled.all.push_back({nodes.all[at].index, nodes.all[at].value * root});
    scaled.all.push_back({-1, 0});
    targets.push_back(is_for ? root : -root);
  }
  std::vector<feature_node*> rows;
  for (const std::size_t start : scaled.starts) rows.push_back(&scaled.all[start]);
  problem task{};
  task.l = static_cast<int>(rows.size());
  task.n = static_cast<int>(features) + 1;
  task.y = targets.data();
  task.x = rows.data();
  task.bias = 1;
  parameter options{};
  options.solver_type = L2R_L2LOSS_SVR;
  options.eps = 0.01;  // a tenth of that takes twice as long and gives the same verdicts (README)
  options.C = cost;
  options.p = 0;  // no margin: plain least squares
  const std::unique_ptr<model, ModelDeleter> fitted(train(&task, &options));
  return {fitted->w, fitted->w + features + 1};
}

}  // namespace

LinearTask fit(std::vector<std::string> codes, const std::vector<SparseVector>& vectors, const std::vector<Label>& labels, std::size_t features, double cost) {
  silence_liblinear();
  LinearTask task;
  task.codes = std::move(codes);
  const std::size_t n = task.codes.size();
  task.scale.assign(n, 0);
  task.bias.assign(n, -3);  // a code without letters is never said
  task.weights.assign(features * n, 0);
  const Nodes nodes = nodes_of(vectors, features);
  for (std::size_t k = 0; k < n; ++k) {
    const std::vector<double> weights = fit_one(nodes, labels, static_cast<int>(k), features, cost);
    if (weights.empty()) continue;
    double largest = 0;
    for (std::size_t f = 0; f < features; ++f) largest = std::max(largest, std::abs(weights[f]));
    task.scale[k] = static_cast<float>(largest / 127);
    task.bias[k] = static_cast<float>(weights[features]);
    for (std::size_t f = 0; f < features && largest > 0; ++f)
      task.weights[f * n + k] = static_cast<std::int8_t>(std::lround(weights[f] / largest * 127));
  }
  return task;
}

std::vector<double> log_odds(const LinearTask& task, const SparseVector& vector) {
  const std::size_t n = task.codes.size();
  std::vector<double> sums(n, 0.0);
  for (const SparseEntry& entry : vector) {
    const std::int8_t* row = task.weights.data() + entry.feature * n;  // none at all where no code was learnt
    for (std::size_t k = 0; k < n; ++k) sums[k] += static_cast<double>(entry.value) * row[k];
  }
  for (std::size_t k = 0; k < n; ++k) sums[k] = sums[k] * task.scale[k] + task.bias[k];
  return sums;
}

std::vector<double> probabilities(const std::vector<double>& odds, double temperature) {
  std::vector<double> out(odds.size());
  if (odds.empty()) return out;
  const double largest = *std::max_element(odds.begin(), odds.end());
  double sum = 0;
  for (std::size_t k = 0; k < odds.size(); ++k) sum += out[k] = std::exp((odds[k] - largest) * temperature);
  for (double& p : out) p /= sum;
  return out;
}

double fitted_temperature(const std::vector<std::vector<double>>& odds, const std::vector<Label>& labels) {
  const auto loss = [&](double temperature) {
    double sum = 0;
    for (std::size_t i = 0; i < odds.size(); ++i) {
      if (labels[i].code < 0) continue;
      const std::vector<double> p = probabilities(odds[i], temperature);
      const double right = p[static_cast<std::size_t>(labels[i].code)] + (labels[i].also >= 0 ? p[static_cast<std::size_t>(labels[i].also)] : 0);
      sum -= std::log(std::max(right, 1e-9));
    }
    return sum;
  };
  // Golden section over the logarithm: the loss has one valley.
  const double ratio = (std::sqrt(5.0) - 1) / 2;
  double low = std::log(0.1), high = std::log(40.0);
  for (int step = 0; step < 40; ++step) {
    const double a = high - ratio * (high - low), b = low + ratio * (high - low);
    if (loss(std::exp(a)) <= loss(std::exp(b))) high = b;
    else low = a;
  }
  return std::exp((low + high) / 2);
}

}  // namespace pli
