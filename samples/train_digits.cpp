#include "samples/train_digits.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <sstream>
#include <vector>

#include "pipeline/files.h"
#include "samples/degrade.h"
#include "samples/hand.h"
#include "stages/digit_model.h"
#include "stages/read_box.h"

namespace pli::samples {
namespace {

struct Lesson {
  DigitFeatures features;
  int digit = 0;
};

constexpr double lesson_dpi = 254;   // ten pixels to a millimetre, as cells are looked at

/// The cell as it comes back from a scan: blurred, grainy, its ink paler.
SheetPatch scanned_cell(const Canvas& canvas, double width, double height, Random& random) {
  const Image picture = canvas.image();
  SheetPatch patch{0, 0, 10, static_cast<int>(width * 10), static_cast<int>(height * 10), 0.02, {}};
  const double pale = random.uniform(0.75, 1), grain = random.uniform(0.005, 0.04);
  std::vector<float> ink(static_cast<std::size_t>(patch.width * patch.height), 0);
  for (int y = 0; y < patch.height; ++y)
    for (int x = 0; x < patch.width; ++x) {
      double sum = 0;
      int seen = 0;
      for (int dy = -1; dy <= 1; ++dy)
        for (int dx = -1; dx <= 1; ++dx)
          if (x + dx >= 0 && y + dy >= 0 && x + dx < picture.width && y + dy < picture.height) {
            const std::uint8_t* at = picture.view().row(y + dy) + (x + dx) * 3;
            sum += 1 - (0.299 * at[0] + 0.587 * at[1] + 0.114 * at[2]) / 255, ++seen;
          }
      ink[static_cast<std::size_t>(y * patch.width + x)] = static_cast<float>(std::clamp(sum / std::max(1, seen) * pale + random.normal(0, grain), 0.0, 1.0));
    }
  patch.ink = std::move(ink);
  return patch;
}

Lesson lesson_of(int digit, Random& random) {
  constexpr double width = 4.2, height = 5.4;
  Canvas canvas(width, height, lesson_dpi);
  const BoxMm cell{0.1, 0.1, 4, 5.2};
  if (digit == 10) write_no_digit(canvas, cell, draw_hand(random), random);
  else if (random.chance(0.15)) {
    static const std::vector<std::string> families = {"Liberation Sans", "Liberation Serif", "Liberation Mono", "DejaVu Sans", "DejaVu Serif"};
    std::vector<std::string> lines;
    canvas.text(random.uniform(0.7, 1.4), random.uniform(0.1, 0.7), 5, std::to_string(digit), {{random.pick(families), random.uniform(9.5, 12.5), random.chance(0.5), random.chance(0.2)}, Align::left, 0, {}}, lines);
  } else {
    write_digit(canvas, cell, digit, draw_hand(random), random);
  }
  const SheetPatch patch = scanned_cell(canvas, width, height, random);
  const StrokeMask strokes = strokes_in(patch, {0.5, 0.5, 3.2, 4.4}, 0.5);
  DigitShape shape{strokes.width, strokes.height, {}};
  for (int y = 0; y < strokes.height; ++y)
    for (int x = 0; x < strokes.width; ++x)
      shape.ink.push_back(strokes.ink[static_cast<std::size_t>(y * strokes.width + x)] ? std::min(1.0F, patch.at(strokes.left + x, strokes.top + y) * 1.6F) : 0.0F);
  return {features_of(shape), digit};
}

/// A network of one layer, learned by Adam (Kingma and Ba 2014) in a fixed order.
class Network {
 public:
  Network(int units, Random random) : units_(units), hidden_(static_cast<std::size_t>(units) * (digit_features + 1)), output_(static_cast<std::size_t>(digit_classes) * static_cast<std::size_t>(units + 1)) {
    for (float& w : hidden_) w = static_cast<float>(random.normal(0, std::sqrt(2.0 / digit_features)));
    for (float& w : output_) w = static_cast<float>(random.normal(0, std::sqrt(1.0 / units)));
    grad_hidden_.resize(hidden_.size()), grad_output_.resize(output_.size());
    for (auto* m : {&first_, &second_}) m->resize(hidden_.size() + output_.size());
  }

  void learn(const std::vector<const Lesson*>& batch, double rate) {
    std::fill(grad_hidden_.begin(), grad_hidden_.end(), 0.0F), std::fill(grad_output_.begin(), grad_output_.end(), 0.0F);
    for (const Lesson* lesson : batch) add(*lesson, 1.0F / static_cast<float>(batch.size()));
    ++step_;
    update(hidden_, grad_hidden_, 0, rate), update(output_, grad_output_, hidden_.size(), rate);
  }

  DigitModel model() const { return {hidden_, output_, units_}; }

 private:
  void add(const Lesson& lesson, float share) {
    const auto inputs = static_cast<std::size_t>(digit_features + 1), units = static_cast<std::size_t>(units_);
    std::vector<float> active(units), back(units, 0.0F);
    for (std::size_t u = 0; u < units; ++u) {
      float sum = hidden_[u * inputs + digit_features];
      for (std::size_t i = 0; i < digit_features; ++i) sum += hidden_[u * inputs + i] * lesson.features[i];
      active[u] = std::max(0.0F, sum);
    }
    std::array<float, digit_classes> out{};
    float most = -1e9F, total = 0;
    for (std::size_t c = 0; c < digit_classes; ++c) {
      out[c] = output_[c * (units + 1) + units];
      for (std::size_t u = 0; u < units; ++u) out[c] += output_[c * (units + 1) + u] * active[u];
      most = std::max(most, out[c]);
    }
    for (float& v : out) v = std::exp(v - most), total += v;
    for (std::size_t c = 0; c < digit_classes; ++c) {
      const float wanted = static_cast<int>(c) == lesson.digit ? 0.99F : 0.001F;  // never quite sure
      const float error = (out[c] / total - wanted) * share;
      for (std::size_t u = 0; u < units; ++u) grad_output_[c * (units + 1) + u] += error * active[u], back[u] += error * output_[c * (units + 1) + u];
      grad_output_[c * (units + 1) + units] += error;
    }
    for (std::size_t u = 0; u < units; ++u) {
      if (active[u] <= 0) continue;
      for (std::size_t i = 0; i < digit_features; ++i) grad_hidden_[u * inputs + i] += back[u] * lesson.features[i];
      grad_hidden_[u * inputs + digit_features] += back[u];
    }
  }

  void update(std::vector<float>& weights, const std::vector<float>& grad, std::size_t offset, double rate) {
    const double scale = rate * std::sqrt(1 - std::pow(0.999, step_)) / (1 - std::pow(0.9, step_));
    for (std::size_t i = 0; i < weights.size(); ++i) {
      float &m = first_[offset + i], &v = second_[offset + i];
      const float g = grad[i] + 1e-5F * weights[i];
      m = 0.9F * m + 0.1F * g, v = 0.999F * v + 0.001F * g * g;
      weights[i] -= static_cast<float>(scale * m / (std::sqrt(v) + 1e-8));
    }
  }

  int units_, step_ = 0;
  std::vector<float> hidden_, output_, grad_hidden_, grad_output_, first_, second_;
};

void tell_score(const char* what, const DigitModel& model, const std::vector<Lesson>& lessons) {
  int right = 0, accepted = 0, accepted_right = 0, figures = 0, junk = 0, junk_accepted = 0;
  for (const Lesson& lesson : lessons) {
    const auto chances = model.judge(lesson.features);
    const auto best = std::max_element(chances.begin(), chances.begin() + 10);
    const bool sure = *best >= 0.9F, same = best - chances.begin() == lesson.digit;
    if (lesson.digit == 10) {
      ++junk, junk_accepted += sure ? 1 : 0;
      continue;
    }
    ++figures, right += same ? 1 : 0, accepted += sure ? 1 : 0, accepted_right += sure && same ? 1 : 0;
  }
  std::printf("%s: %d of %d right; %d accepted, %d of them right (%.2f %%); no figures accepted: %d of %d\n", what, right, figures, accepted, accepted_right, 100.0 * accepted_right / std::max(1, accepted), junk_accepted, junk);
}

std::vector<Lesson> real_figures(const std::filesystem::path& file) {
  std::vector<Lesson> lessons;
  std::istringstream lines(read_file(file));
  for (std::string line; std::getline(lines, line);) {
    std::istringstream cells(line);
    DigitShape shape{24, 24, std::vector<float>(24 * 24)};
    std::vector<double> values;
    for (std::string cell; std::getline(cells, cell, ',');) values.push_back(std::strtod(cell.c_str(), nullptr));
    if (values.size() != 65) continue;
    for (int y = 0; y < 24; ++y)
      for (int x = 0; x < 24; ++x) {
        const double u = std::clamp((x + 0.5) / 3 - 0.5, 0.0, 7.0), v = std::clamp((y + 0.5) / 3 - 0.5, 0.0, 7.0);
        const int left = std::min(6, static_cast<int>(u)), top = std::min(6, static_cast<int>(v));
        const auto at = [&](int px, int py) { return values[static_cast<std::size_t>(py * 8 + px)] / 16; };
        const double fx = u - left, fy = v - top, ink = (at(left, top) * (1 - fx) + at(left + 1, top) * fx) * (1 - fy) + (at(left, top + 1) * (1 - fx) + at(left + 1, top + 1) * fx) * fy;
        shape.ink[static_cast<std::size_t>(y * 24 + x)] = static_cast<float>(std::clamp((ink - 0.25) * 2.2, 0.0, 1.0));
      }
    lessons.push_back({features_of(shape), static_cast<int>(values[64])});
  }
  return lessons;
}

}  // namespace

void train_digits(const DigitTraining& training, const std::filesystem::path& file) {
  Random random = Random(training.seed).child("learn"), other = Random(training.seed).child("test");
  std::vector<Lesson> lessons, unseen;
  for (int i = 0; i < training.figures; ++i) lessons.push_back(lesson_of(i % digit_classes, random));
  for (int i = 0; i < training.figures / 10; ++i) unseen.push_back(lesson_of(i % digit_classes, other));
  Network network(training.units, Random(training.seed).child("network"));
  std::vector<const Lesson*> order;
  for (const Lesson& lesson : lessons) order.push_back(&lesson);
  for (int round = 0; round < training.rounds; ++round) {
    random.shuffle(order);
    const double rate = 0.002 * std::pow(0.75, round);
    for (std::size_t at = 0; at + 32 <= order.size(); at += 32) network.learn({order.begin() + static_cast<std::ptrdiff_t>(at), order.begin() + static_cast<std::ptrdiff_t>(at + 32)}, rate);
  }
  write_file(file, network.model().text());
  const auto model = load_digit_model(file);
  tell_score("generated hands never seen", *model, unseen);
  if (!training.real.empty()) tell_score("real hands", *model, real_figures(training.real));
}

}  // namespace pli::samples
