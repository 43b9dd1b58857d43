#include <functional>
#include <tuple>

#include <doctest/doctest.h>
#include <tiffio.h>

#include "pipeline/errors.h"
#include "stages/acquire.h"
#include "stages/engines/jpeg.h"
#include "stages/engines/tiff.h"
#include "stages/resample.h"
#include "tests/support/image_files.h"

using namespace pli;
using namespace pli::test;

namespace {

Scan open(const std::string& bytes, int index = 0, const AcquireOptions& options = {}) {
  const Scratch scratch;
  return open_page(scratch.file("page.bin", bytes), index, {}, options);
}

TiffSpec fax(int compression, int photometric = PHOTOMETRIC_MINISWHITE, int rows = 0) {
  TiffSpec spec;
  spec.compression = compression;
  spec.photometric = photometric;
  spec.bits = 1;
  spec.rows_per_strip = rows;
  return spec;
}

}  // namespace

TEST_CASE("every black and white compression gives its pixels and one G4 stream") {
  const Image page = black_and_white(203, 150);
  for (const int compression : {COMPRESSION_NONE, COMPRESSION_CCITTFAX3, COMPRESSION_CCITTFAX4, COMPRESSION_LZW, COMPRESSION_ADOBE_DEFLATE, COMPRESSION_PACKBITS})
    for (const int photometric : {PHOTOMETRIC_MINISWHITE, PHOTOMETRIC_MINISBLACK}) {
      CAPTURE(compression);
      CAPTURE(photometric);
      const Scan scan = open(tiff_file({{page, fax(compression, photometric, 64)}}));
      CHECK(scan.image.bilevel);
      CHECK(difference(scan.image, page).largest == 0);
      CHECK(scan.picture.encoding == "g4");
      CHECK(scan.picture.done == "repacked");
      CHECK(difference(decode_g4(scan.picture_bytes, scan.picture.width, scan.picture.height, scan.picture.white_is_zero), page).largest == 0);
    }
}

TEST_CASE("one G4 strip keeps its bytes, in either photometric; another fill order does not") {
  const Image page = black_and_white(203, 150);
  for (const int photometric : {PHOTOMETRIC_MINISWHITE, PHOTOMETRIC_MINISBLACK}) {
    const std::string file = tiff_file({{page, fax(COMPRESSION_CCITTFAX4, photometric)}});
    const Scan scan = open(file);
    CHECK(scan.picture.done == "kept");
    CHECK(scan.picture.white_is_zero == (photometric == PHOTOMETRIC_MINISWHITE));
    CHECK(file.find(scan.picture_bytes) != std::string::npos);
    CHECK(difference(decode_g4(scan.picture_bytes, 203, 150, scan.picture.white_is_zero), page).largest == 0);
  }
  TiffSpec reversed = fax(COMPRESSION_CCITTFAX4);
  reversed.fill_order = FILLORDER_LSB2MSB;
  const Scan scan = open(tiff_file({{page, reversed}}));
  CHECK(scan.picture.done == "repacked");
  CHECK(difference(scan.image, page).largest == 0);
}

TEST_CASE("grey without loss becomes a flate stream of the same pixels, whatever its depth and sense") {
  const Image page = picture_of_ink(120, 90);
  for (const int compression : {COMPRESSION_NONE, COMPRESSION_LZW, COMPRESSION_ADOBE_DEFLATE, COMPRESSION_PACKBITS})
    for (const int bits : {8, 16})
      for (const int photometric : {PHOTOMETRIC_MINISWHITE, PHOTOMETRIC_MINISBLACK}) {
        TiffSpec spec;
        spec.compression = compression;
        spec.bits = bits;
        spec.photometric = photometric;
        spec.rows_per_strip = 32;
        const Scan scan = open(tiff_file({{page, spec}}));
        CHECK(difference(scan.image, page).largest == 0);
        CHECK(scan.picture.encoding == "flate");
        CHECK(scan.picture.done == "repacked");
      }
}

TEST_CASE("strips of grey JPEG are joined without touching a coefficient") {
  const Image page = picture_of_ink(205, 150);
  for (const int tables : {0, 1, 2, 3})
    for (const int rows : {32, 24, 8, 0}) {
      CAPTURE(tables);
      CAPTURE(rows);
      TiffSpec spec;
      spec.compression = COMPRESSION_JPEG;
      spec.rows_per_strip = rows;
      spec.jpeg_tables = tables;
      const Scan scan = open(tiff_file({{page, spec}}));
      CHECK(scan.picture.encoding == "jpeg");
      CHECK(scan.picture.done == (rows ? "joined" : "kept"));
      CHECK(difference(decode_jpeg(scan.picture_bytes), scan.image).largest == 0);
      CHECK(difference(page, scan.image).mean < 8);
    }
}

TEST_CASE("colour JPEG strips pass through when they are small or on demand, and are brought under the bytes asked for otherwise") {
  const Image page = picture_of_ink(640, 480, 3);
  for (const int photometric : {PHOTOMETRIC_RGB, PHOTOMETRIC_YCBCR}) {
    CAPTURE(photometric);
    TiffSpec spec;
    spec.compression = COMPRESSION_JPEG;
    spec.photometric = photometric;
    spec.rows_per_strip = 16;
    const std::string file = tiff_file({{page, spec}});
    AcquireOptions tight;
    tight.colour_bytes = 30'000;
    const Scan small = open(file);
    CHECK(small.picture.done == "joined");
    CHECK(difference(decode_jpeg(small.picture_bytes), page).mean < 12);
    const Scan made = open(file, 0, tight);
    CHECK(made.picture.done == "re-encoded");
    CHECK(made.picture_bytes.size() <= 30'000);
    CHECK(made.picture.width == 427);
    CHECK(made.image.channels == 1);
    CHECK(made.thumbnail.channels == 3);
    CHECK(made.thumbnail.width == 420);
    tight.keep_colour = true;
    CHECK(open(file, 0, tight).picture.done == "joined");
  }
}

TEST_CASE("palettes, CMYK, alpha, tiles and planes are opened as colour or grey") {
  const Image grey = picture_of_ink(130, 100), colour = picture_of_ink(130, 100, 3);
  TiffSpec palette, cmyk, tiles, planes, alpha;
  palette.photometric = PHOTOMETRIC_PALETTE;
  CHECK(difference(open(tiff_file({{grey, palette}})).image, grey).largest == 0);
  cmyk.photometric = PHOTOMETRIC_SEPARATED;
  CHECK(difference(open(tiff_file({{colour, cmyk}})).image, to_grey(colour)).largest <= 2);
  tiles.tiled = true;
  CHECK(difference(open(tiff_file({{grey, tiles}})).image, grey).largest == 0);
  planes.photometric = PHOTOMETRIC_RGB;
  planes.planar = PLANARCONFIG_SEPARATE;
  CHECK(difference(open(tiff_file({{colour, planes}})).image, to_grey(colour)).largest == 0);
  alpha.alpha = true;
  const Scan faint = open(tiff_file({{grey, alpha}}));
  CHECK(faint.image.pixels[0] > 135);  // black at half strength on white paper
  CHECK(faint.image.pixels[0] < 150);
}

TEST_CASE("colour that is grey in truth is stored as grey") {
  TiffSpec rgb;
  rgb.photometric = PHOTOMETRIC_RGB;
  Image page(60, 40, 3, 300);
  for (std::size_t i = 0; i < page.pixels.size(); ++i) page.pixels[i] = static_cast<std::uint8_t>(i / 3 * 7);
  CHECK(open(tiff_file({{page, rgb}})).picture.channels == 1);
  page.pixels[100] ^= 64;
  CHECK(open(tiff_file({{page, rgb}})).picture.channels == 3);
}

TEST_CASE("a colour scan that shows no colour keeps to the size of a colour page") {
  TiffSpec rgb;
  rgb.photometric = PHOTOMETRIC_RGB;
  Image page(1240, 1754, 3, 150);
  std::uint32_t seed = 7;
  for (std::size_t i = 0; i < page.pixels.size(); i += 3) {
    seed = seed * 1664525u + 1013904223u;
    page.pixels[i] = page.pixels[i + 1] = page.pixels[i + 2] = static_cast<std::uint8_t>(180 + (seed >> 26));
  }
  const Scan scan = open(tiff_file({{page, rgb}}));
  CHECK(scan.picture.channels == 1);
  CHECK(scan.picture.encoding == "jpeg");
  CHECK(scan.picture_bytes.size() <= 360'000);
}

TEST_CASE("all eight orientations show the page upright, and the stream keeps its pixels where a turn is enough") {
  const Image page = black_and_white(96, 64);
  for (int orientation = 1; orientation <= 8; ++orientation) {
    CAPTURE(orientation);
    // The stored pixels that this orientation makes into `page`.
    static constexpr int back[9] = {0, 0, 0, 180, 180, 90, 270, 270, 90};
    Image stored = turned(page, back[orientation]);
    const bool mirrored = orientation == 2 || orientation == 4 || orientation == 5 || orientation == 7;
    if (mirrored) mirror(stored);
    TiffSpec spec = fax(COMPRESSION_CCITTFAX4);
    spec.orientation = orientation;
    const Scan scan = open(tiff_file({{stored, spec}}));
    CHECK(difference(scan.image, page).largest == 0);
    CHECK(scan.picture.done == (mirrored ? "repacked" : "kept"));
    const Image stream = decode_g4(scan.picture_bytes, scan.picture.width, scan.picture.height, scan.picture.white_is_zero);
    CHECK(difference(turned(stream, scan.picture.turn), page).largest == 0);
  }
}

TEST_CASE("a fax of unequal resolution is made square; its stream keeps its pixels") {
  const Image page = black_and_white(408, 98);
  TiffSpec spec = fax(COMPRESSION_CCITTFAX4);
  spec.dpi_x = 204;
  spec.dpi_y = 98;
  const Scan scan = open(tiff_file({{page, spec}}));
  CHECK(scan.image.dpi == doctest::Approx(204));
  CHECK(scan.image.width == 408);
  CHECK(scan.image.height == 204);
  CHECK(scan.picture.height == 98);
  CHECK(scan.picture.done == "kept");
}

TEST_CASE("a missing or absurd resolution is guessed from the page size, a plausible one is believed") {
  const Image page = black_and_white(2480 / 4, 3508 / 4);
  for (const auto& [said, meant, guessed] : {std::tuple{0.0, 75.0, true}, {1.0, 75.0, true}, {9600.0, 75.0, true}, {100.0, 100.0, false}, {300.0, 300.0, false}}) {
    CAPTURE(said);
    TiffSpec spec = fax(COMPRESSION_CCITTFAX4);
    spec.dpi_x = spec.dpi_y = said;
    const Scan scan = open(tiff_file({{page, spec}}));
    CHECK(scan.image.dpi == doctest::Approx(meant));
    CHECK(scan.dpi_guessed == guessed);
  }
}

TEST_CASE("pages are counted and opened in order; reduced copies are no pages") {
  const Scratch scratch;
  const Image a = black_and_white(100, 60), b = black_and_white(60, 100);
  TiffSpec thumbnail = fax(COMPRESSION_CCITTFAX4);
  thumbnail.subfile = FILETYPE_REDUCEDIMAGE;
  const auto file = scratch.file("three", tiff_file({{a, fax(COMPRESSION_CCITTFAX4)}, {black_and_white(10, 6), thumbnail}, {b, fax(COMPRESSION_LZW)}, {a, {}}}));
  const Listing listing = list_input(file, scratch / "in");
  CHECK(listing.type == "tiff");
  CHECK(listing.pages == 3);
  CHECK(open_page(file, 1).image.width == 60);
  CHECK(open_page(file, 2).image.width == 100);
  CHECK(item_error_of([&] { open_page(file, 3); }) == "damaged-page");
}

TEST_CASE("a chain of directories that loops ends, one that breaks off counts the page that is lost") {
  const Scratch scratch;
  const Image page = black_and_white(64, 64);
  const std::string file = tiff_file({{page, fax(COMPRESSION_CCITTFAX4)}, {page, fax(COMPRESSION_CCITTFAX4)}});
  const auto number = [&](std::size_t at, int n) {
    std::size_t v = 0;
    for (int i = n - 1; i >= 0; --i) v = v << 8 | static_cast<unsigned char>(file[at + static_cast<std::size_t>(i)]);
    return v;
  };
  const std::size_t first = number(4, 4), link = first + 2 + 12 * number(first, 2), second = number(link, 4);
  const std::size_t end = second + 2 + 12 * number(second, 2);
  std::string looped = file, broken = file;
  for (std::size_t i = 0; i < 4; ++i) looped[end + i] = file[4 + i];
  broken[end] = '\x11', broken[end + 2] = '\x11';
  CHECK(list_input(scratch.file("loop", looped), scratch / "in").pages == 2);
  const auto torn = scratch.file("torn", broken);
  CHECK(list_input(torn, scratch / "in").pages == 3);
  CHECK(open_page(torn, 1).image.width == 64);
  CHECK(item_error_of([&] { open_page(torn, 2); }) == "damaged-page");
  const auto headless = scratch.file("headless", std::string("II*\0\xff\xff\0\0", 8) + "nothing");
  CHECK(item_error_of([&] { list_input(headless, scratch / "in"); }) == "damaged-file");
}

TEST_CASE("more pages than the limit are refused, and a page is judged by its header") {
  const Scratch scratch;
  const Image page = black_and_white(64, 64);
  std::vector<std::pair<Image, TiffSpec>> pages(4, {page, fax(COMPRESSION_CCITTFAX4)});
  const auto file = scratch.file("four", tiff_file(pages));
  Limits limits;
  limits.input_pages = 3;
  CHECK(item_error_of([&] { list_input(file, scratch / "in", limits); }) == "too-many-pages");
  limits.input_pages = 4;
  CHECK(list_input(file, scratch / "in", limits).pages == 4);
  limits.page_megapixels = 0.004;
  CHECK(item_error_of([&] { open_page(file, 0, limits); }) == "page-too-large");
  std::string liar = tiff_file({{page, fax(COMPRESSION_CCITTFAX4)}});
  const std::string width("\0\1\3\0\1\0\0\0\x40\0", 10), vast("\0\1\3\0\1\0\0\0\xff\xff", 10), height("\1\1\3\0\1\0\0\0\x40\0", 10), tall("\1\1\3\0\1\0\0\0\xff\xff", 10);
  liar.replace(liar.find(width), 10, vast);
  liar.replace(liar.find(height), 10, tall);
  CHECK(item_error_of([&] { open_page(scratch.file("liar", liar), 0); }) == "page-too-large");
}

TEST_CASE("a page with broken data is damaged, and its neighbour is not") {
  const Scratch scratch;
  TiffSpec spec;
  spec.compression = COMPRESSION_ADOBE_DEFLATE;
  const Image page = picture_of_ink(100, 100);
  const std::string one = tiff_file({{page, spec}});
  std::string two = tiff_file({{page, spec}, {page, spec}});
  for (std::size_t i = 20; i < 60; ++i) two[i] = '\x55';
  const auto file = scratch.file("two", two);
  CHECK(list_input(file, scratch / "in").pages == 2);
  CHECK(item_error_of([&] { open_page(file, 0); }) == "damaged-page");
  CHECK(difference(open_page(file, 1).image, page).largest == 0);
}
