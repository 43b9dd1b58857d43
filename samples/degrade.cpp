#include "samples/degrade.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <vector>

#include "pipeline/errors.h"

namespace pli::samples {
namespace {

constexpr double dark_alone = 0.45;   // share of the way from ink to paper: a machine with a dynamic threshold blackens what is so dark wherever it is

cv::Mat mat_of(ImageView view) {
  return cv::Mat(view.height, view.width, view.channels == 3 ? CV_8UC3 : CV_8UC1, const_cast<std::uint8_t*>(view.data), view.stride).clone();
}

Image image_of(const cv::Mat& mat, double dpi, bool bilevel) {
  Image image(mat.cols, mat.rows, mat.channels(), dpi);
  image.bilevel = bilevel;
  for (int y = 0; y < mat.rows; ++y) std::copy_n(mat.ptr(y), static_cast<std::size_t>(mat.cols) * static_cast<std::size_t>(mat.channels()), image.row(y));
  return image;
}

/// value -> low + value/255 * (high - low), in every channel.
void remap(cv::Mat& page, double low, double high) { page.convertTo(page, -1, (high - low) / 255, low); }

cv::Scalar grey(double value, const cv::Mat& like) { return like.channels() == 3 ? cv::Scalar(value, value, value) : cv::Scalar(value); }

/// Noise as wide as the page from four bytes of one random word a sample: near enough to normal, and the same everywhere.
void add_noise(cv::Mat& page, double deviation, double softness, Random& random) {
  if (deviation <= 0) return;
  cv::Mat noise(page.rows, page.cols, CV_16S);
  const double scale = deviation * 4 / 148.0 * (softness > 0 ? 1 + 2.2 * softness : 1);  // a sum of four bytes deviates by 148
  for (int y = 0; y < noise.rows; ++y) {
    auto* row = noise.ptr<std::int16_t>(y);
    for (int x = 0; x < noise.cols; x += 2) {
      std::uint64_t bits = random.next();
      for (int k = 0; k < 2 && x + k < noise.cols; ++k, bits >>= 32) {
        const int sum = static_cast<int>((bits & 255) + (bits >> 8 & 255) + (bits >> 16 & 255) + (bits >> 24 & 255));
        row[x + k] = static_cast<std::int16_t>(std::lround((sum - 510) * scale / 4));
      }
    }
  }
  if (softness > 0) cv::GaussianBlur(noise, noise, {}, softness);
  if (page.channels() == 3) cv::merge(std::vector<cv::Mat>{noise, noise, noise}, noise);
  cv::add(page, noise, page, cv::noArray(), page.type());
}

void let_shine_through(cv::Mat& page, ImageView back, double strength, Random& random) {
  if (strength <= 0) return;
  cv::Mat other = back.empty() ? page.clone() : mat_of(back);
  if (other.channels() != 1) cv::cvtColor(other, other, cv::COLOR_RGB2GRAY);
  cv::flip(other, other, 1);
  if (other.size() != page.size()) cv::resize(other, other, page.size());
  const double dx = random.uniform(-40, 40), dy = random.uniform(-30, 60);
  const cv::Mat move = (cv::Mat_<double>(2, 3) << 1, 0, dx, 0, 1, dy);
  cv::warpAffine(other, other, move, other.size(), cv::INTER_LINEAR, cv::BORDER_CONSTANT, cv::Scalar(255));
  cv::GaussianBlur(other, other, {}, 3.2);
  other.convertTo(other, -1, strength, 255 * (1 - strength));
  if (page.channels() == 3) cv::merge(std::vector<cv::Mat>{other, other, other}, other);
  cv::multiply(page, other, page, 1.0 / 255);
}

void fold(cv::Mat& page, int folds, Random& random) {
  for (int i = 1; i <= folds; ++i) {
    const double y = page.rows * (static_cast<double>(i) / (folds + 1) + random.uniform(-0.015, 0.015)), slope = random.uniform(-0.006, 0.006);
    const double dark = random.uniform(18, 55), reach = random.uniform(4, 14);
    for (int x = 0; x < page.cols; ++x) {
      const double middle = y + slope * (x - page.cols / 2.0);
      for (int row = std::max(0, static_cast<int>(middle - reach)); row < std::min<int>(page.rows, static_cast<int>(middle + reach)); ++row) {
        const double away = std::abs(row - middle);
        const double change = away < 1.3 ? -dark : row > middle ? 9 * (1 - away / reach) : -14 * (1 - away / reach);
        std::uint8_t* at = page.ptr(row) + static_cast<std::ptrdiff_t>(x) * page.channels();
        for (int c = 0; c < page.channels(); ++c) at[c] = cv::saturate_cast<std::uint8_t>(at[c] + change);
      }
    }
  }
}

void punch(cv::Mat& page, int holes, double lid, double per_mm, Random& random) {
  const double x = 11 * per_mm, apart = (holes == 4 ? 80.0 : 80.0) * per_mm, middle = page.rows / 2.0 + random.uniform(-4, 4) * per_mm;
  for (int i = 0; i < holes; ++i) {
    const cv::Point at(static_cast<int>(x), static_cast<int>(middle + (i - (holes - 1) / 2.0) * apart));
    cv::circle(page, at, static_cast<int>(2.8 * per_mm), grey(lid, page), cv::FILLED, cv::LINE_AA);
    cv::circle(page, at, static_cast<int>(2.8 * per_mm), grey((lid + 120) / 2, page), 2, cv::LINE_AA);
  }
}

void light_unevenly(cv::Mat& page, double loss, double angle) {
  if (loss <= 0) return;
  const double cx = std::cos(angle * std::numbers::pi / 180), cy = -std::sin(angle * std::numbers::pi / 180);
  cv::Mat light(page.rows, page.cols, CV_8UC1);
  for (int y = 0; y < page.rows; ++y) {
    std::uint8_t* row = light.ptr(y);
    const double v = static_cast<double>(y) / page.rows - 0.5;
    for (int x = 0; x < page.cols; ++x) {
      const double along = ((static_cast<double>(x) / page.cols - 0.5) * cx + v * cy) / (std::abs(cx) + std::abs(cy)) + 0.5;  // 0..1
      row[x] = cv::saturate_cast<std::uint8_t>(255 * (1 - loss * along * along));
    }
  }
  if (page.channels() == 3) cv::merge(std::vector<cv::Mat>{light, light, light}, light);
  cv::multiply(page, light, page, 1.0 / 255);
}

void darken_edges(cv::Mat& scan, double mm, double per_mm, Random& random) {
  if (mm <= 0) return;
  for (int side = 0; side < 4; ++side) {
    if (!random.chance(0.6)) continue;
    const bool across = side < 2;
    const int length = across ? scan.rows : scan.cols, depth = across ? scan.cols : scan.rows;
    double wide = random.uniform(0.3, 1) * mm * per_mm;
    for (int along = 0; along < length; ++along) {
      wide = std::clamp(wide + random.uniform(-0.8, 0.8), 1.0, mm * per_mm);
      for (int in = 0; in < static_cast<int>(wide); ++in) {
        const int at = side % 2 ? depth - 1 - in : in;
        std::uint8_t* pixel = across ? scan.ptr(along) + static_cast<std::ptrdiff_t>(at) * scan.channels()
                                     : scan.ptr(at) + static_cast<std::ptrdiff_t>(along) * scan.channels();
        for (int c = 0; c < scan.channels(); ++c) pixel[c] = static_cast<std::uint8_t>(std::min<int>(pixel[c], random.between(5, 45)));
      }
    }
  }
}

/// What is darker by so much than the paper around it: its light followed over some millimetres, as scanners do that find their own threshold.
cv::Mat darker_than_around(const cv::Mat& scan, double by, double per_mm) {
  constexpr double follow_mm = 6;
  const double reduce = 4 / per_mm;   // four pixels to a millimetre
  cv::Mat light;
  cv::resize(scan, light, {}, reduce, reduce, cv::INTER_AREA);
  cv::dilate(light, light, cv::getStructuringElement(cv::MORPH_RECT, {9, 9}));
  cv::blur(light, light, {static_cast<int>(follow_mm * 4) | 1, static_cast<int>(follow_mm * 4) | 1});
  cv::resize(light, light, scan.size());
  light.convertTo(light, -1, 1, -by);
  return scan < light;
}

void sprinkle(cv::Mat& scan, double per_thousand_mm2, double per_mm, int streaks, Random& random) {
  const double area = scan.cols / per_mm * (scan.rows / per_mm);
  const int dots = static_cast<int>(per_thousand_mm2 * area / 1000);
  for (int i = 0; i < dots; ++i) {
    const cv::Point at(random.below(scan.cols), random.below(scan.rows));
    const int size = random.chance(0.85) ? 1 : random.between(1, 3);
    cv::circle(scan, at, size, grey(random.chance(0.8) ? random.uniform(10, 90) : 250, scan), cv::FILLED);
  }
  for (int i = 0; i < streaks; ++i) {
    const int x = random.between(scan.cols / 20, scan.cols - scan.cols / 20);
    cv::line(scan, {x, 0}, {x + random.between(-3, 3), scan.rows}, grey(random.uniform(90, 190), scan), 1);
  }
}

}  // namespace

const char* level_name(Level level) { return level == Level::clean ? "clean" : level == Level::worn ? "worn" : "bad"; }

Level level_named(const std::string& name) {
  for (const Level level : {Level::clean, Level::worn, Level::bad})
    if (name == level_name(level)) return level;
  throw UsageError("unknown-level", {{"value", name}});
}

const char* mode_name(Wear::Mode mode) { return mode == Wear::Mode::grey ? "gray" : mode == Wear::Mode::colour ? "color" : "bilevel"; }

Wear draw_wear(Level level, Random& random) {
  using M = Wear::Mode;
  Wear wear;
  wear.light_angle = random.uniform(0, 360);
  wear.shift_x = random.uniform(-2, 2), wear.shift_y = random.uniform(-3, 3);
  if (level == Level::clean) {
    wear.mode = random.pick(std::vector<M>{M::grey, M::grey, M::bilevel});
    wear.skew = random.uniform(-1, 1);
    wear.paper = random.uniform(244, 253), wear.ink = random.uniform(15, 35);
    wear.noise = random.uniform(0.8, 2), wear.blur = random.uniform(0.4, 0.7);
    wear.shift_x /= 2, wear.shift_y /= 2;
    wear.threshold = random.uniform(0.5, 0.65);
    return wear;
  }
  const bool bad = level == Level::bad;
  wear.mode = random.pick(bad ? std::vector<M>{M::bilevel, M::bilevel, M::grey, M::colour} : std::vector<M>{M::grey, M::colour, M::colour});
  wear.skew = bad ? random.uniform(-5, 5) : random.uniform(-3, 3);
  wear.rotate = random.chance(bad ? 0.3 : 0.1) ? 90 * random.between(1, 3) : 0;
  wear.dpi = bad && random.chance(0.15) ? 200 : 300;
  wear.paper = bad ? random.uniform(195, 235) : random.uniform(228, 250);
  wear.ink = bad ? random.uniform(30, 75) : random.uniform(20, 55);
  wear.lid = random.pick(std::vector<double>{12, 22, 30, 248, 215});
  wear.blur = bad ? random.uniform(0.7, 1.2) : random.uniform(0.6, 1.0);
  wear.noise = bad ? random.uniform(3, 7) : random.uniform(2.5, 5);
  wear.grain = bad ? random.uniform(1, 4) : random.uniform(0.5, 2);
  wear.light = bad ? random.uniform(0.08, 0.25) : random.uniform(0.03, 0.16);
  wear.bleed = random.chance(0.7) ? random.uniform(0.04, bad ? 0.16 : 0.11) : 0;
  wear.folds = random.chance(0.6) ? random.between(1, 2) : 0;
  wear.holes = random.chance(bad ? 0.3 : 0.2) ? random.pick(std::vector<int>{2, 2, 4}) : 0;
  wear.edges = bad && random.chance(0.5) ? random.uniform(2, 7) : 0;
  wear.speckle = bad ? random.uniform(0, 3) : random.uniform(0, 0.8);
  wear.streaks = bad && random.chance(0.2) ? random.between(1, 2) : 0;
  wear.threshold = random.uniform(0.52, 0.76);
  if (wear.mode == M::bilevel) make_bilevel(wear);
  return wear;
}

void make_bilevel(Wear& wear) {  // what a threshold would wipe out is no longer a letter
  wear.mode = Wear::Mode::bilevel;
  wear.ink = std::min(wear.ink, 60.0), wear.noise = std::min(wear.noise, 7.0), wear.light = std::min(wear.light, 0.14);
  wear.blur = std::min(wear.blur, wear.dpi < 300 ? 0.9 : 1.3);
}

void make_dynamic(Wear& wear, Random& random) {
  const double noise = std::hypot(wear.noise, wear.grain) / (wear.paper - wear.ink);
  wear.contrast = std::max(random.uniform(0.18, 0.36), wear.bleed + 4.5 * noise);
}

Wear draw_scan(Level level, Random& random) {
  Wear wear = draw_wear(level, random);
  wear.dpi = random.chance(0.4) ? 200 : 300;
  if (level != Level::bad && random.chance(0.35)) make_bilevel(wear);
  if (wear.mode == Wear::Mode::bilevel) make_bilevel(wear);  // for the resolution just drawn
  if (level == Level::clean) wear.rotate = random.chance(0.1) ? 180 : 0;
  wear.scale = level == Level::clean ? random.uniform(0.99, 1.01) : random.uniform(0.97, 1.03);
  return wear;
}

std::pair<double, double> lies_at(const Wear& wear, double x, double y) {
  constexpr double middle_x = 105, middle_y = 148.5;
  const double along = wear.scale * std::cos(wear.skew * std::numbers::pi / 180), across = wear.scale * std::sin(wear.skew * std::numbers::pi / 180), dx = x - middle_x, dy = y - middle_y;
  return {middle_x + along * dx + across * dy + wear.shift_x, middle_y - across * dx + along * dy + wear.shift_y};
}

bool whole_on_scan(const Wear& wear, double x, double y, double width, double height) {
  constexpr double across = 210, down = 297, hole_x = 11, hole_apart = 80, hole_reach = 3.5;
  const double rim = wear.edges > 0 ? wear.edges + 1.5 : 0;
  for (const double corner_x : {x, x + width})
    for (const double corner_y : {y, y + height}) {
      const auto [at_x, at_y] = lies_at(wear, corner_x, corner_y);
      if (at_x < rim || at_y < rim || at_x > across - rim || at_y > down - rim) return false;
    }
  for (int i = 0; i < wear.holes; ++i) {
    const double hole_y = down / 2 + (i - (wear.holes - 1) / 2.0) * hole_apart, off = hole_reach + 4;  // holes stand a little higher or lower
    if (hole_x + hole_reach > x && hole_x - hole_reach < x + width && hole_y + off > y && hole_y - off < y + height) return false;
  }
  return true;
}

Image scan_page(ImageView printed, ImageView back, const Wear& wear, Random& random) {
  cv::Mat page = mat_of(printed);
  if (wear.mode != Wear::Mode::colour && page.channels() == 3) cv::cvtColor(page, page, cv::COLOR_RGB2GRAY);
  const double print_mm = printed.dpi / 25.4, scan_mm = wear.dpi / 25.4;
  let_shine_through(page, back, wear.bleed, random);
  remap(page, wear.ink, wear.paper);
  add_noise(page, wear.grain, 1.2, random);
  fold(page, wear.folds, random);
  punch(page, wear.holes, wear.lid, print_mm, random);

  const cv::Point2f middle(static_cast<float>(page.cols) / 2.0F, static_cast<float>(page.rows) / 2.0F);
  cv::Mat lay = cv::getRotationMatrix2D(middle, wear.skew, wear.scale);  // OpenCV too counts counter-clockwise
  lay.at<double>(0, 2) += wear.shift_x * print_mm;
  lay.at<double>(1, 2) += wear.shift_y * print_mm;
  cv::Mat scan;
  cv::warpAffine(page, scan, lay, page.size(), cv::INTER_CUBIC, cv::BORDER_CONSTANT, grey(wear.lid, page));
  if (wear.dpi != printed.dpi) cv::resize(scan, scan, {}, wear.dpi / printed.dpi, wear.dpi / printed.dpi, cv::INTER_AREA);

  light_unevenly(scan, wear.light, wear.light_angle);
  if (wear.blur > 0) cv::GaussianBlur(scan, scan, {}, wear.blur);
  sprinkle(scan, wear.speckle, scan_mm, wear.streaks, random);
  darken_edges(scan, wear.edges, scan_mm, random);
  add_noise(scan, wear.noise, 0.5, random);
  if (wear.mode == Wear::Mode::bilevel) {
    const double darkest = wear.paper * (1 - wear.light);  // so that the dim side of the page stays paper
    cv::Mat black = scan < wear.ink + (wear.contrast > 0 ? dark_alone : wear.threshold) * (darkest - wear.ink);
    if (wear.contrast > 0) black |= darker_than_around(scan, wear.contrast * (wear.paper - wear.ink), scan_mm);
    cv::bitwise_not(black, scan);
  }
  if (wear.rotate == 90) cv::rotate(scan, scan, cv::ROTATE_90_COUNTERCLOCKWISE);
  if (wear.rotate == 180) cv::rotate(scan, scan, cv::ROTATE_180);
  if (wear.rotate == 270) cv::rotate(scan, scan, cv::ROTATE_90_CLOCKWISE);
  return image_of(scan, wear.dpi, wear.mode == Wear::Mode::bilevel);
}

}  // namespace pli::samples
