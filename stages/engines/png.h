// Adapter of libpng. Nothing is printed; errors are ItemError("damaged-page").
#pragma once

#include <string>
#include <string_view>

#include "pipeline/image.h"

namespace pli {

/// What the header says; no pixel is decoded.
struct PngFacts {
  int width = 0, height = 0;
  double dpi_x = 0, dpi_y = 0;   ///< of pHYs; 0 when it says none
  bool plain = false;            ///< 8 bits a channel, grey or RGB, no transparency, not interlaced: its image data is what PDF's FlateDecode with PNG predictors reads
};

PngFacts png_facts(std::string_view bytes);

/// Grey or RGB of any PNG: palettes and small depths opened, 16 bits brought to 8, alpha laid on white. Bilevel is set for 1-bit grey.
Image decode_png(std::string_view bytes);

/// The joined image data (IDAT) of a PNG: one zlib stream of rows that each begin with their predictor.
std::string png_image_data(std::string_view png);

/// Reads such a stream back: 8 bits a channel, rows of that size.
Image decode_flate(std::string_view data, int width, int height, int channels);

/// The image data of `image` written as PNG: the same pixels as a "flate" stream.
std::string encode_flate(ImageView);

}  // namespace pli
