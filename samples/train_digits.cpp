#include "samples/train_digits.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <sstream>
#include <vector>

#include "pipeline/files.h"
#include "samples/degrade.h"
#include "samples/hand.h"
#include "stages/cell_shape.h"
#include "stages/digit_model.h"

namespace pli::samples {
namespace {

struct Lesson {
  DigitFeatures features;
  int digit = 0;
};

constexpr double lesson_width = 10, lesson_height = 10, cell_left = 3, cell_top = 2.4, cell_across = 4, cell_down = 5.2, pitch = 5.1;   // mm
constexpr double light_line = 0.2, light_grey = 0.45;

/// The cell as it comes back: one of the scans that whole forms go through, laid a little off.
SheetPatch scanned_cell(const Canvas& canvas, Random& random) {
  Wear wear = draw_scan(random.pick(std::vector<Level>{Level::clean, Level::worn, Level::bad}), random);
  wear.rotate = wear.holes = wear.streaks = 0, wear.edges = 0, wear.shift_x = wear.shift_y = 0, wear.scale = 1, wear.bleed *= random.chance(0.3) ? 1 : 0;
  wear.skew = random.uniform(-0.3, 0.3), wear.folds = random.chance(0.05) ? 1 : 0;
  Image paper = canvas.image();
  if (random.chance(0.1)) {
    Wear copier;
    copier.mode = Wear::Mode::grey, copier.ink = random.uniform(20, 50), copier.blur = 0.7, copier.noise = 2;
    paper = scan_page(paper, {}, copier, random);
  }
  const Image scan = scan_page(paper, {}, wear, random);
  Image grey(scan.width, scan.height, 1, wear.dpi);
  for (int y = 0; y < grey.height; ++y)
    for (int x = 0; x < grey.width; ++x) {
      const std::uint8_t* at = scan.view().row(y) + x * scan.channels;
      grey.row(y)[x] = scan.channels == 1 ? at[0] : static_cast<std::uint8_t>(0.299 * at[0] + 0.587 * at[1] + 0.114 * at[2]);
    }
  const double scale = wear.dpi / 25.4;
  const FormPlace place{{{scale, 0, random.normal(0, 0.07) * scale, 0, scale, random.normal(0, 0.07) * scale, 0, 0, 1}}, 4, wear.mode == Wear::Mode::bilevel ? 0 : wear.ink + random.uniform(0, 12)};
  return patch_of(grey, place, {cell_left - cell_reach, cell_top - cell_reach, cell_across + 2 * cell_reach, cell_down + 2 * cell_reach});
}

/// Wilder hands than those that fill in forms for the bench.
Hand learning_hand(Random& random) {
  Hand hand = draw_hand(random);
  if (random.chance(0.3)) hand.slant = random.normal(0.1, 0.3), hand.width *= random.uniform(0.7, 1.3);
  return hand;
}

Lesson lesson_of(int digit, Random& random) {
  Canvas canvas(lesson_width, lesson_height, print_dpi);
  const BoxMm cell{cell_left, cell_top, cell_across, cell_down}, before{cell_left - pitch, cell_top, cell_across, cell_down}, after{cell_left + pitch, cell_top, cell_across, cell_down};
  for (const BoxMm& one : {before, cell, after}) canvas.rectangle(one.x + light_line / 2, one.y + light_line / 2, one.width - light_line, one.height - light_line, light_line, {light_grey, light_grey, light_grey});
  const Hand hand = learning_hand(random);
  for (const BoxMm& one : {before, after})
    if (random.chance(0.7)) write_digit(canvas, one, random.below(10), hand, random);
  if (digit == 10) write_no_digit(canvas, cell, hand, random);
  else if (random.chance(0.12)) {
    static const std::vector<std::string> families = {"Liberation Sans", "Liberation Serif", "Liberation Mono", "DejaVu Sans", "DejaVu Serif"};
    std::vector<std::string> lines;
    canvas.text(cell.x + random.uniform(0.6, 1.3), cell.y + random.uniform(0, 0.6), 5, std::to_string(digit), {{random.pick(families), random.uniform(9.5, 12.5), random.chance(0.5), random.chance(0.2)}, Align::left, 0, {}}, lines);
  } else {
    write_digit(canvas, cell, digit, hand, random);
  }
  const SheetPatch patch = scanned_cell(canvas, random);
  return {features_of(shape_in_cell(patch, cell, look_of(patch, {cell})).shape), digit};
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

  /// Its chances to the power of `sharpness`: so that a figure told with nine chances in ten is right nine times in ten.
  DigitModel model(double sharpness = 1) const {
    std::vector<float> output = output_;
    for (float& weight : output) weight *= static_cast<float>(sharpness);
    return {hidden_, output, units_};
  }

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
      const float wanted = static_cast<int>(c) == lesson.digit ? 0.995F : 0.0005F;  // never quite sure
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

/// Mean of minus the logarithm of the chance that it gave to what was written.
double surprise_of(const DigitModel& model, const std::vector<Lesson>& lessons) {
  double sum = 0;
  for (const Lesson& lesson : lessons) sum -= std::log(std::max(1e-7F, model.judge(lesson.features)[static_cast<std::size_t>(lesson.digit)]));
  return sum / static_cast<double>(lessons.size());
}

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
  Random random = Random(training.seed).child("learn"), other = Random(training.seed).child("test"), third = Random(training.seed).child("calibrate");
  std::vector<Lesson> lessons, unseen, calibrating;
  for (int i = 0; i < training.figures; ++i) lessons.push_back(lesson_of(i % digit_classes, random));
  for (int i = 0; i < training.figures / 10; ++i) unseen.push_back(lesson_of(i % digit_classes, other));
  for (int i = 0; i < training.figures / 10; ++i) calibrating.push_back(lesson_of(i % digit_classes, third));
  Network network(training.units, Random(training.seed).child("network"));
  std::vector<const Lesson*> order;
  for (const Lesson& lesson : lessons) order.push_back(&lesson);
  for (int round = 0; round < training.rounds; ++round) {
    random.shuffle(order);
    const double rate = 0.002 * std::pow(0.01, static_cast<double>(round) / training.rounds);
    for (std::size_t at = 0; at + 32 <= order.size(); at += 32) network.learn({order.begin() + static_cast<std::ptrdiff_t>(at), order.begin() + static_cast<std::ptrdiff_t>(at + 32)}, rate);
  }
  double best = 1, least = 1e9;
  for (double sharpness = 0.4; sharpness < 2.01; sharpness += 0.05)
    if (const double surprise = surprise_of(network.model(sharpness), calibrating); surprise < least) least = surprise, best = sharpness;
  std::printf("chances to the power of %.2f\n", best);
  write_file(file, network.model(best).text());
  const auto model = load_digit_model(file);
  tell_score("generated hands never seen", *model, unseen);
  if (!training.real.empty()) tell_score("real hands", *model, real_figures(training.real));
}

}  // namespace pli::samples
