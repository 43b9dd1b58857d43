#include "stages/digit_model.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <numbers>

#include "pipeline/errors.h"
#include "pipeline/files.h"

namespace pli {
namespace {

constexpr const char* file_head = "pli-digits 1";
constexpr int figure_side = 20, directions = 9, cells_across = 4, coarse = 7;

struct Moments {
  double sum = 0, x = 0, y = 0, yy = 0, xy = 0;
};

Moments moments_of(const DigitShape& shape) {
  Moments m;
  for (int y = 0; y < shape.height; ++y)
    for (int x = 0; x < shape.width; ++x) {
      const double v = shape.ink[static_cast<std::size_t>(y * shape.width + x)];
      m.sum += v, m.x += v * x, m.y += v * y;
    }
  if (m.sum <= 0) return m;
  m.x /= m.sum, m.y /= m.sum;
  for (int y = 0; y < shape.height; ++y)
    for (int x = 0; x < shape.width; ++x) {
      const double v = shape.ink[static_cast<std::size_t>(y * shape.width + x)];
      m.yy += v * (y - m.y) * (y - m.y), m.xy += v * (y - m.y) * (x - m.x);
    }
  return m;
}

float sample(const DigitShape& shape, double x, double y) {
  const int left = static_cast<int>(std::floor(x)), top = static_cast<int>(std::floor(y));
  const auto at = [&](int px, int py) { return px < 0 || py < 0 || px >= shape.width || py >= shape.height ? 0.0 : static_cast<double>(shape.ink[static_cast<std::size_t>(py * shape.width + px)]); };
  const double fx = x - left, fy = y - top;
  return static_cast<float>((at(left, top) * (1 - fx) + at(left + 1, top) * fx) * (1 - fy) + (at(left, top + 1) * (1 - fx) + at(left + 1, top + 1) * fx) * fy);
}

using Figure = std::array<float, digit_side * digit_side>;

Figure figure_of(const DigitShape& shape) {
  Figure figure{};
  const Moments m = moments_of(shape);
  if (m.sum <= 0) return figure;
  const double slant = m.yy > 0 ? std::clamp(m.xy / m.yy, -0.7, 0.7) : 0;
  double left = 1e9, right = -1e9, top = 1e9, bottom = -1e9;   // of the ink, once upright
  for (int y = 0; y < shape.height; ++y)
    for (int x = 0; x < shape.width; ++x) {
      if (shape.ink[static_cast<std::size_t>(y * shape.width + x)] < 0.25F) continue;
      const double ux = x - slant * (y - m.y);
      left = std::min(left, ux), right = std::max(right, ux), top = std::min<double>(top, y), bottom = std::max<double>(bottom, y);
    }
  if (right < left) return figure;
  const double scale = std::max({right - left + 1, bottom - top + 1, 4.0}) / figure_side;
  const int steps = std::max(1, static_cast<int>(std::lround(scale)));   // averaged where it shrinks
  for (int y = 0; y < digit_side; ++y)
    for (int x = 0; x < digit_side; ++x) {
      double sum = 0;
      for (int sy = 0; sy < steps; ++sy)
        for (int sx = 0; sx < steps; ++sx) {
          const double v = m.y + (y - (digit_side - 1) / 2.0 + (sy + 0.5) / steps - 0.5) * scale, u = m.x + (x - (digit_side - 1) / 2.0 + (sx + 0.5) / steps - 0.5) * scale;
          sum += sample(shape, u + slant * (v - m.y), v);
        }
      figure[static_cast<std::size_t>(y * digit_side + x)] = static_cast<float>(sum / (steps * steps));
    }
  return figure;
}

}  // namespace

DigitFeatures features_of(const DigitShape& shape) {
  const Figure figure = figure_of(shape);
  DigitFeatures out{};
  const auto at = [&](int x, int y) { return figure[static_cast<std::size_t>(std::clamp(y, 0, digit_side - 1) * digit_side + std::clamp(x, 0, digit_side - 1))]; };
  constexpr double cell = static_cast<double>(digit_side) / cells_across;
  for (int y = 0; y < digit_side; ++y)
    for (int x = 0; x < digit_side; ++x) {
      const double gx = at(x + 1, y) - at(x - 1, y), gy = at(x, y + 1) - at(x, y - 1), strength = std::hypot(gx, gy);
      if (strength < 1e-4) continue;
      double turn = std::atan2(gy, gx) / std::numbers::pi * directions;   // lines have no direction: half a turn is the same
      if (turn < 0) turn += directions;
      const int first = static_cast<int>(turn) % directions;
      const double part = turn - std::floor(turn), cx = (x + 0.5) / cell - 0.5, cy = (y + 0.5) / cell - 0.5;
      const int left = static_cast<int>(std::floor(cx)), top = static_cast<int>(std::floor(cy));
      for (int dy = 0; dy < 2; ++dy)
        for (int dx = 0; dx < 2; ++dx) {
          const int px = left + dx, py = top + dy;
          if (px < 0 || py < 0 || px >= cells_across || py >= cells_across) continue;
          const double weight = strength * (dx ? cx - left : 1 - (cx - left)) * (dy ? cy - top : 1 - (cy - top));
          const int base = (py * cells_across + px) * directions;
          out[static_cast<std::size_t>(base + first)] += static_cast<float>(weight * (1 - part));
          out[static_cast<std::size_t>(base + (first + 1) % directions)] += static_cast<float>(weight * part);
        }
    }
  double norm = 0;
  for (int i = 0; i < 16 * directions; ++i) norm += out[static_cast<std::size_t>(i)] * out[static_cast<std::size_t>(i)];
  norm = std::sqrt(norm) + 1e-3;
  for (int i = 0; i < 16 * directions; ++i) out[static_cast<std::size_t>(i)] = static_cast<float>(std::sqrt(out[static_cast<std::size_t>(i)] / norm) * 2);
  constexpr int block = digit_side / coarse;
  for (int y = 0; y < digit_side; ++y)
    for (int x = 0; x < digit_side; ++x) out[static_cast<std::size_t>(16 * directions + y / block * coarse + x / block)] += at(x, y) / (block * block);
  return out;
}

std::array<float, digit_classes> DigitModel::judge(const DigitFeatures& features) const {
  std::vector<float> hidden(static_cast<std::size_t>(units_));
  for (int u = 0; u < units_; ++u) {
    const float* row = &hidden_[static_cast<std::size_t>(u) * (digit_features + 1)];
    float sum = row[digit_features];
    for (int i = 0; i < digit_features; ++i) sum += row[i] * features[static_cast<std::size_t>(i)];
    hidden[static_cast<std::size_t>(u)] = std::max(0.0F, sum);
  }
  std::array<float, digit_classes> out{};
  float most = -1e9F, total = 0;
  for (int c = 0; c < digit_classes; ++c) {
    const float* row = &output_[static_cast<std::size_t>(c) * static_cast<std::size_t>(units_ + 1)];
    float sum = row[units_];
    for (int u = 0; u < units_; ++u) sum += row[u] * hidden[static_cast<std::size_t>(u)];
    out[static_cast<std::size_t>(c)] = sum, most = std::max(most, sum);
  }
  for (float& value : out) value = std::exp(value - most), total += value;
  for (float& value : out) value /= total;
  return out;
}

std::string DigitModel::text() const {
  std::string out = fmt::format("{} {} {}\n", file_head, units_, digit_features);
  for (const auto* weights : {&hidden_, &output_})
    for (std::size_t i = 0; i < weights->size(); ++i) fmt::format_to(std::back_inserter(out), "{:.4g}{}", (*weights)[i], i % 16 == 15 || i + 1 == weights->size() ? '\n' : ' ');
  return out;
}

std::shared_ptr<const DigitModel> load_digit_model(const std::filesystem::path& file) {
  const std::string text = read_file(file);
  const auto refuse = [&] { throw UsageError("model-invalid", {{"file", file.string()}}); };
  const std::string head = text.substr(0, text.find('\n'));
  if (!head.starts_with(file_head)) refuse();
  char* at = nullptr;
  const long units = std::strtol(head.c_str() + std::string(file_head).size(), &at, 10), features = std::strtol(at, nullptr, 10);
  if (units < 1 || units > 1024 || features != digit_features) refuse();
  std::vector<float> all;
  const char* next = text.c_str() + head.size();
  for (;;) {
    char* end = nullptr;
    const float value = std::strtof(next, &end);
    if (end == next) break;
    all.push_back(value), next = end;
  }
  const std::size_t first = static_cast<std::size_t>(units) * (digit_features + 1), second = digit_classes * static_cast<std::size_t>(units + 1);
  if (all.size() != first + second || !std::all_of(all.begin(), all.end(), [](float v) { return std::isfinite(v); })) refuse();
  const auto middle = all.begin() + static_cast<std::ptrdiff_t>(first);
  return std::make_shared<const DigitModel>(std::vector<float>(all.begin(), middle), std::vector<float>(middle, all.end()), static_cast<int>(units));
}

}  // namespace pli
