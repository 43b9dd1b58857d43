#include <doctest/doctest.h>
#include <tiffio.h>

#include "pipeline/errors.h"
#include "stages/acquire.h"
#include "tests/support/image_files.h"

using namespace pli;
using namespace pli::test;

TEST_CASE("files cut or altered anywhere give pages or errors of an item, nothing else") {
  const Image grey = picture_of_ink(90, 70), colour = picture_of_ink(90, 70, 3), ink = black_and_white(90, 70);
  TiffSpec g4, jpeg, lzw;
  g4.compression = COMPRESSION_CCITTFAX4;
  g4.bits = 1;
  jpeg.compression = COMPRESSION_JPEG;
  jpeg.rows_per_strip = 16;
  lzw.compression = COMPRESSION_LZW;
  lzw.photometric = PHOTOMETRIC_RGB;
  const std::string dct = "/Width 90 /Height 70 /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /DCTDecode";
  const std::vector<std::string> files{tiff_file({{ink, g4}, {grey, jpeg}, {colour, lzw}}),
                                       jpeg_file(grey, 80, 300, 6),
                                       png_file(colour, PngKind::rgb, 8, 300),
                                       pdf_file(90, 70, "90 0 0 70 0 0 cm /Im0 Do", dct, jpeg_file(grey, 80)),
                                       archive_file("zip", "", {{"a.tif", "some bytes"}, {"b.tif", "more"}}),
                                       archive_file("7zip", "", {{"a.tif", "some bytes"}})};
  const Scratch scratch;
  Limits limits;
  limits.page_megapixels = 4;
  limits.input_mib = 64;
  std::uint32_t seed = 2026;
  const auto random = [&](std::size_t below) {
    seed = seed * 1664525u + 1013904223u;
    return static_cast<std::size_t>(seed >> 8) % below;
  };
  int errors = 0, pages = 0;
  for (int round = 0; round < 240; ++round) {
    std::string bytes = files[static_cast<std::size_t>(round) % files.size()];
    for (std::size_t flips = 1 + random(6); flips > 0; --flips) bytes[random(bytes.size())] = static_cast<char>(random(256));
    if (round % 3 == 0) bytes.resize(1 + random(bytes.size()));
    CAPTURE(round);
    try {
      const auto file = scratch.file("f", bytes);
      const Listing listing = list_input(file, scratch / "in", limits);
      for (int i = 0; i < std::min(listing.pages, 4); ++i) {
        const Scan scan = open_page(file, i, limits);
        CHECK(scan.image.pixels.size() == static_cast<std::size_t>(scan.image.width) * static_cast<std::size_t>(scan.image.height));
        CHECK_FALSE(scan.picture_bytes.empty());
        ++pages;
      }
    } catch (const ItemError& e) {
      CHECK_FALSE(e.code().empty());
      ++errors;
    }
  }
  CHECK(errors > 20);
  CHECK(pages > 20);
}
