#include "samples/marks.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

namespace pli::samples {
namespace {


Ink stamp_ink(Random& random) {
  static const std::vector<Ink> inks = {{0.16, 0.13, 0.62}, {0.75, 0.10, 0.14}, {0.10, 0.10, 0.12}, {0.10, 0.36, 0.22}};
  return random.pick(inks);
}

std::pair<double, double> turned(double x, double y, double dx, double dy, double angle) {
  const double c = std::cos(angle * std::numbers::pi / 180), s = std::sin(angle * std::numbers::pi / 180);
  return {x + dx * c + dy * s, y - dx * s + dy * c};
}

}  // namespace

Ink pen_ink(Random& random) {
  static const std::vector<Ink> inks = {{0.08, 0.12, 0.50}, {0.08, 0.08, 0.10}, {0.12, 0.20, 0.55}};
  return random.pick(inks);
}

void draw_signature(Canvas& canvas, double x, double y, double width, Random& random) {
  const Ink ink = pen_ink(random);
  const int turns = random.between(5, 9);
  std::vector<std::pair<double, double>> points;
  for (int i = 0; i < turns; ++i) {
    const double up = (i % 2 ? 1 : -1) * random.uniform(1.5, 6.5);
    points.push_back({x + width * 0.8 * i / turns + random.uniform(-1.5, 1.5), y + up});
  }
  points.push_back({x + width, y + random.uniform(-3, 1)});
  canvas.stroke(points, random.uniform(0.3, 0.6), ink);
  if (random.chance(0.6)) {
    const double below = y + random.uniform(4, 7);
    canvas.stroke({{x - 2, below}, {x + width / 2, below - random.uniform(0, 3)}, {x + width * 1.1, below + random.uniform(-4, 1)}}, 0.35, ink);
  }
}

void draw_stamp(Canvas& canvas, double x, double y, const std::string& date, Random& random) {
  const Ink ink = stamp_ink(random);
  const double angle = random.uniform(-9, 9);
  const bool two_lines = random.chance(0.4);
  const Face face{random.chance(0.5) ? "Liberation Sans" : "DejaVu Sans Mono", random.uniform(11, 14), true};
  const std::string head = random.chance(0.7) ? "REÇU LE" : "ARRIVÉ LE";
  const std::string words = two_lines ? (random.chance(0.5) ? "MAIRIE - COURRIER" : head) : head + " " + date;
  const std::string second = two_lines ? (words == head ? date : head + " " + date) : "";
  const double inside = std::max(canvas.measure(words, face).first, second.empty() ? 0 : canvas.measure(second, face).first);
  const double row = canvas.measure(words, face).second, height = (two_lines ? 2.2 : 1.2) * row + 2.5, width = inside + 5;
  canvas.rectangle(x, y, width, height, random.uniform(0.3, 0.7), ink, angle);
  const auto first = turned(x, y, 2.5, 1.8, angle);
  canvas.turned_text(first.first, first.second, angle + random.uniform(-1, 1), words, face, ink);
  if (!second.empty()) {
    const auto at = turned(x, y, 2.5, 1.8 + row * 1.05, angle);
    canvas.turned_text(at.first, at.second, angle, second, face, ink);
  }
}

void draw_postmark(Canvas& canvas, double x, double y, const std::string& town, const std::string& date, Random& random) {
  const Ink ink{0.18, 0.18, 0.2};
  const double radius = 13, angle = random.uniform(-12, 12);
  canvas.circle(x, y, radius, 0.4, ink);
  canvas.circle(x, y, radius - 3.2, 0.25, ink);
  const Face small{"Liberation Sans", 7, true}, big{"Liberation Sans", 8.5, true};
  const auto middle = [&](const std::string& words, const Face& face, double dy) {
    const auto at = turned(x, y, -canvas.measure(words, face).first / 2, dy, angle);
    canvas.turned_text(at.first, at.second, angle, words, face, ink);
  };
  middle(town, small, -8.5);
  middle(date, big, -2);
  middle(std::to_string(random.between(8, 19)) + " H", small, 4);
  for (int i = 0; i < 5; ++i) {
    std::vector<std::pair<double, double>> wave;
    for (int k = 0; k <= 12; ++k) wave.push_back(turned(x, y, radius + 2 + 3.5 * k, -8 + 4 * i + (k % 2 ? 0.9 : -0.9), angle));
    canvas.stroke(wave, 0.35, ink);
  }
}

void draw_logo(Canvas& canvas, double x, double y, double size, Ink ink, Random& random) {
  const double half = size / 2, cx = x + half, cy = y + half;
  switch (random.below(4)) {
    case 0:
      canvas.disc(cx, cy, half, ink);
      canvas.disc(cx + size * 0.12, cy - size * 0.08, half * 0.62, {1, 1, 1});
      break;
    case 1:
      for (int i = 0; i < 4; ++i) canvas.filled(x + i * size * 0.26, y + size * (0.6 - 0.18 * i), size * 0.2, size * (0.4 + 0.18 * i), ink);
      break;
    case 2:
      canvas.circle(cx, cy, half * 0.95, size * 0.05, ink);
      canvas.stroke({{x + size * 0.15, cy + size * 0.1}, {cx - size * 0.1, cy - size * 0.2}, {cx + size * 0.1, cy + size * 0.15}, {x + size * 0.85, cy - size * 0.1}},
                    size * 0.06, ink);
      break;
    default:
      canvas.filled(x, y, size, size, ink);
      canvas.filled(x + size * 0.14, y + size * 0.14, size * 0.3, size * 0.72, {1, 1, 1});
      canvas.disc(x + size * 0.68, y + size * 0.34, size * 0.17, {1, 1, 1});
  }
}

void draw_scrawl(Canvas& canvas, double x, double y, double width, int lines, Random& random) {
  const Ink ink = pen_ink(random);
  const double lean = random.uniform(0.2, 0.6);
  for (int row = 0; row < lines; ++row) {
    const double base = y + row * 10.5 + random.uniform(-0.8, 0.8);
    const double end = row + 1 == lines ? x + width * random.uniform(0.2, 0.7) : x + width * random.uniform(0.88, 1);
    for (double at = x + random.uniform(0, 4); at < end;) {
      const double length = random.uniform(6, 24);
      std::vector<std::pair<double, double>> word;
      for (double along = 0; along < length; along += random.uniform(0.9, 1.7)) {
        const double tall = random.chance(0.16) ? random.uniform(3.2, 5) : random.chance(0.1) ? -random.uniform(1.5, 3) : random.uniform(0.6, 2.3);
        word.push_back({at + along, base});
        word.push_back({at + along + lean * tall, base - tall});
        if (random.chance(0.5)) word.push_back({at + along + 0.8, base - tall * random.uniform(0.3, 0.8)});
      }
      canvas.stroke(word, random.uniform(0.28, 0.42), ink);
      at += length + random.uniform(2.5, 5);
    }
  }
}

Image photograph(int width, int height, Random& random) {
  Image image(width, height, 3, 300);
  const double horizon = random.uniform(0.3, 0.45), hole_x = random.uniform(0.35, 0.65), hole_y = random.uniform(0.65, 0.8), post = random.uniform(0.1, 0.9);
  constexpr int cells = 64;
  std::vector<double> field(cells * cells);
  for (double& value : field) value = random.uniform(-1, 1);
  const auto smooth = [&](double u, double v) {  // value noise, so that nothing is flat and nothing has an edge
    const double fx = u * (cells - 2), fy = v * (cells - 2);
    const int ix = static_cast<int>(fx), iy = static_cast<int>(fy);
    const double ax = fx - ix, ay = fy - iy, sx = ax * ax * (3 - 2 * ax), sy = ay * ay * (3 - 2 * ay);
    const double* at = &field[static_cast<std::size_t>(iy * cells + ix)];
    return (at[0] * (1 - sx) + at[1] * sx) * (1 - sy) + (at[cells] * (1 - sx) + at[cells + 1] * sx) * sy;
  };
  for (int y = 0; y < height; ++y) {
    std::uint8_t* row = image.row(y);
    for (int x = 0; x < width; ++x) {
      const double u = static_cast<double>(x) / width, v = static_cast<double>(y) / height;
      const double n = smooth(u, v), grain = smooth(std::fmod(u * 9, 1), std::fmod(v * 9, 1));
      double r, g, b;
      if (v < horizon + 0.03 * n) {
        r = 150 + 60 * v, g = 175 + 50 * v, b = 215 + 20 * n;
      } else {
        r = g = b = 105 + 30 * n + 22 * grain;
        g += 4;
        const double dx = (u - hole_x) / 0.16, dy = (v - hole_y) / 0.07, d = dx * dx + dy * dy + 0.3 * n;
        if (d < 1) r *= 0.45 + 0.4 * d, g *= 0.42 + 0.4 * d, b *= 0.4 + 0.4 * d;
      }
      if (std::abs(u - post) < 0.012 && v > 0.12 && v < 0.62) r = 70 + 20 * grain, g = 68, b = 66;
      const double vignette = 1 - 0.25 * ((u - 0.5) * (u - 0.5) + (v - 0.5) * (v - 0.5));
      for (const double c : {r, g, b}) *row++ = static_cast<std::uint8_t>(std::clamp(c * vignette, 0.0, 255.0));
    }
  }
  return image;
}

std::string stamp_date(const std::string& iso) {
  static const std::vector<std::string> months = {"JAN.", "FEV.", "MARS", "AVR.", "MAI", "JUIN", "JUIL.", "AOUT", "SEPT.", "OCT.", "NOV.", "DEC."};
  if (iso.size() != 10) return iso;
  const int month = std::clamp(std::atoi(iso.substr(5, 2).c_str()), 1, 12);
  return iso.substr(8, 2) + " " + months[static_cast<std::size_t>(month - 1)] + " " + iso.substr(0, 4);
}

}  // namespace pli::samples
