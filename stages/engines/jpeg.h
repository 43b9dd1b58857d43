// Adapter of libjpeg-turbo: JPEG streams in and out of plain images. Nothing is printed; errors are ItemError("damaged-page").
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/image.h"

namespace pli {

/// What the header says; no pixel is decoded.
struct JpegFacts {
  int width = 0, height = 0;
  int channels = 1;                ///< 1 grey, 3 colour, 4 CMYK or YCCK
  double dpi_x = 0, dpi_y = 0;     ///< of the JFIF header; 0 when it says none
  bool plain = false;              ///< what every PDF reader decodes alike: Huffman coded, grey, YCbCr, or RGB marked as such by Adobe
  std::string exif;                ///< the EXIF block, empty when there is none
};

JpegFacts jpeg_facts(std::string_view bytes);

/// Grey or RGB (CMYK and YCCK are converted). Broken or missing data is an error: a page that looks whole must be whole.
Image decode_jpeg(std::string_view bytes);

/// Grey, or colour with halved chroma; tables are optimised. `quality` as libjpeg counts it, 1..100.
std::string encode_jpeg(ImageView, int quality);

/// Says of a block of pixels (x, y, width, height) whether it must go.
using BlockTest = std::function<bool(int x, int y, int width, int height)>;
/// The same stream with the blocks that `test` names made black; every other coefficient stays as it was.
std::string burn_jpeg(std::string_view bytes, const BlockTest& test);

/// The strips of a JPEG-in-TIFF page as one JPEG stream, without touching a coefficient.
struct JoinedJpeg {
  std::string bytes;
  bool single = false;   ///< there was one strip: its own bytes, with the tables put in
};

/// `tables` is TIFF's JPEGTables (may be empty), `strips` the abbreviated streams from top to bottom. `rgb` says that three channels are RGB and not YCbCr.
/// Where strips share their tables and hold whole rows of blocks they are put one behind the other with restart markers; else their coefficients
/// are copied into one stream. nullopt when neither is possible (other quantisation or sampling, a strip of the wrong height).
std::optional<JoinedJpeg> join_jpeg_strips(std::string_view tables, const std::vector<std::string>& strips, int width, int height, bool rgb);

}  // namespace pli
