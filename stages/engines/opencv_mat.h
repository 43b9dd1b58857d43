// Pixels of Pli as OpenCV sees them and back. Included only by the opencv_ adapters.
#pragma once

#include <cstring>
#include <opencv2/core.hpp>

#include "pipeline/image.h"

namespace pli {

/// Borrows the pixels of `view`: valid as long as they are, and never written to.
inline cv::Mat borrowed(ImageView view) {
  return {view.height, view.width, CV_8UC(view.channels), const_cast<std::uint8_t*>(view.data), view.stride};
}

inline cv::Mat borrowed(Image& image) { return {image.height, image.width, CV_8UC(image.channels), image.pixels.data()}; }

/// A copy of the pixels of an 8-bit matrix.
inline Image owned(const cv::Mat& mat, double dpi, bool bilevel = false) {
  Image out = Image::unset(mat.cols, mat.rows, mat.channels(), dpi);
  out.bilevel = bilevel;
  const std::size_t bytes = static_cast<std::size_t>(mat.cols) * static_cast<std::size_t>(mat.channels());
  for (int y = 0; y < mat.rows; ++y) std::memcpy(out.row(y), mat.ptr(y), bytes);
  return out;
}

}  // namespace pli
