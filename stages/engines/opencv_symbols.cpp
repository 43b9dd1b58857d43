#include "stages/engines/opencv_symbols.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "stages/engines/opencv_paper.h"

namespace pli {
namespace {

constexpr double finder_dpi = 100;
constexpr double mm_100 = finder_dpi / 25.4;

cv::Mat seen(ImageView view) {
  return {view.height, view.width, CV_8UC1, const_cast<std::uint8_t*>(view.data), view.stride};  // NOLINT: OpenCV has no view of constants
}

cv::Mat seen(Image& image) { return {image.height, image.width, CV_8UC1, image.pixels.data(), static_cast<std::size_t>(image.width)}; }

Image kept(const cv::Mat& mat, double dpi) {
  Image out = Image::unset(mat.cols, mat.rows, 1, dpi);
  mat.copyTo(seen(out));
  return out;
}

/// The grey below which that share of the pixels lies.
int quantile(const cv::Mat& page, double share) {
  std::array<int, 256> histogram{};
  for (int y = 0; y < page.rows; ++y)
    for (int x = 0; x < page.cols; ++x) ++histogram[page.at<std::uint8_t>(y, x)];
  int grey = 0;
  for (double left = share * page.rows * page.cols; grey < 255 && (left -= histogram[static_cast<std::size_t>(grey)]) > 0; ++grey) {}
  return grey;
}

/// Dark against its surroundings: ink under any light. By how much goes with the page's contrast: grain that passed for ink would join everything to one block.
cv::Mat ink_of(const cv::Mat& page) {
  const double darker = std::clamp(0.2 * (quantile(page, 0.5) - quantile(page, 0.01)), 8.0, 24.0);
  cv::Mat ink;
  cv::adaptiveThreshold(page, ink, 255, cv::ADAPTIVE_THRESH_MEAN_C, cv::THRESH_BINARY_INV, 61, darker);
  return ink;
}

bool same_place(const cv::RotatedRect& a, const cv::RotatedRect& b) {
  const double apart = std::hypot(a.center.x - b.center.x, a.center.y - b.center.y);
  const double size_a = std::max(a.size.width, a.size.height), size_b = std::max(b.size.width, b.size.height);
  return apart < 0.15 * std::min(size_a, size_b) && std::abs(size_a - size_b) < 0.2 * std::max(size_a, size_b);
}

/// How much of its rectangle a block fills: all of it, or with `rim` its outline alone.
enum class Fill { whole, rim };

/// A rectangle of a code's size, neither black all over nor nearly white.
bool plausible(const std::vector<cv::Point>& contour, const cv::RotatedRect& rect, const cv::Mat& ink, Fill fill) {
  const double area = static_cast<double>(rect.size.width) * rect.size.height;
  const double shorter = std::min(rect.size.width, rect.size.height), longer = std::max(rect.size.width, rect.size.height);
  if (shorter < 3.5 * mm_100 || longer > 110 * mm_100 || longer > 8 * shorter) return false;
  const bool square = longer <= 1.7 * shorter;
  if (square && longer > 45 * mm_100) return false;
  if (fill == Fill::rim && longer > 1.25 * shorter) return false;  // words and drawings have outlines of any shape
  if (fill == Fill::whole && cv::contourArea(contour) < 0.65 * area) return false;
  const cv::Rect bounds = cv::boundingRect(contour) & cv::Rect(0, 0, ink.cols, ink.rows);
  cv::Mat mask = cv::Mat::zeros(bounds.size(), CV_8UC1);
  cv::drawContours(mask, std::vector<std::vector<cv::Point>>{contour}, 0, 255, cv::FILLED, cv::LINE_8, cv::noArray(), 0, -bounds.tl());
  const double share = cv::mean(ink(bounds), mask)[0] / 255;
  return share >= 0.2 && share <= 0.85;
}

}  // namespace

std::vector<DenseBlock> dense_blocks(ImageView page) {
  Image finer;
  cv::Mat small;
  if (page.dpi > finder_dpi * 1.02) finer = reduced(page, finder_dpi), small = seen(finer);
  else cv::resize(seen(page), small, {}, finder_dpi / page.dpi, finder_dpi / page.dpi, cv::INTER_AREA);
  const double scale = static_cast<double>(small.cols) / page.width;
  if (small.cols < 20 || small.rows < 20) return {};
  const cv::Mat ink = ink_of(small);
  std::vector<cv::RotatedRect> kept_rects;
  const auto keep = [&](const cv::Mat& blocks, Fill fill) {
    std::vector<std::vector<cv::Point>> contours;
    cv::findContours(blocks, contours, cv::RETR_EXTERNAL, cv::CHAIN_APPROX_SIMPLE);
    for (const auto& contour : contours) {
      const cv::RotatedRect rect = cv::minAreaRect(contour);
      const bool known = std::any_of(kept_rects.begin(), kept_rects.end(), [&](const cv::RotatedRect& other) { return same_place(rect, other); });
      if (!known && plausible(contour, rect, ink, fill)) kept_rects.push_back(rect);
    }
  };
  constexpr std::array<std::array<int, 2>, 3> scales{{{5, 13}, {8, 20}, {12, 30}}};
  for (const auto& [closing, opening] : scales) {
    cv::Mat joined, blocks;
    cv::morphologyEx(ink, joined, cv::MORPH_CLOSE, cv::getStructuringElement(cv::MORPH_RECT, {closing, closing}));
    // Large modules leave bays of white that opening takes for the outside; the rim of a DataMatrix is one piece all the same.
    if (closing == scales.front().front()) keep(joined, Fill::rim);
    cv::morphologyEx(joined, blocks, cv::MORPH_OPEN, cv::getStructuringElement(cv::MORPH_RECT, {opening, opening}));
    keep(blocks, Fill::whole);
  }
  std::vector<DenseBlock> out;
  for (const cv::RotatedRect& r : kept_rects)
    out.push_back({r.center.x / scale, r.center.y / scale, r.size.width / scale, r.size.height / scale, r.angle});
  std::stable_sort(out.begin(), out.end(), [](const DenseBlock& a, const DenseBlock& b) { return a.y != b.y ? a.y < b.y : a.x < b.x; });
  return out;
}

Box Crop::on_page(const Box& box) const {
  double left = 1e9, top = 1e9, right = -1e9, bottom = -1e9;
  for (int x : {box.x, box.right()})
    for (int y : {box.y, box.bottom()}) {
      const double px = back[0] * x + back[1] * y + back[2], py = back[3] * x + back[4] * y + back[5];
      left = std::min(left, px), right = std::max(right, px), top = std::min(top, py), bottom = std::max(bottom, py);
    }
  const int x = static_cast<int>(std::lround(left)), y = static_cast<int>(std::lround(top));
  return {x, y, static_cast<int>(std::lround(right)) - x, static_cast<int>(std::lround(bottom)) - y};
}

Crop crop_upright(ImageView page, const DenseBlock& block, double pad) {
  double angle = block.angle, width = block.width, height = block.height;
  if (angle > 45) angle -= 90, std::swap(width, height);  // the nearest way to stand upright
  const double radians = angle * CV_PI / 180, cosine = std::cos(radians), sine = std::sin(radians);
  const cv::Size size(static_cast<int>(std::lround(width + 2 * pad)), static_cast<int>(std::lround(height + 2 * pad)));
  Crop crop;
  crop.back = {cosine, -sine, block.x - cosine * size.width / 2 + sine * size.height / 2,
               sine,   cosine, block.y - sine * size.width / 2 - cosine * size.height / 2};
  const cv::Matx23d back(crop.back.data());
  cv::Mat picture;
  cv::warpAffine(seen(page), picture, back, size, cv::INTER_LINEAR | cv::WARP_INVERSE_MAP, cv::BORDER_CONSTANT, 255);
  crop.image = kept(picture, page.dpi);
  return crop;
}

Crop enlarged(const Crop& crop) {
  cv::Mat large;
  cv::resize(seen(crop.image.view()), large, {}, 2, 2, cv::INTER_CUBIC);
  cv::GaussianBlur(large, large, {}, 1.4);
  cv::threshold(large, large, 0, 255, cv::THRESH_BINARY | cv::THRESH_OTSU);
  Crop out{kept(large, crop.image.dpi * 2), crop.back};
  for (int i : {0, 1, 3, 4}) out.back[static_cast<std::size_t>(i)] /= 2;
  return out;
}

Crop reduced(const Crop& crop) {
  Crop out{halved(crop.image), crop.back};
  for (int i : {0, 1, 3, 4}) out.back[static_cast<std::size_t>(i)] *= 2;
  return out;
}

Image halved(ImageView page) {
  cv::Mat small;
  cv::resize(seen(page), small, {}, 0.5, 0.5, cv::INTER_AREA);
  return kept(small, page.dpi / 2);
}

Image smeared_down(ImageView page, int rows) {
  Image out = Image::unset(page.width, page.height, 1, page.dpi);
  cv::blur(seen(page), seen(out), {1, rows});
  return out;
}

Image copied(ImageView page) { return kept(seen(page), page.dpi); }

void paint_white(Image& image, const Box& box) {
  const cv::Rect rect = cv::Rect(box.x, box.y, box.width, box.height) & cv::Rect(0, 0, image.width, image.height);
  if (!rect.empty()) seen(image)(rect).setTo(255);
}

namespace {

struct StripLine {
  cv::Mat dark;      // 1 where a bar is
  double contrast;   // standard deviation: bars against paper, or grain alone
};

StripLine line_of(const cv::Mat& strip, int y) {
  // The mean of three lines holds against specks.
  cv::Mat line, dark;
  cv::reduce(strip.rowRange(std::max(0, y - 1), std::min(strip.rows, y + 2)), line, 0, cv::REDUCE_AVG, CV_8U);
  cv::Scalar mean, deviation;
  cv::meanStdDev(line, mean, deviation);
  cv::threshold(line, dark, 0, 1, cv::THRESH_BINARY_INV | cv::THRESH_OTSU);
  return {dark, deviation[0]};
}

int end_of_bars(const cv::Mat& strip, int from, int step) {
  StripLine reference = line_of(strip, from);
  const double least_contrast = 0.6 * reference.contrast;  // a smeared page leads from bars into its paper without a step
  int last = from, misses = 0;
  for (int y = from + step; y >= 0 && y < strip.rows && misses < 6; y += step) {
    const StripLine line = line_of(strip, y);
    const double different = static_cast<double>(cv::countNonZero(line.dark != reference.dark)) / strip.cols;
    if (different > 0.2 || line.contrast < least_contrast) {
      ++misses;
      continue;
    }
    reference = line;  // bars that lean a little are followed
    last = y, misses = 0;
  }
  return last;
}

}  // namespace

Box grown_along_bars(ImageView page, const Box& line, bool upright) {
  const int reach = static_cast<int>(page.dpi * 1.6);  // bars of 40 mm at the most, either way
  const Box l = upright ? line : Box{line.y, line.x, line.height, line.width};
  const cv::Rect all(0, 0, upright ? page.width : page.height, upright ? page.height : page.width);
  const cv::Rect around = cv::Rect(l.x, l.y + l.height / 2 - reach, std::max(1, l.width), 2 * reach) & all;
  if (around.empty() || around.width < 8) return line;
  const cv::Rect on_page = upright ? around : cv::Rect(around.y, around.x, around.height, around.width);
  const cv::Mat strip = upright ? seen(page)(on_page) : cv::Mat(seen(page)(on_page).t());
  const int middle = std::clamp(l.y + l.height / 2 - around.y, 0, strip.rows - 1);
  const int top = around.y + end_of_bars(strip, middle, -1), bottom = around.y + end_of_bars(strip, middle, 1);
  return upright ? Box{l.x, top, l.width, bottom - top + 1} : Box{top, l.x, bottom - top + 1, l.width};
}

double quiet_share(ImageView page, const Box& box, bool upright, int margin) {
  const cv::Rect all(0, 0, page.width, page.height), b(box.x, box.y, box.width, box.height);
  if ((b & all).empty()) return 0;
  const double middle = cv::mean(seen(page)(b & all))[0];  // half bars, half paper
  double least = 1;
  for (bool before : {true, false}) {
    const cv::Rect strip = upright ? cv::Rect(before ? b.x - margin : b.x + b.width, b.y, margin, b.height)
                                   : cv::Rect(b.x, before ? b.y - margin : b.y + b.height, b.width, margin);
    const cv::Rect inside = strip & all;
    if (inside.empty()) continue;  // the paper's edge is quiet
    least = std::min(least, static_cast<double>(cv::countNonZero(seen(page)(inside) > middle)) / inside.area());
  }
  return least;
}

}  // namespace pli
