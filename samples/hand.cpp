#include "samples/hand.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

namespace pli::samples {
namespace {

using PenPoints = std::vector<std::pair<double, double>>;

Ink shaded(Ink ink, double lighter) { return {ink.red + (1 - ink.red) * lighter, ink.green + (1 - ink.green) * lighter, ink.blue + (1 - ink.blue) * lighter}; }

/// A line as a hand draws it: its points a little off, bent between.
void line_by_hand(Canvas& canvas, double x0, double y0, double x1, double y1, double off, const Hand& hand, Random& random) {
  PenPoints points;
  for (int i = 0; i <= 3; ++i) {
    const double t = i / 3.0;
    points.emplace_back(x0 + (x1 - x0) * t + random.normal(0, off), y0 + (y1 - y0) * t + random.normal(0, off));
  }
  canvas.stroke(points, hand.width * random.uniform(0.85, 1.15), shaded(hand.ink, random.uniform(0, 0.12)));
}

void hatch(Canvas& canvas, const BoxMm& box, double in, double step, const Hand& hand, Random& random) {
  PenPoints points;
  bool right = false;
  for (double y = box.y + in; y <= box.bottom() - in + 0.01; y += step * random.uniform(0.8, 1.2), right = !right)
    points.emplace_back((right ? box.right() - in : box.x + in) + random.normal(0, 0.15), y + random.normal(0, 0.1));
  if (points.size() < 2) return;
  canvas.stroke(points, hand.width, hand.ink);
}

/// Figures on a square of one by one, y down; strokes of points that a pen runs through.
const std::vector<std::vector<PenPoints>>& figure_forms(int digit) {
  static const std::vector<std::vector<std::vector<PenPoints>>> all = {
      {{{{0.55, 0.02}, {0.2, 0.15}, {0.08, 0.5}, {0.2, 0.88}, {0.5, 0.99}, {0.8, 0.85}, {0.92, 0.48}, {0.78, 0.12}, {0.52, 0.02}}},
       {{{0.75, 0.1}, {0.4, 0.02}, {0.12, 0.35}, {0.15, 0.8}, {0.5, 1.0}, {0.85, 0.75}, {0.85, 0.3}, {0.55, 0.03}, {0.4, 0.12}}}},
      {{{{0.5, 0.0}, {0.5, 0.35}, {0.49, 0.7}, {0.5, 1.0}}},
       {{{0.15, 0.42}, {0.4, 0.2}, {0.6, 0.0}, {0.61, 0.02}, {0.6, 0.4}, {0.59, 1.0}}},
       {{{0.2, 0.3}, {0.42, 0.14}, {0.55, 0.0}, {0.56, 0.02}, {0.55, 0.5}, {0.55, 1.0}}, {{0.25, 1.0}, {0.55, 0.99}, {0.85, 1.0}}}},
      {{{{0.12, 0.25}, {0.3, 0.04}, {0.65, 0.02}, {0.85, 0.25}, {0.65, 0.55}, {0.35, 0.8}, {0.1, 0.98}, {0.12, 0.99}, {0.5, 0.97}, {0.92, 0.98}}},
       {{{0.15, 0.2}, {0.45, 0.0}, {0.82, 0.15}, {0.75, 0.5}, {0.4, 0.85}, {0.15, 0.95}, {0.2, 0.78}, {0.45, 0.85}, {0.65, 0.98}, {0.95, 0.88}}}},
      {{{{0.15, 0.12}, {0.45, 0.0}, {0.82, 0.15}, {0.72, 0.4}, {0.4, 0.48}, {0.42, 0.49}, {0.8, 0.6}, {0.85, 0.85}, {0.5, 1.0}, {0.12, 0.9}}},
       {{{0.15, 0.02}, {0.5, 0.03}, {0.85, 0.02}, {0.84, 0.03}, {0.6, 0.25}, {0.4, 0.42}, {0.42, 0.43}, {0.75, 0.5}, {0.88, 0.75}, {0.6, 0.98}, {0.12, 0.95}}}},
      {{{{0.6, 0.0}, {0.35, 0.35}, {0.08, 0.68}, {0.09, 0.69}, {0.5, 0.67}, {0.95, 0.68}}, {{0.68, 0.38}, {0.67, 0.7}, {0.66, 1.0}}},
       {{{0.2, 0.0}, {0.16, 0.3}, {0.14, 0.52}, {0.15, 0.53}, {0.5, 0.53}, {0.85, 0.5}}, {{0.75, 0.05}, {0.74, 0.5}, {0.72, 1.0}}},
       {{{0.7, 1.0}, {0.7, 0.5}, {0.7, 0.0}, {0.69, 0.01}, {0.4, 0.35}, {0.1, 0.7}, {0.11, 0.71}, {0.5, 0.7}, {0.95, 0.7}}}},
      {{{{0.85, 0.02}, {0.5, 0.03}, {0.25, 0.02}, {0.24, 0.03}, {0.2, 0.25}, {0.18, 0.45}, {0.19, 0.46}, {0.5, 0.38}, {0.85, 0.55}, {0.82, 0.85}, {0.45, 1.0}, {0.1, 0.9}}},
       {{{0.25, 0.05}, {0.22, 0.25}, {0.2, 0.45}, {0.21, 0.45}, {0.55, 0.4}, {0.85, 0.65}, {0.6, 0.97}, {0.12, 0.93}}, {{0.25, 0.04}, {0.55, 0.04}, {0.88, 0.02}}}},
      {{{{0.7, 0.02}, {0.4, 0.2}, {0.15, 0.6}, {0.25, 0.92}, {0.55, 1.0}, {0.85, 0.8}, {0.72, 0.55}, {0.4, 0.55}, {0.18, 0.75}}},
       {{{0.4, 0.0}, {0.22, 0.4}, {0.15, 0.75}, {0.4, 1.0}, {0.78, 0.9}, {0.8, 0.65}, {0.5, 0.55}, {0.2, 0.72}}}},
      {{{{0.1, 0.03}, {0.5, 0.04}, {0.9, 0.03}, {0.89, 0.04}, {0.65, 0.45}, {0.42, 1.0}}},
       {{{0.1, 0.06}, {0.5, 0.03}, {0.88, 0.04}, {0.87, 0.05}, {0.6, 0.5}, {0.4, 1.0}}, {{0.3, 0.52}, {0.55, 0.5}, {0.82, 0.5}}},
       {{{0.12, 0.2}, {0.13, 0.04}, {0.14, 0.04}, {0.5, 0.05}, {0.88, 0.03}, {0.87, 0.04}, {0.62, 0.45}, {0.5, 1.0}}}},
      {{{{0.75, 0.15}, {0.5, 0.02}, {0.22, 0.15}, {0.3, 0.4}, {0.6, 0.55}, {0.82, 0.78}, {0.55, 1.0}, {0.2, 0.85}, {0.3, 0.6}, {0.62, 0.42}, {0.78, 0.18}}},
       {{{0.5, 0.02}, {0.22, 0.2}, {0.5, 0.45}, {0.78, 0.22}, {0.52, 0.02}}, {{0.5, 0.45}, {0.15, 0.72}, {0.5, 1.0}, {0.85, 0.72}, {0.5, 0.45}}}},
      {{{{0.82, 0.2}, {0.5, 0.02}, {0.18, 0.22}, {0.3, 0.5}, {0.62, 0.48}, {0.82, 0.2}, {0.82, 0.22}, {0.8, 0.6}, {0.72, 1.0}}},
       {{{0.8, 0.3}, {0.45, 0.5}, {0.18, 0.3}, {0.45, 0.02}, {0.8, 0.15}, {0.82, 0.5}, {0.6, 0.9}, {0.2, 0.97}}}}};
  return all[static_cast<std::size_t>(digit)];
}

void write_strokes(Canvas& canvas, const BoxMm& cell, const std::vector<PenPoints>& strokes, double narrow, const Hand& hand, Random& random) {
  const double height = cell.height * random.uniform(0.6, 0.92), width = std::min(cell.width * 0.9, height * random.uniform(0.5, 0.75)) * narrow;
  const double left = cell.x + (cell.width - width) / 2 + random.normal(0, 0.18), top = cell.y + (cell.height - height) / 2 + random.normal(0, 0.22);
  const double turn = random.normal(0, 0.07), slant = hand.slant + random.normal(0, 0.05);
  for (const PenPoints& stroke : strokes) {
    PenPoints points;
    for (const auto& [u, v] : stroke) {
      const double x = (u - 0.5 + random.normal(0, 0.035)) * width + slant * (0.5 - v) * height, y = (v - 0.5 + random.normal(0, 0.03)) * height;
      points.emplace_back(left + width / 2 + x * std::cos(turn) - y * std::sin(turn), top + height / 2 + x * std::sin(turn) + y * std::cos(turn));
    }
    canvas.stroke(points, std::min(0.75, hand.width) * random.uniform(0.85, 1.1), hand.ink);
  }
}

}  // namespace

const char* tick_name(Tick tick) {
  static constexpr const char* names[] = {"tick", "cross", "slash", "fill", "hatch", "circle", "beyond", "small", "blackened"};
  return names[static_cast<int>(tick)];
}

Hand draw_hand(Random& random) {
  Hand hand;
  const int pen = random.below(100);
  if (pen < 35) hand.pen = "black", hand.ink = {0.08, 0.08, 0.1}, hand.width = random.uniform(0.3, 0.6);
  else if (pen < 65) hand.pen = "blue", hand.ink = {0.1, 0.15, random.uniform(0.5, 0.75)}, hand.width = random.uniform(0.3, 0.6);
  else if (pen < 75) hand.pen = "red", hand.ink = {random.uniform(0.7, 0.85), 0.1, 0.12}, hand.width = random.uniform(0.35, 0.6);
  else if (pen < 90) {
    const double grey = random.uniform(0.35, 0.62);
    hand.pen = "pencil", hand.ink = {grey, grey, grey}, hand.width = random.uniform(0.35, 0.6);
  } else hand.pen = "felt", hand.ink = {0.05, 0.05, 0.08}, hand.width = random.uniform(0.7, 1.1);
  hand.slant = random.normal(0.1, 0.15), hand.overshoot = random.uniform(0, 0.45), hand.wobble = random.uniform(0.02, 0.1);
  static constexpr Tick usual[] = {Tick::cross, Tick::cross, Tick::cross, Tick::cross, Tick::tick, Tick::tick, Tick::tick, Tick::fill, Tick::hatch, Tick::slash, Tick::circle, Tick::beyond};
  hand.usual = usual[random.below(12)];
  return hand;
}

Tick draw_tick(const Hand& hand, Random& random) {
  if (random.chance(0.75)) return hand.usual;
  return static_cast<Tick>(random.below(ticks - 1));
}

void mark_box(Canvas& canvas, const BoxMm& box, Tick tick, const Hand& hand, Random& random) {
  const double side = box.width, cx = box.x + side / 2 + random.normal(0, 0.05 * side), cy = box.y + side / 2 + random.normal(0, 0.05 * side), off = hand.wobble * side * 0.6;
  const auto arm = [&] { return side * (0.36 + hand.overshoot * random.uniform(0.3, 1.2) * 0.6); };
  switch (tick) {
    case Tick::cross:
      line_by_hand(canvas, cx - arm(), cy - arm(), cx + arm(), cy + arm(), off, hand, random);
      line_by_hand(canvas, cx + arm(), cy - arm(), cx - arm(), cy + arm(), off, hand, random);
      break;
    case Tick::slash: line_by_hand(canvas, cx + arm(), cy - arm(), cx - arm(), cy + arm(), off, hand, random); break;
    case Tick::tick:
    case Tick::beyond: {
      const double up = tick == Tick::beyond ? side * random.uniform(0.8, 1.3) : arm() * 1.1;
      canvas.stroke({{cx - side * 0.3, cy + random.normal(0, off)}, {cx - side * 0.12, cy + side * 0.22}, {cx - side * 0.05, cy + side * random.uniform(0.25, 0.4)}, {cx + side * 0.1, cy - side * 0.05},
                     {cx + up * 0.9, cy - up}},
                    hand.width, hand.ink);
      break;
    }
    case Tick::small: line_by_hand(canvas, cx - side * 0.16, cy + side * random.uniform(-0.1, 0.1), cx + side * 0.18, cy - side * random.uniform(0.1, 0.25), off * 0.5, hand, random); break;
    case Tick::hatch: hatch(canvas, box, 0.7, std::max(0.75, hand.width * 1.7), hand, random); break;
    case Tick::fill: hatch(canvas, box, 0.75 + hand.width / 2, hand.width * 0.95, hand, random); break;
    case Tick::blackened:
      hatch(canvas, {box.x - 0.3, box.y - 0.2, side + 0.6, side + 0.4}, 0.1, std::max(0.25, hand.width * 0.6), hand, random);
      hatch(canvas, {box.x - 0.2, box.y - 0.1, side + 0.5, side + 0.3}, 0.1, std::max(0.25, hand.width * 0.55), hand, random);
      break;
    case Tick::circle: {
      PenPoints points;
      const double rx = side * random.uniform(0.72, 0.95), ry = side * random.uniform(0.7, 0.85), from = random.uniform(0, 6.28);
      for (int i = 0; i <= 12; ++i) {
        const double angle = from + i * 2 * std::numbers::pi / 11.6, wave = 1 + random.normal(0, 0.03);
        points.emplace_back(cx + rx * wave * std::cos(angle), cy + ry * wave * std::sin(angle));
      }
      canvas.stroke(points, hand.width, hand.ink);
      break;
    }
  }
}

void write_digit(Canvas& canvas, const BoxMm& cell, int digit, const Hand& hand, Random& random) {
  const auto& forms = figure_forms(digit);
  write_strokes(canvas, cell, forms[static_cast<std::size_t>(random.below(static_cast<int>(forms.size())))], digit == 1 ? random.uniform(0.3, 0.9) : 1, hand, random);
}

void write_no_digit(Canvas& canvas, const BoxMm& cell, const Hand& hand, Random& random) {
  if (random.chance(0.4)) return hatch(canvas, cell, 0.6, random.uniform(0.5, 1.1), hand, random);
  std::vector<PenPoints> strokes(static_cast<std::size_t>(random.between(1, 3)));
  for (PenPoints& stroke : strokes)
    for (int i = random.between(2, 6); i > 0; --i) stroke.emplace_back(random.uniform(), random.uniform());
  write_strokes(canvas, cell, strokes, 1, hand, random);
}

}  // namespace pli::samples
