// What a page's content stream paints, followed operator by operator (ISO 32000-1, 8 and 9). Included by the qpdf adapter only.
#pragma once

#include <optional>
#include <string>
#include <vector>

#define POINTERHOLDER_TRANSITION 4
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFObjectHandle.hh>

namespace pli {

struct Matrix {
  double a = 1, b = 0, c = 0, d = 1, e = 0, f = 0;
  /// First this, then `next`.
  Matrix then(const Matrix& n) const {
    return {a * n.a + b * n.c, a * n.b + b * n.d, c * n.a + d * n.c, c * n.b + d * n.d, e * n.a + f * n.c + n.e, e * n.b + f * n.d + n.f};
  }
};

struct Rect {
  double left = 0, bottom = 0, right = 0, top = 0;
};

/// The bounding box of a rectangle after `m`.
Rect box_of(const Rect&, const Matrix& m);

/// The topmost full-page opaque image with nothing visible above it.
struct PaintedImage {
  QPDFObjectHandle image;
  Matrix placed;   ///< of the unit square, in user space
};

/// Follows the page; nullopt when what is seen is more than, or other than, one image over all of `page_box`.
std::optional<PaintedImage> only_image(QPDF&, QPDFObjectHandle page, const Rect& page_box);

}  // namespace pli
