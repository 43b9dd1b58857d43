// Where symbols may stand on a page, and pictures of those places that a decoder likes: ZXing finds a DataMatrix only in the middle of a picture.
#pragma once

#include <array>
#include <vector>

#include "pipeline/image.h"
#include "pipeline/page.h"

namespace pli {

/// A block of dense ink, like a matrix code is one. Pixels of the page; `angle` in degrees as the block lies, clockwise.
struct DenseBlock {
  double x = 0, y = 0;                ///< centre
  double width = 0, height = 0;       ///< of the lying rectangle, width along `angle`
  double angle = 0;
  double aspect() const { return width > height ? width / height : height / width; }
};

/// Blocks from 3.5 mm (short side) to 110 mm (long side), each once, from the top down. Method: ink closed at three scales at 100 dpi,
/// filled rectangles and square outlines kept (the figures are measured: page scans with symbols of 0.4 to 0.8 mm modules).
std::vector<DenseBlock> dense_blocks(ImageView page);

/// An upright picture of a block, and the way back.
struct Crop {
  Image image;
  std::array<double, 6> back{};       ///< page x = b0·x + b1·y + b2, page y = b3·x + b4·y + b5
  Box on_page(const Box&) const;      ///< the page's box around a box of the crop
};

/// `pad`: white or page around the block, in pixels of the page.
Crop crop_upright(ImageView page, const DenseBlock&, double pad);
/// The crop twice as large, its noise taken out, black and white.
Crop enlarged(const Crop&);
/// The crop half as large.
Crop reduced(const Crop&);

Image halved(ImageView);
/// Averages over `rows` above and below: bars of linear codes come out of the noise.
Image smeared_down(ImageView, int rows);
Image copied(ImageView);              ///< the pixels, to paint on
void paint_white(Image&, const Box&);

/// From a thin line across the bars of a linear code to the box of its bars; `upright`: bars run up and down.
Box grown_along_bars(ImageView, const Box& line, bool upright);
/// The share of light pixels in the strips of `margin` pixels before and after the box, across the bars; the lesser of both.
double quiet_share(ImageView, const Box&, bool upright, int margin);

}  // namespace pli
