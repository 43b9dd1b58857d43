#include "stages/engines/opencv_marks.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "stages/engines/opencv_mat.h"
#include "stages/engines/opencv_paper.h"

namespace pli {
namespace {

constexpr double mm_per_inch = 25.4;

struct Shape {
  double width, height;  // mm
  double fill;           // share of its box
  double edge;           // mm to the nearest edge of the page
  int pixels;
};

bool is_text_like(const Shape& s) {
  const double aspect = s.width / s.height;
  return s.height >= 0.9 && s.height <= 8 && s.width >= 0.4 && s.width <= 15 && aspect >= 0.05 && aspect <= 12 && s.pixels >= 6;
}

bool is_hole(const Shape& s) {
  const double aspect = s.width / s.height;
  return s.height >= 3 && s.height <= 8.5 && aspect > 0.8 && aspect < 1.25 && s.fill > 0.68 && s.edge < 25;
}

bool is_round(const Shape& s) {
  const double aspect = s.width / s.height;
  return aspect > 0.6 && aspect < 1.6 && s.fill > 0.6;
}

/// Whether it is text-like.
bool count(const Shape& s, Marks& out) {
  if (is_hole(s)) ++out.holes;
  else if (s.width > 7 && s.height > 2.5 && s.fill < 0.45) ++out.strokes;
  else if (is_text_like(s)) {
    ++out.text_like;
    if (s.height >= 1.3) ++out.letters;
    else if (is_round(s)) ++out.dots;
    return true;
  } else if (s.width > 3 && s.height > 3) ++out.blots;
  return false;
}

}  // namespace

namespace {

/// Connected shapes of ink and their statistics.
struct Shapes {
  cv::Mat labels, stats;
  int count = 0;

  explicit Shapes(ImageView ink) {
    cv::Mat centers;
    count = cv::connectedComponentsWithStats(borrowed(ink), labels, stats, centers, 8, CV_32S);
  }
  Box box(int i) const {
    return {stats.at<int>(i, cv::CC_STAT_LEFT), stats.at<int>(i, cv::CC_STAT_TOP), stats.at<int>(i, cv::CC_STAT_WIDTH), stats.at<int>(i, cv::CC_STAT_HEIGHT)};
  }
};

Marks marks_of(const Shapes& shapes, ImageView ink, double margin, std::vector<Box>* text_like = nullptr) {
  const int dx = static_cast<int>(std::lround(ink.width * margin)), dy = static_cast<int>(std::lround(ink.height * margin));
  Marks out;
  long long total = 0;
  const double mm = mm_per_inch / ink.dpi;
  for (int i = 1; i < shapes.count; ++i) {
    const int pixels = shapes.stats.at<int>(i, cv::CC_STAT_AREA);
    const Box box = shapes.box(i);
    const int center_x = box.x + box.width / 2, center_y = box.y + box.height / 2;
    if (center_x < dx || center_y < dy || center_x >= ink.width - dx || center_y >= ink.height - dy) continue;
    const int edge = std::min({box.x, box.y, ink.width - box.right(), ink.height - box.bottom()});
    total += pixels;
    const Shape shape{box.width * mm, box.height * mm, static_cast<double>(pixels) / (static_cast<double>(box.width) * box.height), edge * mm, pixels};
    if (count(shape, out) && text_like) text_like->push_back(box);
  }
  out.share = static_cast<double>(total) / (static_cast<double>(ink.width) * ink.height);
  return out;
}

}  // namespace

Marks find_marks(ImageView ink, double margin) { return ink.empty() ? Marks{} : marks_of(Shapes(ink), ink, margin); }

PrintedInk printed_ink(ImageView ink, double longest) {
  if (ink.empty()) return {};
  const Shapes shapes(ink);
  PrintedInk out;
  out.marks = marks_of(shapes, ink, 0, &out.text_like);
  out.ink = grey_copy(ink);
  const int most = static_cast<int>(std::lround(longest * ink.dpi / mm_per_inch));
  std::vector<std::uint8_t> is_long(static_cast<std::size_t>(shapes.count), 0);
  bool any = false;
  for (int i = 1; i < shapes.count; ++i)
    if (const Box box = shapes.box(i); std::max(box.width, box.height) > most) is_long[static_cast<std::size_t>(i)] = any = true;
  for (int y = 0; any && y < ink.height; ++y) {
    const int* label = shapes.labels.ptr<int>(y);
    for (int x = 0; x < ink.width; ++x)
      if (is_long[static_cast<std::size_t>(label[x])] != 0) out.ink.row(y)[x] = 0;
  }
  return out;
}

Image without_streaks(ImageView ink) {
  Image out = owned(borrowed(ink), ink.dpi, true);
  constexpr int reach = 2;  // a streak leans a little
  const int widest = static_cast<int>(std::lround(2.5 * ink.dpi / mm_per_inch));
  cv::Mat page = borrowed(out), wide, sums;
  cv::dilate(page, wide, cv::getStructuringElement(cv::MORPH_RECT, {2 * reach + 1, 1}));
  cv::reduce(wide, sums, 0, cv::REDUCE_SUM, CV_32S);
  const auto sum = [&](int x) { return x < 0 || x >= page.cols ? 0 : sums.at<int>(0, x); };
  const int beside = static_cast<int>(std::lround(1.5 * ink.dpi / mm_per_inch)) + reach;
  // A fainter one comes in pieces; no letter stands so far from its neighbours all the way down.
  const auto alone = [&](int x) { return sum(x) >= 255 / 4 * page.rows && std::max(sum(x - beside), sum(x + beside)) <= sum(x) / 4; };
  const auto runs_down = [&](int x) { return sum(x) >= 255 / 2 * page.rows || alone(x); };
  for (int x = 0; x < page.cols; ++x) {
    if (!runs_down(x)) continue;
    const int from = x;
    while (x < page.cols && runs_down(x)) ++x;
    if (x - from <= widest) page.colRange(std::max(0, from - reach), std::min(page.cols, x + reach)).setTo(0);
  }
  return out;
}

Image grown_ink(ImageView dark, ImageView pale, int seeds) {
  Image out = owned(borrowed(dark), dark.dpi, true);
  const Shapes shapes(pale);
  std::vector<int> held(static_cast<std::size_t>(shapes.count), 0);
  for (int y = 0; y < dark.height; ++y)
    for (int x = 0; x < dark.width; ++x)
      if (dark.row(y)[x] != 0) ++held[static_cast<std::size_t>(shapes.labels.at<int>(y, x))];
  held[0] = 0;  // no shape
  for (int y = 0; y < dark.height; ++y) {
    const int* label = shapes.labels.ptr<int>(y);
    for (int x = 0; x < dark.width; ++x)
      if (held[static_cast<std::size_t>(label[x])] >= seeds) out.row(y)[x] = 255;
  }
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

LooseLetters letters_outside(ImageView ink, const std::vector<Box>& boxes, double scale) {
  LooseLetters out{0, Image(ink.width, ink.height, 1, ink.dpi)};
  borrowed(out.ink).setTo(0);
  if (ink.empty()) return out;
  const Shapes shapes(ink);
  const double mm = mm_per_inch / ink.dpi;
  std::vector<std::uint8_t> loose(static_cast<std::size_t>(shapes.count), 0);
  for (int i = 1; i < shapes.count; ++i) {
    const Box box = shapes.box(i);
    const int pixels = shapes.stats.at<int>(i, cv::CC_STAT_AREA);
    Marks one;
    count({box.width * mm, box.height * mm, static_cast<double>(pixels) / (static_cast<double>(box.width) * box.height), mm_per_inch, pixels}, one);
    const double x = (box.x + box.width / 2.0) * scale, y = (box.y + box.height / 2.0) * scale;
    const bool read = std::any_of(boxes.begin(), boxes.end(), [&](const Box& word) { return x >= word.x - scale && x <= word.right() + scale && y >= word.y - scale && y <= word.bottom() + scale; });
    if (one.letters == 0 || read) continue;
    loose[static_cast<std::size_t>(i)] = 1;
    ++out.count;
  }
  for (int y = 0; out.count > 0 && y < ink.height; ++y) {
    const int* label = shapes.labels.ptr<int>(y);
    for (int x = 0; x < ink.width; ++x)
      if (loose[static_cast<std::size_t>(label[x])] != 0) out.ink.row(y)[x] = 255;
  }
  return out;
}

}  // namespace pli
