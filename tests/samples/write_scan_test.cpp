#include "samples/write_scan.h"

#include <doctest/doctest.h>
#include <stdlib.h>

#include <filesystem>

#include "pipeline/errors.h"
#include "samples/output.h"
#include "samples/random.h"
#include "stages/engines/archive.h"
#include "stages/engines/poppler.h"
#include "stages/engines/tiff.h"
#include "tests/support/run.h"

using namespace pli;
using namespace pli::samples;
namespace fs = std::filesystem;

namespace {

using Scratch = test::TemporaryFolder;

Image bars(int width, int height, bool bilevel, int channels = 1) {
  Image image(width, height, channels, 200);
  image.bilevel = bilevel;
  Random random(6);
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width * channels; ++x)
      image.row(y)[x] = bilevel ? ((x / 7 + y / 11) % 3 == 0 ? 0 : 255) : static_cast<std::uint8_t>(40 + (x / channels) * 150 / width + random.below(3));
  return image;
}

}  // namespace

TEST_CASE("a bilevel page of a TIFF is G4 and comes back bit by bit") {
  const Scratch scratch;
  const std::vector<Image> pages = {bars(301, 200, true), bars(150, 99, true)};
  save(scratch.path() / "a.tif", tiff_bytes(pages));
  const auto directories = tiff_directories(scratch.path() / "a.tif", 10);
  REQUIRE(directories.size() == 2);
  for (std::size_t i = 0; i < 2; ++i) {
    TiffPage page(scratch.path() / "a.tif", directories[i].offset);
    CHECK(page.facts().g4);
    CHECK(page.facts().dpi_x == doctest::Approx(200));
    CHECK(page.pixels().pixels == pages[i].pixels);
  }
}

TEST_CASE("grey and colour pages of a TIFF are JPEG, or exact when LZW is asked for") {
  const Scratch scratch;
  for (const int channels : {1, 3}) {
    const Image page = bars(120, 80, false, channels);
    save(scratch.path() / "j.tif", tiff_bytes(std::span(&page, 1), 80));
    save(scratch.path() / "l.tif", tiff_bytes(std::span(&page, 1), 0));
    TiffPage jpeg(scratch.path() / "j.tif", tiff_directories(scratch.path() / "j.tif", 2).at(0).offset);
    TiffPage lzw(scratch.path() / "l.tif", tiff_directories(scratch.path() / "l.tif", 2).at(0).offset);
    CHECK(jpeg.facts().jpeg);
    CHECK(!lzw.facts().jpeg);
    CHECK(lzw.pixels().pixels == page.pixels);
    const Image lossy = jpeg.pixels();
    REQUIRE(lossy.pixels.size() == page.pixels.size());
    CHECK(std::abs(int{lossy.pixels[5000]} - int{page.pixels[5000]}) < 20);
  }
}

TEST_CASE("a scanner's PDF shows its pages, black where the scan is black") {
  const Scratch scratch;
  const std::vector<Image> pages = {bars(400, 300, true), bars(400, 300, false)};
  const std::string bytes = pdf_bytes(pages);
  save(scratch.path() / "a.pdf", bytes);
  const Image drawn = render_pdf_page(scratch.path() / "a.pdf", 0, 200);
  REQUIRE(drawn.width == doctest::Approx(400).epsilon(0.01));
  int right = 0;
  for (int y = 4; y < 290; y += 11)
    for (int x = 3; x < 390; x += 7) right += (drawn.pixels[(static_cast<std::size_t>(y) * drawn.width + x) * 3] < 128) == (pages[0].pixels[static_cast<std::size_t>(y) * 400 + x] < 128);
  CHECK(right > 26 * 56 * 0.98);
  CHECK(render_pdf_page(scratch.path() / "a.pdf", 1, 50).width == doctest::Approx(100).epsilon(0.02));

  save(scratch.path() / "cut.pdf", bytes.substr(0, bytes.size() * 6 / 10));  // what the demo's reject relies on
  CHECK_THROWS_AS(render_pdf_page(scratch.path() / "cut.pdf", 0, 50), ItemError);
}

TEST_CASE("a zip gives back its entries under their names") {
  const Scratch scratch;
  save(scratch.path() / "a.zip", zip_bytes({{"une lettre.tif", "premier"}, {"é.pdf", std::string(3000, 'x')}}));
  const auto entries = unpack_archive(scratch.path() / "a.zip", scratch.path(), {}, [](const std::string&) { return false; });
  REQUIRE(entries.size() == 2);
  CHECK(entries[0].name == "une lettre.tif");
  CHECK(fs::file_size(entries[0].file) == 7);
  CHECK(fs::file_size(entries[1].file) == 3000);
}
