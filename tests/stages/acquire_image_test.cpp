#include <functional>

#include <doctest/doctest.h>

#include "pipeline/errors.h"
#include "stages/acquire.h"
#include "stages/engines/jpeg.h"
#include "stages/resample.h"
#include "tests/support/image_files.h"

using namespace pli;
using namespace pli::test;

static Scan open(const std::string& bytes, const AcquireOptions& options = {}) {
  const Scratch scratch;
  return open_page(scratch.file("page.bin", bytes), 0, {}, options);
}

TEST_CASE("a grey JPEG keeps its bytes and its resolution") {
  const std::string file = jpeg_file(picture_of_ink(400, 300), 80, 200);
  const Scan scan = open(file);
  CHECK(scan.picture.done == "kept");
  CHECK(scan.picture_bytes == file);
  CHECK(scan.image.dpi == 200);
  CHECK_FALSE(scan.dpi_guessed);
}

TEST_CASE("all eight EXIF turns of a JPEG show the page upright; mirrored ones are encoded again") {
  const Image page = picture_of_ink(96, 64);
  for (int orientation = 1; orientation <= 8; ++orientation) {
    CAPTURE(orientation);
    static constexpr int back[9] = {0, 0, 0, 180, 180, 90, 270, 270, 90};
    Image stored = turned(page, back[orientation]);
    const bool mirrored = orientation == 2 || orientation == 4 || orientation == 5 || orientation == 7;
    if (mirrored) mirror(stored);
    const Scan scan = open(jpeg_file(stored, 95, 300, orientation));
    CHECK(difference(scan.image, page).mean < 4);
    CHECK(scan.picture.done == (mirrored ? "re-encoded" : "kept"));
    CHECK(difference(turned(decode_jpeg(scan.picture_bytes), scan.picture.turn), page).mean < 6);
  }
}

TEST_CASE("a colour JPEG is brought under its bytes, unless it is to be kept; CMYK is converted") {
  const Image page = picture_of_ink(900, 700, 3);
  const std::string file = jpeg_file(page, 95, 300);
  AcquireOptions options;
  options.colour_bytes = 60'000;
  const Scan scan = open(file, options);
  CHECK(scan.picture.done == "re-encoded");
  CHECK(scan.picture_bytes.size() <= 60'000);
  CHECK(difference(scan.image, to_grey(page)).mean < 6);
  options.keep_colour = true;
  CHECK(open(file, options).picture_bytes == file);
  const Scan cmyk = open(jpeg_file(page, 90, 300, 0, true));
  CHECK(cmyk.picture.done == "re-encoded");
  CHECK(difference(cmyk.image, to_grey(page)).mean < 8);
}

TEST_CASE("a screen's 72 dots an inch on a camera's picture are not believed") {
  CHECK(open(jpeg_file(Image(3000, 2000, 1, 0), 50, 72)).dpi_guessed);
  CHECK_FALSE(open(jpeg_file(Image(600, 400, 1, 0), 50, 72)).dpi_guessed);
}

TEST_CASE("a JPEG that ends early is damaged; one that lacks only its end marker is read") {
  const Scratch scratch;
  const std::string file = jpeg_file(picture_of_ink(400, 600), 80, 200);
  CHECK(item_error_of([&] { open(file.substr(0, file.size() / 2)); }) == "damaged-page");
  CHECK(open(file.substr(0, file.size() - 2)).image.height == 600);
  const auto stub = scratch.file("stub", file.substr(0, 40));
  CHECK(item_error_of([&] { list_input(stub, scratch / "in"); }) == "damaged-file");
}

TEST_CASE("PNG of every kind and depth gives its pixels") {
  const Image grey = picture_of_ink(75, 50), colour = picture_of_ink(75, 50, 3);
  for (const int bits : {1, 2, 4, 8, 16})
    for (const bool interlaced : {false, true}) {
      CAPTURE(bits);
      CAPTURE(interlaced);
      const int coarse = bits < 8 ? 255 >> bits : 0;
      const Scan scan = open(png_file(grey, PngKind::grey, bits, 300, interlaced));
      CHECK(difference(scan.image, grey).largest <= coarse + 1);
      CHECK(scan.picture.encoding == (bits == 1 ? "g4" : "flate"));
      CHECK(scan.picture.done == (bits == 8 && !interlaced ? "kept" : "repacked"));
      CHECK(scan.image.dpi == doctest::Approx(300).epsilon(0.001));
      if (bits <= 8) CHECK(difference(open(png_file(grey, PngKind::palette, bits, 300, interlaced)).image, grey).largest <= coarse + 1);
      if (bits >= 8) {
        CHECK(difference(open(png_file(colour, PngKind::rgb, bits, 300, interlaced)).image, to_grey(colour)).largest <= 1);
        for (const auto kind : {PngKind::grey_alpha, PngKind::rgb_alpha}) {
          const Scan faint = open(png_file(grey, kind, bits, 300, interlaced));
          CHECK(faint.image.pixels[0] > 135);
          CHECK(faint.image.pixels[0] < 150);
        }
      }
    }
}

TEST_CASE("a PNG that is cut or altered is damaged") {
  std::string file = png_file(picture_of_ink(200, 200), PngKind::grey, 8, 300);
  CHECK(item_error_of([&] { open(file.substr(0, file.size() - 40)); }) == "damaged-page");
  file[file.size() / 2] ^= 1;
  CHECK(item_error_of([&] { open(file); }) == "damaged-page");
}

TEST_CASE("a size that the header claims is judged before a pixel is decoded") {
  std::string file = png_file(picture_of_ink(20, 20), PngKind::grey, 8, 300);
  std::string vast = jpeg_file(picture_of_ink(20, 20), 80, 300);
  const std::size_t frame = vast.find("\xff\xc0");
  vast[frame + 5] = vast[frame + 7] = '\x7f';
  CHECK(item_error_of([&] { open(vast); }) == "page-too-large");
  Limits small;
  small.page_megapixels = 0.0003;
  const Scratch scratch;
  CHECK(item_error_of([&] { open_page(scratch.file("png", file), 0, small); }) == "page-too-large");
}
