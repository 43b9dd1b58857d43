// Adapter of libtiff: facts of a page before its pixels, its pixels, and its coded strips as they lie in the file. Nothing is printed.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "pipeline/image.h"

namespace pli {

/// One directory of the file.
struct TiffDirectory {
  std::uint64_t offset = 0;
  bool readable = true;   ///< false: the chain points here, but nothing that can be read stands here
};

/// The pages of a TIFF or BigTIFF in order, found by walking the chain of directories: loops end it, at most `bound` + 1 are given, and reduced-size
/// copies and masks (NewSubfileType) are left out unless there is nothing else. A chain that breaks off yields one unreadable page more, so that the loss shows.
std::vector<TiffDirectory> tiff_directories(const std::filesystem::path&, int bound);

struct TiffFacts {
  int width = 0, height = 0;
  int bits = 1, samples = 1;
  double dpi_x = 0, dpi_y = 0;   ///< 0: not said
  int orientation = 1;           ///< 1..8, as in EXIF
  bool bilevel = false;          ///< one bit, one sample, black and white (no palette)
  bool white_is_zero = false;
  bool g4 = false, jpeg = false; ///< how it is compressed
  bool one_strip = false;
  bool normal_fill = true;       ///< bytes filled from their highest bit
  std::map<std::string, std::string> device;  ///< tags as their writer left them: make, model, software, scanned, operator, host
  bool grey = false, rgb = false; ///< of JPEG data: one channel; or three that are RGB and not YCbCr
};

/// One page of a TIFF, opened. Errors are ItemError("damaged-page"), or "unsupported-page" for a kind of pixels that is not known.
class TiffPage {
 public:
  TiffPage(const std::filesystem::path&, std::uint64_t directory);
  ~TiffPage();
  TiffPage(const TiffPage&) = delete;
  TiffPage& operator=(const TiffPage&) = delete;

  const TiffFacts& facts() const { return facts_; }
  /// Grey or RGB, orientation not applied; bilevel set for black and white. Needs about 4 bytes a pixel at worst.
  Image pixels();
  /// The strips (not tiles) as they are coded, in order; empty when there are none, they are too large to be true, or lie on several planes.
  std::vector<std::string> coded_strips();
  std::string jpeg_tables();
  /// True when libtiff complained of the data while it read it: then the coded bytes are better not kept.
  bool complained() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
  TiffFacts facts_;
};

/// One CCITT G4 stream of a bilevel image; 0 bits are white.
std::string encode_g4(ImageView bilevel);

/// A bare G4 stream as an image; 0 bits are white if `white_is_zero`.
Image decode_g4(const std::string& stream, int width, int height, bool white_is_zero);

}  // namespace pli
