#include "stages/read_barcodes.h"

#include <doctest/doctest.h>

#include <cmath>
#include <string>

#include "stages/engines/zxing.h"
#include "tests/support/paper.h"

using namespace pli;
using namespace pli::testing;

namespace {

const std::string gs = "\x1d", us = "\x1f";
const std::string stamp_text = "DC02FR000001125E125E0126FR2470000SPECIMEN/NATACHA" + gs + "22145 AVENUE DES ACACIAS" + us + "ABCDEFGH";

bool has(const std::vector<Barcode>& codes, const std::string& format, const std::string& text) {
  for (const Barcode& code : codes)
    if (code.format == format && code.text == text) return true;
  return false;
}

const Barcode& only(const std::vector<Barcode>& codes) {
  REQUIRE(codes.size() == 1);
  return codes.front();
}

bool inside(const Box& a, const Box& b, int slack) {
  return std::abs(a.x - b.x) <= slack && std::abs(a.y - b.y) <= slack && std::abs(a.right() - b.right()) <= slack && std::abs(a.bottom() - b.bottom()) <= slack;
}

}  // namespace

TEST_CASE("a page of text and table rules holds no barcode") {
  for (double dpi : {200.0, 300.0}) {
    const Image page = text_page(dpi);
    CHECK(read_barcodes(page).empty());
    CHECK(read_barcodes(worn(page, {.skew = 0.4, .blur = 1, .noise = 25, .black = 40, .white = 220})).empty());
  }
  CHECK(read_barcodes(white_page(300)).empty());
  CHECK(read_barcodes(Image(3, 3, 1, 300)).empty());
}

TEST_CASE("a DataMatrix is read wherever it stands, with its separators, and its box is right") {
  const Image text = text_page(300);
  const Modules code = make_code("DataMatrix", stamp_text);
  for (const auto& [x, y] : {std::pair{12.0, 12.0}, {170.0, 14.0}, {30.0, 140.0}, {160.0, 150.0}, {15.0, 262.0}, {165.0, 258.0}}) {
    Image page = text;
    const Box box = print_code(page, code, 0.6, x, y);
    const auto codes = read_barcodes(page);
    INFO("at ", x, " ", y);
    const Barcode& found = only(codes);
    CHECK(found.format == "DataMatrix");
    CHECK(found.text == stamp_text);
    CHECK(inside(found.box, box, 12));
  }
}

TEST_CASE("a picture that is one DataMatrix and nothing else is read, margin or not, at any size") {
  const Modules code = make_code("DataMatrix", stamp_text);
  for (const int module : {3, 12})
    for (const int margin : {0, 2, 40}) {
      const int side = module * code.width + 2 * margin;
      Image picture(side, side, 1, 75);
      print_code(picture, code, module * 25.4 / 75, margin * 25.4 / 75, margin * 25.4 / 75);
      CHECK_MESSAGE(has(read_barcodes(picture), "DataMatrix", stamp_text), module << ' ' << margin);
    }
  Image chess(400, 400, 1, 75);
  for (int y = 0; y < chess.height; ++y)
    for (int x = 0; x < chess.width; ++x) chess.row(y)[x] = (x / 8 + y / 8) % 2 == 0 ? 0 : 255;
  CHECK(read_barcodes(chess).empty());
}

TEST_CASE("a worn and tilted DataMatrix is read") {
  int read = 0;
  const double modules[] = {0.4, 0.5, 0.6, 0.8};
  for (int i = 0; i < 8; ++i) {
    Image page = text_page(300);
    print_code(page, make_code("DataMatrix", "Piece 0042, Montclair " + std::to_string(i)), modules[i % 4], 20 + 18 * i, 20 + 30 * i);
    const Wear wear{.skew = (i - 4) * 0.8, .blur = 1.0, .noise = 30, .black = i % 2 ? 110 : 40, .white = i % 2 ? 205 : 220, .bilevel = i % 4 == 3, .seed = 7u + i};
    read += has(read_barcodes(worn(page, wear)), "DataMatrix", "Piece 0042, Montclair " + std::to_string(i));
  }
  CHECK(read == 8);
}

TEST_CASE("a DataMatrix of large modules is read, whatever white bays its rim leaves") {
  int read = 0;
  for (int i = 0; i < 8; ++i) {
    const std::string text = "DC04FR" + std::to_string(202611230147 + 7919LL * i * i) + "0011223344";
    Image page = white_page(i % 2 ? 300 : 200);
    print_code(page, make_code("DataMatrix", text), 0.66 + 0.02 * i, 20 + 15 * i, 60 + 20 * i);
    read += has(read_barcodes(worn(page, {.blur = 1, .noise = 12})), "DataMatrix", text);
  }
  CHECK(read >= 7);
}

TEST_CASE("the grain of a pale page does not hide a DataMatrix, nor make one") {
  const Wear pale{.blur = 1, .noise = 16, .black = 90, .white = 198, .seed = 5};
  CHECK(read_barcodes(worn(text_page(200), pale)).empty());
  Image page = white_page(200);
  print_code(page, make_code("DataMatrix", stamp_text), 0.76, 130, 150);
  CHECK(has(read_barcodes(worn(page, pale)), "DataMatrix", stamp_text));
}

TEST_CASE("bars on grainy paper end where the bars end") {
  for (const double dpi : {200.0, 300.0}) {
    Image page = text_page(dpi);
    const Box bars = print_code(page, make_code("Code39", "DOSSIER-943973"), 0.38, 40, 130, 11);
    const auto codes = read_barcodes(worn(page, {.blur = 1, .noise = 16, .black = 90, .white = 205, .seed = 9}));
    INFO(dpi);
    CHECK(has(codes, "Code39", "DOSSIER-943973"));
    for (const Barcode& code : codes) CHECK(inside(code.box, bars, 14));
  }
}

TEST_CASE("a rectangular DataMatrix is read") {
  Image page = text_page(300);
  const Modules code = make_code("DataMatrix", "PIECE-0042-7");
  REQUIRE(code.width > 2 * code.height);
  print_code(page, code, 0.6, 40, 120);
  CHECK(has(read_barcodes(page), "DataMatrix", "PIECE-0042-7"));
}

TEST_CASE("QR codes are read at any turn, several to a page") {
  Image page = text_page(200);
  const Box first = print_code(page, make_code("QR", "PLI1/S/DOCUMENT/0/0"), 0.8, 20, 20);
  print_code(page, make_code("QR", "https://example.fr/é"), 0.5, 150, 240);
  for (int degrees : {0, 90, 180, 270}) {
    const auto codes = read_barcodes(turned(page, degrees));
    INFO("turned by ", degrees);
    CHECK(codes.size() == 2);
    CHECK(has(codes, "QR", "PLI1/S/DOCUMENT/0/0"));
    CHECK(has(codes, "QR", "https://example.fr/é"));
    if (degrees == 0) CHECK(inside(codes.front().box, first, 8));
  }
}

TEST_CASE("linear codes are read once each, with the box of their bars, also when they stand up") {
  Image page = text_page(300);
  const Box parcel = print_code(page, make_code("Code128", "RR123456785FR"), 0.33, 30, 30, 12);
  print_code(page, make_code("Code39", "MAIRIE-2026"), 0.33, 30, 200, 10);
  for (int degrees : {0, 90, 180}) {
    const auto codes = read_barcodes(turned(page, degrees));
    INFO("turned by ", degrees);
    CHECK(codes.size() == 2);
    CHECK(has(codes, "Code128", "RR123456785FR"));
    CHECK(has(codes, "Code39", "MAIRIE-2026"));
    if (degrees == 0) CHECK(inside(codes.front().box, parcel, 14));
  }
}

TEST_CASE("the same Code 128 twice on a page is two codes, not the end of the process") {
  Image page = text_page(300);
  print_code(page, make_code("Code128", "SAME-0001"), 0.33, 20, 25, 12);
  print_code(page, make_code("Code128", "SAME-0001"), 0.33, 120, 25, 12);
  print_code(page, make_code("Code128", "SAME-0001"), 0.33, 20, 180, 12);
  const auto codes = read_barcodes(page);
  CHECK(codes.size() == 3);
  for (const Barcode& code : codes) CHECK(code.text == "SAME-0001");
}

TEST_CASE("worn and slightly tilted linear codes are read") {
  int read = 0;
  for (int i = 0; i < 6; ++i) {
    Image page = text_page(300);
    print_code(page, make_code("Code128", "1A12345678" + std::to_string(i)), 0.3 + 0.04 * (i % 3), 25 + 10 * i, 20 + 40 * i, 11);
    const Wear wear{.skew = (i - 3) * 0.1, .blur = 1, .noise = 35, .black = 40, .white = 215, .bilevel = i == 5, .seed = 3u + i};
    read += has(read_barcodes(worn(page, wear)), "Code128", "1A12345678" + std::to_string(i));
  }
  CHECK(read >= 5);
}

TEST_CASE("a PDF417 is read") {
  Image page = text_page(300);
  print_code(page, make_code("PDF417", "RENDEZ-VOUS DU 12 MARS"), 0.4, 60, 200);
  CHECK(has(read_barcodes(page), "PDF417", "RENDEZ-VOUS DU 12 MARS"));
}

TEST_CASE("symbols of a page are counted up to the limit") {
  Image page = white_page(200);
  for (int i = 0; i < 6; ++i) print_code(page, make_code("QR", "N" + std::to_string(i)), 0.8, 20 + 60 * (i % 3), 30 + 60 * (i / 3));
  CHECK(read_barcodes(page).size() == 6);
  CHECK(read_barcodes(page, {.most = 4}).size() == 4);
}
