#include "stages/engines/opencv_form.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "stages/engines/opencv_mat.h"
#include "stages/engines/opencv_paper.h"

namespace pli {
namespace {

constexpr double looking_dpi = 150;   // of marks: five millimetres are thirty pixels
constexpr double mark_ratio = 0.68;   // darker than this share of its paper
constexpr double thin = 0.22;         // of a mark's side: thinner ink is no mark, and is cut off one

cv::Mat mark_ink(ImageView small) {
  const Image light = paper_light(small);
  const Image ink = ink_of(small, light, mark_ratio, false);
  return borrowed(ink.view()).clone();
}

struct SquareShape {
  cv::RotatedRect frame;
  double fill = 0;
};

/// Outer contours with their holes filled: a mark with a heart is a square like the others.
std::vector<SquareShape> square_shapes(const cv::Mat& ink, double side) {
  const int kernel = std::max(3, static_cast<int>(std::lround(side * thin)) | 1);
  cv::Mat solid;
  cv::morphologyEx(ink, solid, cv::MORPH_OPEN, cv::getStructuringElement(cv::MORPH_RECT, {kernel, kernel}));
  std::vector<std::vector<cv::Point>> contours;
  cv::findContours(solid, contours, cv::RETR_EXTERNAL, cv::CHAIN_APPROX_NONE);
  std::vector<SquareShape> found;
  for (const auto& contour : contours) {
    const cv::Rect bounds = cv::boundingRect(contour);
    const int most = static_cast<int>(side * 1.75), least = static_cast<int>(side * 0.7);
    if (bounds.width > most || bounds.height > most || bounds.width < least || bounds.height < least) continue;
    const cv::RotatedRect frame = cv::minAreaRect(contour);
    const double a = frame.size.width + 1, b = frame.size.height + 1;
    if (std::min(a, b) < side * 0.8 || std::max(a, b) > side * 1.2 || std::max(a, b) > std::min(a, b) * 1.18) continue;
    const double fill = (cv::contourArea(contour) + cv::arcLength(contour, true) / 2) / (a * b);
    if (fill >= 0.82) found.push_back({frame, fill});
  }
  return found;
}

/// Mean grey of a part of the square about its middle, `from` and `to` in sides.
double grey_of(const cv::Mat& page, const cv::Point2d& middle, double side, double from, double to) {
  double sum = 0;
  int count = 0;
  const int reach = static_cast<int>(side * to / 2), hole = static_cast<int>(std::ceil(side * from / 2));
  for (int dy = -reach; dy <= reach; ++dy)
    for (int dx = -reach; dx <= reach; ++dx) {
      const int x = static_cast<int>(middle.x) + dx, y = static_cast<int>(middle.y) + dy;
      if (std::max(std::abs(dx), std::abs(dy)) < hole || x < 0 || y < 0 || x >= page.cols || y >= page.rows) continue;
      sum += page.at<std::uint8_t>(y, x), ++count;
    }
  return count ? sum / count : 255;
}

}  // namespace

std::vector<SquareMark> find_squares(ImageView grey, double side) {
  const Image small = reduced(grey, looking_dpi);
  const double scale = static_cast<double>(grey.width) / small.width, small_side = side / scale;
  const cv::Mat page = borrowed(small.view());
  std::vector<SquareMark> found;
  for (const SquareShape& candidate : square_shapes(mark_ink(small), small_side)) {
    const cv::Point2d middle(candidate.frame.center.x, candidate.frame.center.y);
    const double own = (candidate.frame.size.width + candidate.frame.size.height + 2) / 2;
    SquareMark mark;
    mark.x = (middle.x + 0.5) * scale - 0.5, mark.y = (middle.y + 0.5) * scale - 0.5, mark.side = own * scale;
    mark.grey = grey_of(page, middle, own, 0.52, 0.8);
    mark.heart = grey_of(page, middle, own, 0, 0.2) > mark.grey + 0.4 * (grey_of(page, middle, own, 1.25, 1.5) - mark.grey);
    found.push_back(mark);
  }
  return found;
}

Image flattened(ImageView grey, const std::array<std::array<double, 2>, 4>& corners, int width, int height) {
  const auto point = [&](int i) { return cv::Point2f(static_cast<float>(corners[static_cast<std::size_t>(i)][0]), static_cast<float>(corners[static_cast<std::size_t>(i)][1])); };
  const std::array<cv::Point2f, 4> from{point(0), point(1), point(2), point(3)};
  // Only the part that is asked for is touched, with a rim for the averaging.
  float left = from[0].x, right = left, top = from[0].y, bottom = top;
  for (const cv::Point2f& p : from) left = std::min(left, p.x), right = std::max(right, p.x), top = std::min(top, p.y), bottom = std::max(bottom, p.y);
  const cv::Rect whole(0, 0, grey.width, grey.height);
  const cv::Rect part = cv::Rect(static_cast<int>(std::floor(left)) - 3, static_cast<int>(std::floor(top)) - 3, static_cast<int>(right - left) + 8, static_cast<int>(bottom - top) + 8) & whole;
  cv::Mat out(height, width, CV_8UC1, cv::Scalar(255));
  if (part.empty()) return owned(out, grey.dpi);
  cv::Mat piece = borrowed(grey)(part), blurred;
  const double shrink = std::hypot(from[1].x - from[0].x, from[1].y - from[0].y) / width;
  if (shrink > 1.3) cv::blur(piece, blurred, {3, 3}), piece = blurred;
  std::array<cv::Point2f, 4> source = from;
  for (cv::Point2f& p : source) p -= cv::Point2f(static_cast<float>(part.x), static_cast<float>(part.y));
  const auto w = static_cast<float>(width), h = static_cast<float>(height);
  const std::array<cv::Point2f, 4> target{cv::Point2f(-0.5f, -0.5f), {w - 0.5f, -0.5f}, {-0.5f, h - 0.5f}, {w - 0.5f, h - 0.5f}};
  cv::warpPerspective(piece, out, cv::getPerspectiveTransform(target.data(), source.data()), {width, height}, cv::INTER_LINEAR | cv::WARP_INVERSE_MAP, cv::BORDER_REPLICATE);
  return owned(out, grey.dpi);
}

std::vector<InkShape> ink_shapes(ImageView mask, std::vector<int>* labels) {
  cv::Mat numbers, stats, middles;
  const int count = cv::connectedComponentsWithStats(borrowed(mask), numbers, stats, middles, 8, CV_32S);
  std::vector<InkShape> shapes;
  for (int i = 1; i < count; ++i) {
    const int* s = stats.ptr<int>(i);
    shapes.push_back({{s[cv::CC_STAT_LEFT], s[cv::CC_STAT_TOP], s[cv::CC_STAT_WIDTH], s[cv::CC_STAT_HEIGHT]}, s[cv::CC_STAT_AREA]});
  }
  if (labels) labels->assign(numbers.ptr<int>(0), numbers.ptr<int>(0) + static_cast<std::ptrdiff_t>(numbers.rows) * numbers.cols);
  return shapes;
}

Image smoothed(ImageView grey, int side) {
  cv::Mat out;
  cv::blur(borrowed(grey), out, {side, side}, {-1, -1}, cv::BORDER_REPLICATE);
  return owned(out, grey.dpi);
}

}  // namespace pli
