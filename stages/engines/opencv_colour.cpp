#include "stages/engines/opencv_colour.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "stages/engines/opencv_mat.h"

namespace pli {
namespace {

constexpr double colour_mm_per_inch = 25.4;
constexpr int least_chroma = 40;        // of 255, once the paper is white: pens and pads are above 80, what JPEG smears around black below 30
constexpr int darkest_light = 60;       // darker surroundings are no paper
constexpr int black_limit = 150;        // the lightest channel of black ink, on white paper
constexpr double light_step_dpi = 12;   // the paper's light changes slowly
constexpr double widest_stroke = 0.95;  // mm: of a stamp's frame or letter
constexpr double gap_closed = 1.1;      // mm

// Each channel divided by the paper around it: 255 is paper.
cv::Mat on_white(const cv::Mat& rgb, double dpi) {
  const double scale = std::min(1.0, light_step_dpi / dpi);
  cv::Mat light;
  cv::resize(rgb, light, {std::max(1, static_cast<int>(rgb.cols * scale)), std::max(1, static_cast<int>(rgb.rows * scale))}, 0, 0, cv::INTER_AREA);
  cv::dilate(light, light, cv::getStructuringElement(cv::MORPH_RECT, {9, 9}));
  cv::blur(light, light, {5, 5});
  cv::max(light, cv::Scalar::all(darkest_light), light);
  cv::resize(light, light, rgb.size(), 0, 0, cv::INTER_LINEAR);
  cv::Mat white;
  cv::divide(rgb, light, white, 255);
  return white;
}

struct Tones {
  cv::Mat most, least;  // lightest and darkest channel of each pixel
};

Tones tones_of(const cv::Mat& white) {
  std::array<cv::Mat, 3> channel;
  cv::split(white, channel.data());
  Tones tones;
  cv::max(channel[0], channel[1], tones.most);
  cv::max(tones.most, channel[2], tones.most);
  cv::min(channel[0], channel[1], tones.least);
  cv::min(tones.least, channel[2], tones.least);
  return tones;
}

cv::Rect inside(const Box& box, int width, int height) { return cv::Rect(box.x, box.y, box.width, box.height) & cv::Rect(0, 0, width, height); }

// The value below which `share` of the masked pixels lie.
int quantile(const cv::Mat& channel, const cv::Mat& mask, double share) {
  std::array<long long, 256> count{};
  long long all = 0;
  for (int y = 0; y < channel.rows; ++y)
    for (int x = 0; x < channel.cols; ++x)
      if (mask.at<std::uint8_t>(y, x) != 0) ++count[channel.at<std::uint8_t>(y, x)], ++all;
  long long below = 0;
  for (int value = 0; value < 256; ++value)
    if ((below += count[static_cast<std::size_t>(value)]) > share * static_cast<double>(all)) return value;
  return 255;
}

// How many set pixels in a row, down the columns, each set pixel belongs to.
cv::Mat runs_down(const cv::Mat& mask) {
  cv::Mat runs(mask.size(), CV_32S, cv::Scalar(0));
  for (int x = 0; x < mask.cols; ++x)
    for (int from = 0; from < mask.rows;) {
      int to = from;
      while (to < mask.rows && mask.at<std::uint8_t>(to, x) != 0) ++to;
      for (int y = from; y < to; ++y) runs.at<int>(y, x) = to - from;
      from = std::max(to, from + 1);
    }
  return runs;
}

// Ink that covers leaves gaps in the letters below it: each is closed across the stroke that made it, never along it, where it would run letters together.
void close_gaps(cv::Mat& print, const cv::Mat& strokes, double dpi) {
  const auto pixels = [dpi](double mm) { return std::max(1, static_cast<int>(std::lround(mm * dpi / colour_mm_per_inch))); };
  const int widest = pixels(widest_stroke), gap = pixels(gap_closed);
  const cv::Mat down = runs_down(strokes), across = runs_down(strokes.t()).t();
  cv::Mat closed_down, closed_across;
  cv::morphologyEx(print, closed_down, cv::MORPH_OPEN, cv::getStructuringElement(cv::MORPH_RECT, {1, gap}));
  cv::morphologyEx(print, closed_across, cv::MORPH_OPEN, cv::getStructuringElement(cv::MORPH_RECT, {gap, 1}));
  const cv::Mat lying = (strokes != 0) & (down <= widest) & (down <= across), standing = (strokes != 0) & (across <= widest) & (across < down);
  closed_down.copyTo(print, lying);
  closed_across.copyTo(print, standing);
}

}  // namespace

Inks inks_of(ImageView page, double dpi) {
  const double scale = std::min(1.0, dpi / page.dpi);
  cv::Mat small;
  cv::resize(borrowed(page), small, {std::max(1, static_cast<int>(std::lround(page.width * scale))), std::max(1, static_cast<int>(std::lround(page.height * scale)))}, 0, 0, cv::INTER_AREA);
  const Tones tones = tones_of(on_white(small, page.dpi * scale));
  const cv::Mat chroma = tones.most - tones.least;
  cv::Mat coloured = chroma >= least_chroma, black = (tones.most < black_limit) & (chroma < least_chroma);
  return {owned(coloured, page.dpi * scale, true), owned(black, page.dpi * scale, true)};
}

std::vector<Box> groups_of(ImageView ink, double gap) {
  const int size = std::max(1, static_cast<int>(std::lround(gap * ink.dpi / colour_mm_per_inch)));
  cv::Mat joined, labels, stats, centres;
  cv::morphologyEx(borrowed(ink), joined, cv::MORPH_CLOSE, cv::getStructuringElement(cv::MORPH_RECT, {size, size}));
  const int count = cv::connectedComponentsWithStats(joined, labels, stats, centres, 8, CV_32S);
  std::vector<Box> groups;
  for (int i = 1; i < count; ++i) groups.push_back({stats.at<int>(i, cv::CC_STAT_LEFT), stats.at<int>(i, cv::CC_STAT_TOP), stats.at<int>(i, cv::CC_STAT_WIDTH), stats.at<int>(i, cv::CC_STAT_HEIGHT)});
  return groups;
}

int letters_crossed(const Inks& inks, const Box& box) {
  const cv::Rect place = inside(box, inks.black.width, inks.black.height);
  const double mm = colour_mm_per_inch / inks.black.dpi;
  cv::Mat labels, stats, centres, near;
  cv::dilate(borrowed(inks.coloured)(place), near, cv::getStructuringElement(cv::MORPH_RECT, {3, 3}));
  const int count = cv::connectedComponentsWithStats(borrowed(inks.black)(place), labels, stats, centres, 8, CV_32S);
  std::vector<std::uint8_t> crossed(static_cast<std::size_t>(count), 0);
  for (int y = 0; y < near.rows; ++y)
    for (int x = 0; x < near.cols; ++x)
      if (near.at<std::uint8_t>(y, x) != 0) crossed[static_cast<std::size_t>(labels.at<int>(y, x))] = 1;
  int letters = 0;
  for (int i = 1; i < count; ++i) {
    const double height = stats.at<int>(i, cv::CC_STAT_HEIGHT) * mm, width = stats.at<int>(i, cv::CC_STAT_WIDTH) * mm;
    letters += crossed[static_cast<std::size_t>(i)] != 0 && height >= 1 && height <= 8 && width <= 15 ? 1 : 0;
  }
  return letters;
}

void part_inks(ImageView page, const Box& box, Image& print, Image& stamp) {
  const cv::Rect place = inside(box, page.width, page.height);
  const cv::Mat white = on_white(borrowed(page)(place), page.dpi);
  const Tones tones = tones_of(white);
  const cv::Mat chroma = tones.most - tones.least, coloured = chroma >= least_chroma;
  if (cv::countNonZero(coloured) == 0) return;
  // In one channel the ink is lightest: there it becomes paper, and what is black stays.
  std::array<cv::Mat, 3> channel;
  cv::split(white, channel.data());
  int best = 0, lightest = -1;
  for (int i = 0; i < 3; ++i)
    if (const int value = quantile(channel[static_cast<std::size_t>(i)], coloured, 0.5); value > lightest) best = i, lightest = value;
  const double ink = std::max(1, quantile(channel[static_cast<std::size_t>(best)], coloured, 0.25));
  cv::Mat without, near;
  channel[static_cast<std::size_t>(best)].convertTo(without, CV_8U, 255 / ink);
  cv::dilate(coloured, near, cv::getStructuringElement(cv::MORPH_RECT, {3, 3}));
  cv::Mat print_place = borrowed(print)(place), stamp_place = borrowed(stamp)(place);
  without.copyTo(print_place, near);
  close_gaps(print_place, near, page.dpi);
  const double full = std::max(1, quantile(chroma, coloured, 0.75));
  cv::Mat alone;
  chroma.convertTo(alone, CV_8U, -255 / full, 255);
  alone.copyTo(stamp_place, near);
}

}  // namespace pli
