#include "stages/engines/opencv_paper.h"

#include <algorithm>
#include <cmath>
#include <opencv2/core/version.hpp>
#include <opencv2/imgproc.hpp>

#include "stages/engines/opencv_mat.h"
#include "stages/resample.h"

namespace pli {
namespace {

constexpr double light_dpi = 25;
constexpr int darkest_paper = 70;  // below it an area is the scanner's lid or a copy's edge

cv::Mat scaled_light(ImageView light, cv::Size size) {
  cv::Mat out;
  cv::resize(borrowed(light), out, size, 0, 0, cv::INTER_LINEAR);
  return out;
}

// Components of ink that touch the border; seeds grow from there, so the work is that of the edges only.
void clear_border_ink(cv::Mat& ink) {
  for (int x = 0; x < ink.cols; ++x)
    for (const int y : {0, ink.rows - 1})
      if (ink.at<std::uint8_t>(y, x) != 0) cv::floodFill(ink, {x, y}, 0, nullptr, 0, 0, 8);
  for (int y = 0; y < ink.rows; ++y)
    for (const int x : {0, ink.cols - 1})
      if (ink.at<std::uint8_t>(y, x) != 0) cv::floodFill(ink, {x, y}, 0, nullptr, 0, 0, 8);
}

}  // namespace

std::string opencv_version() { return CV_VERSION; }

void keep_to_one_thread() { cv::setNumThreads(1); }

Image grey_copy(ImageView view) {
  if (view.channels == 1) return owned(borrowed(view), view.dpi, view.bilevel);
  Image out = Image::unset(view.width, view.height, 1, view.dpi);
  cv::Mat grey = borrowed(out);
  cv::cvtColor(borrowed(view), grey, cv::COLOR_RGB2GRAY);
  return out;
}

Image reduced(ImageView grey, double dpi) {
  if (grey.dpi <= dpi * 1.02) return grey_copy(grey);
  const double scale = dpi / grey.dpi;
  Image out = shrunk(grey, static_cast<int>(std::lround(grey.width * scale)), static_cast<int>(std::lround(grey.height * scale)));
  out.dpi = dpi;
  return out;
}

Image paper_light(ImageView grey) {
  const Image small = reduced(grey, light_dpi);
  cv::Mat light;
  cv::dilate(borrowed(small.view()), light, cv::getStructuringElement(cv::MORPH_RECT, {9, 9}));
  if (std::min(light.cols, light.rows) > 9) cv::medianBlur(light, light, 9);
  cv::blur(light, light, {5, 5});
  return owned(light, small.dpi);
}

Image ink_of(ImageView grey, ImageView light, double ratio, bool clear_border) {
  cv::Mat limit = scaled_light(light, {grey.width, grey.height});
  cv::threshold(limit, limit, darkest_paper - 1, 0, cv::THRESH_TOZERO);
  limit.convertTo(limit, -1, ratio);
  Image out = Image::unset(grey.width, grey.height, 1, grey.dpi);
  out.bilevel = true;
  cv::Mat ink = borrowed(out);
  cv::compare(borrowed(grey), limit, ink, cv::CMP_LT);
  if (clear_border) clear_border_ink(ink);
  return out;
}

Image whitened(ImageView grey, ImageView light) {
  cv::Mat paper = scaled_light(light, {grey.width, grey.height});
  cv::max(paper, darkest_paper, paper);
  Image out = Image::unset(grey.width, grey.height, 1, grey.dpi);
  cv::Mat white = borrowed(out);
  cv::divide(borrowed(grey), paper, white, 240);
  return out;
}

Image near_ink(ImageView grey, ImageView ink, double mm) {
  const int radius = std::max(1, static_cast<int>(std::lround(mm * ink.dpi / 25.4)));
  cv::Mat near;
  cv::dilate(borrowed(ink), near, cv::getStructuringElement(cv::MORPH_RECT, {2 * radius + 1, 2 * radius + 1}));
  cv::resize(near, near, {grey.width, grey.height}, 0, 0, cv::INTER_NEAREST);
  Image out(grey.width, grey.height, 1, grey.dpi);
  cv::Mat kept = borrowed(out);
  borrowed(grey).copyTo(kept, near);
  return out;
}

Image turned(ImageView grey, int quarter_turn, double tilt) {
  if (tilt == 0) return turned(grey, quarter_turn);
  return quarter_turn == 0 ? tilted(grey, tilt) : tilted(turned(grey, quarter_turn), tilt);
}

}  // namespace pli
