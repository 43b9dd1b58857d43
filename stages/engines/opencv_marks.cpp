#include "stages/engines/opencv_marks.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "stages/engines/opencv_mat.h"

namespace pli {
namespace {

constexpr double mm_per_inch = 25.4;

bool is_text_like(double width, double height, int pixels) {
  const double aspect = width / height;
  return height >= 0.9 && height <= 8 && width >= 0.4 && width <= 15 && aspect >= 0.05 && aspect <= 12 && pixels >= 6;
}

}  // namespace

Marks find_marks(ImageView ink, double margin) {
  const int dx = static_cast<int>(std::lround(ink.width * margin)), dy = static_cast<int>(std::lround(ink.height * margin));
  Marks out;
  if (ink.width - 2 * dx < 1 || ink.height - 2 * dy < 1) return out;
  const cv::Mat inner = borrowed(ink)(cv::Rect(dx, dy, ink.width - 2 * dx, ink.height - 2 * dy));
  cv::Mat labels, stats, centers;
  const int count = cv::connectedComponentsWithStats(inner, labels, stats, centers, 8, CV_32S);
  long long total = 0;
  for (int i = 1; i < count; ++i) {
    const int pixels = stats.at<int>(i, cv::CC_STAT_AREA);
    const double width = stats.at<int>(i, cv::CC_STAT_WIDTH) * mm_per_inch / ink.dpi, height = stats.at<int>(i, cv::CC_STAT_HEIGHT) * mm_per_inch / ink.dpi;
    const double fill = pixels * (mm_per_inch / ink.dpi) * (mm_per_inch / ink.dpi) / (width * height);
    total += pixels;
    if (width > 7 && height > 2.5 && fill < 0.45) ++out.strokes;
    else if (is_text_like(width, height, pixels)) ++out.text_like;
  }
  out.share = static_cast<double>(total) / (static_cast<double>(inner.cols) * inner.rows);
  return out;
}

Coverage cover(ImageView ink, const std::vector<Box>& boxes, double scale) {
  cv::Mat mask(ink.height, ink.width, CV_8U, cv::Scalar(0));
  const auto at = [&](int value) { return static_cast<int>(std::lround(value / scale)); };
  for (const Box& box : boxes) cv::rectangle(mask, {at(box.x) - 1, at(box.y) - 1}, {at(box.right()) + 1, at(box.bottom()) + 1}, 255, cv::FILLED);
  const cv::Mat page = borrowed(ink);
  cv::Mat inside;
  cv::bitwise_and(page, mask, inside);
  const double area = (mm_per_inch / ink.dpi) * (mm_per_inch / ink.dpi);
  const double within = cv::countNonZero(inside);
  return {within * area, (cv::countNonZero(page) - within) * area};
}

}  // namespace pli
