#include <functional>

#include <doctest/doctest.h>

#include "pipeline/errors.h"
#include "stages/acquire.h"
#include "stages/engines/png.h"
#include "stages/engines/tiff.h"
#include "stages/resample.h"
#include "tests/support/image_files.h"

using namespace pli;
using namespace pli::test;

namespace {

Scan open(const std::string& bytes) {
  const Scratch scratch;
  return open_page(scratch.file("page.bin", bytes), 0);
}

const Image& page() {
  static const Image image = picture_of_ink(400, 300);
  return image;
}
const std::string jpeg = jpeg_file(page(), 90, 0);
const std::string dct = "/Width 400 /Height 300 /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /DCTDecode";

// A page of 144 x 108 points: the image lies on it at 200 dots an inch.
std::string scan(const std::string& content, const std::string& extra = "") { return pdf_file(144, 108, content, dct, jpeg, extra); }

}  // namespace

TEST_CASE("a scanner's page gives its JPEG bytes, its resolution and its turn") {
  const Scan upright = open(scan("q 144 0 0 108 0 0 cm /Im0 Do Q"));
  CHECK(upright.picture.done == "kept");
  CHECK(upright.picture_bytes == jpeg);
  CHECK(upright.image.dpi == doctest::Approx(200));
  CHECK(upright.picture.turn == 0);
  CHECK(difference(upright.image, page()).mean < 4);

  const Scan rotated = open(scan("q 144 0 0 108 0 0 cm /Im0 Do Q", "/Rotate 90"));
  CHECK(rotated.picture.turn == 90);
  CHECK(difference(rotated.image, turned(page(), 90)).mean < 4);

  // x axis of the image down the page: turned clockwise by the matrix alone.
  const Scan by_matrix = open(pdf_file(108, 144, "0 -144 108 0 0 144 cm /Im0 Do", dct, jpeg));
  CHECK(by_matrix.picture.turn == 90);
  CHECK(by_matrix.picture.done == "kept");
  CHECK(difference(by_matrix.image, turned(page(), 90)).mean < 4);
}

TEST_CASE("invisible words and what lies under the image are no reason to draw the page") {
  CHECK(open(scan("q 144 0 0 108 0 0 cm /Im0 Do Q BT 3 Tr /F0 12 Tf 10 10 Td (Bonjour) Tj ET")).picture.done == "kept");
  CHECK(open(scan("1 g 0 0 144 108 re f q 144 0 0 108 0 0 cm /Im0 Do Q")).picture.done == "kept");
  CHECK(open(scan("q 0 0 144 108 re W n 144 0 0 108 0 0 cm /Im0 Do Q")).picture.done == "kept");
}

TEST_CASE("anything visible above the image, a margin, a clip, a tilt or a stamp has the page drawn") {
  for (const std::string content :
       {"q 144 0 0 108 0 0 cm /Im0 Do Q BT /F0 30 Tf 10 10 Td (Bonjour) Tj ET", "q 144 0 0 108 0 0 cm /Im0 Do Q 0 g 10 10 80 30 re f",
        "q 100 0 0 75 20 20 cm /Im0 Do Q", "q 0 0 100 108 re W n 144 0 0 108 0 0 cm /Im0 Do Q", "q 143 10 -8 107 2 0 cm /Im0 Do Q", "q 144 0 0 -108 0 108 cm /Im0 Do Q"}) {
    CAPTURE(content);
    CHECK(open(scan(content)).picture.done != "kept");
  }
  const std::string stamp = "/Annots [ << /Subtype /Stamp /Rect [ 0 0 50 50 ] /AP << /N 3 0 R >> >> ]";
  CHECK(open(scan("q 144 0 0 108 0 0 cm /Im0 Do Q", stamp)).picture.done != "kept");
  CHECK(open(scan("q 144 0 0 108 0 0 cm /Im0 Do Q", "/Annots [ << /Subtype /Link /Rect [ 0 0 50 50 ] >> ]")).picture.done == "kept");
}

TEST_CASE("visible words are drawn at 300 dots an inch") {
  const Scan drawn = open(pdf_file(144, 108, "BT /F0 40 Tf 5 40 Td (Pli) Tj ET"));
  CHECK(drawn.image.width == 600);
  CHECK(drawn.image.dpi == 300);
  int dark = 0;
  for (const std::uint8_t p : drawn.image.pixels) dark += p < 100;
  CHECK(dark > 2000);
  CHECK(drawn.picture_bytes.size() < 20'000);
}

TEST_CASE("a G4 page keeps its stream in either sense, as an image or as a black stencil") {
  const Image ink = black_and_white(400, 300);
  const std::string g4 = encode_g4(ink), base = "/Width 400 /Height 300 /BitsPerComponent 1 /Filter /CCITTFaxDecode ";
  const std::string parms = "/DecodeParms << /K -1 /Columns 400 /Rows 300 ", content = "144 0 0 108 0 0 cm /Im0 Do";
  const Scan plain = open(pdf_file(144, 108, content, base + parms + ">> /ColorSpace /DeviceGray", g4));
  CHECK(plain.picture.done == "kept");
  CHECK(plain.picture.white_is_zero);
  CHECK(plain.picture_bytes.substr(0, g4.size()) == g4);
  CHECK(difference(plain.image, ink).largest == 0);
  const Scan stencil = open(pdf_file(144, 108, content, base + parms + ">> /ImageMask true", g4));
  CHECK(stencil.picture.done == "kept");
  CHECK(difference(stencil.image, ink).largest == 0);
  Image negative = ink;
  for (std::uint8_t& p : negative.pixels) p ^= 255;
  const Scan inverted = open(pdf_file(144, 108, content, base + parms + "/BlackIs1 true >> /ColorSpace /DeviceGray", g4));
  CHECK_FALSE(inverted.picture.white_is_zero);
  CHECK(difference(inverted.image, negative).largest == 0);
}

TEST_CASE("flate samples and odd colour spaces give the same pixels") {
  const std::string content = "144 0 0 108 0 0 cm /Im0 Do", size = "/Width 400 /Height 300 /BitsPerComponent 8 ";
  const std::string flate = size + "/Filter /FlateDecode /DecodeParms << /Predictor 15 /Columns 400 >> ";
  const Scan grey = open(pdf_file(144, 108, content, flate + "/ColorSpace /DeviceGray", encode_flate(page())));
  CHECK(grey.picture.encoding == "flate");
  CHECK(difference(grey.image, page()).largest == 0);
  std::string raw(page().pixels.begin(), page().pixels.end());
  CHECK(difference(open(pdf_file(144, 108, content, size + "/ColorSpace /DeviceGray", raw)).image, page()).largest == 0);
  const Scan indexed = open(pdf_file(144, 108, content, size + "/ColorSpace [ /Indexed /DeviceGray 1 <00FF> ]", std::string(400 * 300, '\1')));
  CHECK(indexed.image.dpi == doctest::Approx(200));
  CHECK(indexed.image.bilevel);
  CHECK(indexed.picture.encoding == "g4");
}

TEST_CASE("image data that ends early is damage, not white paper") {
  const std::string content = "144 0 0 108 0 0 cm /Im0 Do";
  const std::string file = pdf_file(144, 108, content, "/Width 400 /Height 300 /BitsPerComponent 8 /ColorSpace /DeviceGray", std::string(5000, 'x'));
  CHECK(item_error_of([&] { open(file); }) == "damaged-page");
}

TEST_CASE("a password is asked for only when there is one") {
  const Scratch scratch;
  const std::string plain = scan("144 0 0 108 0 0 cm /Im0 Do");
  CHECK(item_error_of([&] { list_input(scratch.file("locked", locked_pdf(plain, "secret")), scratch / "in"); }) == "password");
  const auto open_to_all = scratch.file("open", locked_pdf(plain, ""));
  CHECK(list_input(open_to_all, scratch / "in").pages == 1);
  CHECK(open_page(open_to_all, 0).picture_bytes == jpeg);
}

TEST_CASE("a torn PDF is damaged, a repairable one is read, and pages that are announced but gone are not lost silently") {
  const Scratch scratch;
  const std::string whole = pdf_file(144, 108, "144 0 0 108 0 0 cm /Im0 Do", dct, jpeg, "", 3);
  const auto listed = [&](const std::string& bytes) { return list_input(scratch.file("pdf", bytes), scratch / "in").pages; };
  CHECK(listed(whole) == 3);
  CHECK(item_error_of([&] { listed(whole.substr(0, whole.size() / 3)); }) == "damaged-file");
  CHECK(listed(whole.substr(0, whole.rfind("startxref"))) == 3);
  CHECK(item_error_of([&] { listed(whole.substr(0, whole.find("8 0 obj"))); }) == "damaged-file");
  CHECK(listed("some mail header\r\n" + whole) == 3);
  CHECK(item_error_of([&] { listed("%PDF-1.4\nnot at all"); }) == "damaged-file");
  Limits limits;
  limits.input_pages = 2;
  CHECK(item_error_of([&] { list_input(scratch.file("pdf", whole), scratch / "in", limits); }) == "too-many-pages");
}

TEST_CASE("a page as large as a wall is drawn as fine as its limit allows, or refused") {
  const std::string wall = pdf_file(7200, 7200, "0 g 100 100 3000 3000 re f");
  const Scratch scratch;
  Limits limits;
  limits.page_megapixels = 30;
  const Scan drawn = open_page(scratch.file("wall", wall), 0, limits);
  CHECK(drawn.image.dpi >= 50);
  CHECK(static_cast<double>(drawn.image.width) * drawn.image.height <= 30e6);
  limits.page_megapixels = 20;
  CHECK(item_error_of([&] { open_page(scratch.file("wall", wall), 0, limits); }) == "page-too-large");
}
