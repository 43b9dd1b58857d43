#include "stages/write_pdf.h"

#include <doctest/doctest.h>
#include <cstdio>
#include <jpeglib.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "pipeline/errors.h"
#include "pipeline/files.h"
#include "stages/sheets.h"
#include "tests/support/paper.h"
#include "tests/support/paths.h"
#include "tests/support/preflight.h"
#include "tests/support/raster.h"
#include "tests/support/run.h"

using namespace pli;
using namespace pli::testing;

namespace {

using Folder = test::TemporaryFolder;

std::string jpeg(const Image& image, int quality = 80) {
  jpeg_compress_struct c;
  jpeg_error_mgr errors;
  c.err = jpeg_std_error(&errors);
  jpeg_create_compress(&c);
  unsigned char* buffer = nullptr;
  unsigned long size = 0;
  jpeg_mem_dest(&c, &buffer, &size);
  c.image_width = static_cast<JDIMENSION>(image.width), c.image_height = static_cast<JDIMENSION>(image.height);
  c.input_components = image.channels, c.in_color_space = image.channels == 3 ? JCS_RGB : JCS_GRAYSCALE;
  jpeg_set_defaults(&c);
  jpeg_set_quality(&c, quality, TRUE);
  jpeg_start_compress(&c, TRUE);
  Image rows = image;
  while (c.next_scanline < c.image_height) {
    JSAMPROW row = rows.row(static_cast<int>(c.next_scanline));
    if (image.channels == 3) row = rows.pixels.data() + static_cast<std::size_t>(c.next_scanline) * image.width * 3;
    jpeg_write_scanlines(&c, &row, 1);
  }
  jpeg_finish_compress(&c);
  std::string out(reinterpret_cast<char*>(buffer), size);
  jpeg_destroy_compress(&c);
  std::free(buffer);
  return out;
}

/// G4 of an all-white page: each row is one V0 code (a single 1 bit), then the end of block.
std::string white_g4(int rows) {
  std::string bits(static_cast<std::size_t>(rows), '1');
  bits += "000000000001000000000001";
  std::string out;
  for (std::size_t i = 0; i < bits.size(); i += 8) {
    int byte = 0;
    for (std::size_t j = 0; j < 8; ++j) byte = byte * 2 + (i + j < bits.size() && bits[i + j] == '1');
    out += static_cast<char>(byte);
  }
  return out;
}

/// zlib without compression, each row with PNG's filter 2 (up) or 0.
std::string flate(const Image& image) {
  std::string raw;
  for (int y = 0; y < image.height; ++y) {
    raw += y % 2 ? '\2' : '\0';
    for (int x = 0; x < image.width; ++x)
      raw += static_cast<char>(image.pixels[static_cast<std::size_t>(y) * image.width + x] - (y % 2 ? image.pixels[static_cast<std::size_t>(y - 1) * image.width + x] : 0));
  }
  std::string out = "\x78\x01";
  std::uint32_t a = 1, b = 0;
  for (std::size_t i = 0; i < raw.size(); i += 65535) {
    const std::size_t n = std::min<std::size_t>(65535, raw.size() - i);
    out += i + n == raw.size() ? '\1' : '\0';
    for (std::size_t v : {n, ~n}) out += static_cast<char>(v & 255), out += static_cast<char>(v >> 8 & 255);
    out += raw.substr(i, n);
  }
  for (char c : raw) a = (a + static_cast<unsigned char>(c)) % 65521, b = (b + a) % 65521;
  for (std::uint32_t v : {b >> 8, b & 255, a >> 8, a & 255}) out += static_cast<char>(v);
  return out;
}

/// A page on which each line's words stand as black bars of their own size: what is seen and what is written can be compared.
struct Made {
  Image upright;
  PageText text;
};

Made letter_with(const std::vector<std::vector<std::string>>& lines, double dpi = 150) {
  Made made{white_page(dpi), {}};
  Block block;
  int y = static_cast<int>(dpi);
  for (const auto& words : lines) {
    Line line;
    int x = static_cast<int>(dpi * 0.8);
    for (const std::string& word : words) {
      const int width = static_cast<int>(dpi * 0.075 * static_cast<double>(word.size()));
      const Box box{x, y, width, static_cast<int>(dpi / 7)};
      for (int row = box.y; row < box.bottom(); ++row) std::fill_n(made.upright.row(row) + box.x, box.width, std::uint8_t{0});
      line.words.push_back({word, box, 0.9});
      line.box = united(line.box, box);
      x += width + static_cast<int>(dpi / 12);
    }
    line.baseline = line.box.bottom() - 4;
    block.box = united(block.box, line.box);
    block.lines.push_back(line);
    y += static_cast<int>(dpi / 4);
  }
  made.text.blocks.push_back(block);
  return made;
}

const std::vector<std::vector<std::string>> letter = {
    {"Madame,", "Monsieur,"}, {"L'éclairage", "de", "la", "rue", "«", "Cœur", "»", "est", "éteint", "—", "depuis"}, {"12", "jours", "à", "peine", ";", "merci", "!"}, {"Straße", "Ωmega", "😀", "fin."}};

PdfPage page_of(const Folder& folder, const Made& made, const std::string& name, int turn = 0, int rotation = 0, double skew = 0) {
  // As a scanner gave it: the upright page tilted, then lying as `rotation` and `turn` will undo.
  const Image scan = turned(worn(made.upright, {.skew = skew}), (720 - turn - rotation) % 360);
  PdfPage page;
  page.picture = folder.path() / name;
  std::ofstream(page.picture, std::ios::binary) << jpeg(scan);
  page.facts.width = made.upright.width, page.facts.height = made.upright.height, page.facts.dpi = made.upright.dpi;
  page.facts.rotation = rotation, page.facts.skew = skew, page.facts.text = made.text;
  page.facts.picture = {"jpeg", scan.width, scan.height, 1, false, turn, "kept"};
  return page;
}

std::string written(const Folder& folder, const std::vector<PdfPage>& pages, const std::string& name = "document.pdf") {
  write_searchable_pdf(folder.path() / name, pages, {"D-0123456789", "2026-11-23"});
  return read_file(folder.path() / name);
}

std::string joined(const std::vector<std::vector<std::string>>& lines) {
  std::string out;
  for (const auto& line : lines)
    for (const std::string& word : line) out += (out.empty() ? "" : " ") + word;
  return out;
}

double darkness(const Image& page, double x, double y, double width, double height) {
  double sum = 0;
  int count = 0;
  for (int row = static_cast<int>(y); row < y + height; ++row)
    for (int column = static_cast<int>(x); column < x + width; ++column)
      if (row >= 0 && column >= 0 && row < page.height && column < page.width) sum += 255 - page.pixels[static_cast<std::size_t>(row) * page.width + column], ++count;
  return count ? sum / count / 255 : 0;
}

}  // namespace

TEST_CASE("every turn and tilt of a scan gives an upright page with its words where they are seen") {
  const Folder folder;
  const Made made = letter_with(letter);
  std::vector<PdfPage> pages;
  for (const auto& [turn, rotation] : {std::pair{0, 0}, {90, 0}, {0, 90}, {0, 180}, {270, 0}, {90, 270}})
    for (double skew : {0.0, 2.5, -4.0}) pages.push_back(page_of(folder, made, "p" + std::to_string(pages.size()), turn, rotation, skew));
  const std::string pdf = written(folder, pages);
  REQUIRE(page_count(pdf) == static_cast<int>(pages.size()));
  for (int i = 0; i < static_cast<int>(pages.size()); ++i) {
    INFO("page ", i);
    const Image seen = rasterised(pdf, i, 150);
    CHECK(std::abs(seen.width - made.upright.width) <= 1);
    CHECK(std::abs(seen.height - made.upright.height) <= 1);
    for (const Line& line : made.text.blocks[0].lines)
      for (const Word& word : line.words) {
        CHECK(darkness(seen, word.box.x + 3, word.box.y + 3, word.box.width - 6, word.box.height - 6) > 0.9);
        CHECK(darkness(seen, word.box.x, word.box.bottom() + 5, word.box.width, 4) < 0.15);
      }
  }
}

TEST_CASE("words are read in order with single spaces, and their boxes lie on what is seen") {
  const Folder folder;
  const Made made = letter_with(letter);
  const std::string pdf = written(folder, {page_of(folder, made, "p")});
  std::vector<Word> expected;
  for (const Line& line : made.text.blocks[0].lines) expected.insert(expected.end(), line.words.begin(), line.words.end());
  const auto seen = page_words(pdf, 0, 150);
  REQUIRE(seen.size() == expected.size());
  std::string text;
  for (std::size_t i = 0; i < seen.size(); ++i) {
    INFO(expected[i].text);
    text += (i ? " " : "") + seen[i].text;
    const Box& box = expected[i].box;
    CHECK(std::abs(seen[i].x - box.x) < 2);
    CHECK(std::abs(seen[i].x + seen[i].width - box.right()) < 2);
    const double top = std::max<double>(seen[i].y, box.y), bottom = std::min<double>(seen[i].y + seen[i].height, box.bottom());
    CHECK((bottom - top) / (std::max<double>(seen[i].y + seen[i].height, box.bottom()) - std::min<double>(seen[i].y, box.y)) > 0.7);
  }
  CHECK(text == joined(letter));
}

TEST_CASE("pages are as large as the paper, blank pages and failed pages included") {
  const Folder folder;
  Made blank{white_page(200), {}};
  PdfPage failed;
  failed.facts.failed = true;
  failed.note = {"Page illisible", "La page 2 du fichier n’a pas pu être lue : une image abîmée. Rescannez-la puis remplacez-la, sans rien changer d’autre au document qui l’entoure."};
  const std::string pdf = written(folder, {page_of(folder, blank, "p"), failed});
  CHECK(page_points(pdf, 0).first == doctest::Approx(blank.upright.width * 72.0 / 200).epsilon(0.001));
  CHECK(page_text(pdf, 0).find_first_not_of(" \n\f") == std::string::npos);
  const std::string note = page_text(pdf, 1);
  CHECK(note.find("Page illisible") != std::string::npos);
  CHECK(note.find("l’entoure.") != std::string::npos);
  CHECK(darkness(rasterised(pdf, 1, 72), 60, 150, 470, 200) > 0.01);
}

TEST_CASE("the picture keeps its bytes: JPEG, G4 of both colours, Flate") {
  const Folder folder;
  const Made made = letter_with(letter);
  PdfPage page = page_of(folder, made, "p");
  CHECK(written(folder, {page}).find(read_file(page.picture)) != std::string::npos);

  page.facts.picture = {"flate", made.upright.width, made.upright.height, 1, false, 0, "kept"};
  write_file(page.picture, flate(made.upright));
  const Image seen = rasterised(written(folder, {page}), 0, 150);
  const Box& box = made.text.blocks[0].lines[1].words[0].box;
  CHECK(darkness(seen, box.x + 2, box.y + 2, box.width - 4, box.height - 4) > 0.95);

  page.facts.picture = {"g4", made.upright.width, made.upright.height, 1, true, 0, "kept"};
  write_file(page.picture, white_g4(made.upright.height));
  CHECK(darkness(rasterised(written(folder, {page}), 0, 40), 10, 10, 200, 200) < 0.01);
  page.facts.picture.white_is_zero = false;
  CHECK(darkness(rasterised(written(folder, {page}), 0, 40), 10, 10, 200, 200) > 0.99);
}

TEST_CASE("a picture that is not what its facts say fails its page") {
  const Folder folder;
  const Made made = letter_with({{"mot"}});
  PdfPage page = page_of(folder, made, "p");
  page.facts.picture.width += 1;
  CHECK_THROWS_AS(written(folder, {page}), ItemError);
  page.facts.picture.width -= 1;
  write_file(page.picture, read_file(page.picture).substr(0, 40));
  CHECK_THROWS_AS(written(folder, {page}), ItemError);
  page.facts.picture.encoding = "jpx";
  CHECK_THROWS_AS(written(folder, {page}), ItemError);
}

TEST_CASE("text that is not UTF-8, controls and odd boxes harm nothing") {
  const Folder folder;
  Made made = letter_with({{"bon", "mot"}});
  Line& line = made.text.blocks[0].lines[0];
  line.words[0].text = "a\xff\xc3" "b\x01\x1b";
  line.words.push_back({"", {0, 0, 0, 0}, 0});
  line.words.push_back({std::string("\xed\xa0\x80"), {-40, -40, -5, 10}, 0});
  line.baseline = 0;
  const std::string pdf = written(folder, {page_of(folder, made, "p")});
  CHECK(page_text(pdf, 0).find("mot") != std::string::npos);
  write_searchable_pdf(folder.path() / "t.pdf", {page_of(folder, made, "p")}, {"t\xff\xfe<&>é", "2026-11-23"});
  CHECK(pdf_title(read_file(folder.path() / "t.pdf")).find("<&>é") != std::string::npos);
  CHECK_THROWS_AS(write_searchable_pdf(folder.path() / "t.pdf", {}, {"t", "23/11/2026"}), UsageError);
}

TEST_CASE("the same pages are the same bytes, another title is another ID") {
  const Folder folder;
  const Made made = letter_with(letter);
  const std::vector<PdfPage> pages = {page_of(folder, made, "p", 0, 90, 1.5)};
  const std::string once = written(folder, pages);
  CHECK(once == written(folder, pages, "again.pdf"));
  write_searchable_pdf(folder.path() / "other.pdf", pages, {"D-9999999999", "2026-11-23"});
  const auto id = [](const std::string& pdf) { return pdf.substr(pdf.rfind("/ID")); };
  CHECK(id(once) != id(read_file(folder.path() / "other.pdf")));
}

TEST_CASE("a document without colour carries a small profile of grey, one with a colour page that of colour") {
  const Folder folder;
  const Made made = letter_with({{"Madame,"}});
  const PdfPage grey = page_of(folder, made, "grey");
  PdfPage colour = page_of(folder, made, "colour");
  write_file(colour.picture, jpeg(Image(made.upright.width, made.upright.height, 3, 150, 200)));
  colour.facts.picture.channels = 3;
  const std::string without = written(folder, {grey, grey}), with = written(folder, {grey, colour});
  CHECK(without.find("/N 1\n") != std::string::npos);
  CHECK(without.find("sRGB") == std::string::npos);
  CHECK(with.find("/N 3\n") != std::string::npos);
  CHECK(with.find("sRGB") != std::string::npos);
}

TEST_CASE("what a page weighs beyond its picture stays small") {
  const Folder folder;
  const PdfPage page = page_of(folder, letter_with(letter), "page");
  CHECK(written(folder, {page}).size() < read_file(page.picture).size() + 4700);
}

TEST_CASE("all that is written is valid PDF/A-1b") {
  std::string why_not;
  if (!preflight_there(&why_not)) {
    MESSAGE(why_not);
    return;
  }
  const Folder folder;
  const Made made = letter_with(letter);
  PdfPage rgb = page_of(folder, made, "rgb");
  Image red(made.upright.width, made.upright.height, 3, 150, 200);
  write_file(rgb.picture, jpeg(red));
  rgb.facts.picture.channels = 3;
  PdfPage g4 = page_of(folder, made, "g4");
  g4.facts.picture = {"g4", made.upright.width, made.upright.height, 1, true, 90, "joined"};
  write_file(g4.picture, white_g4(made.upright.height));
  PdfPage lossless = page_of(folder, made, "flate");
  lossless.facts.picture.encoding = "flate";
  write_file(lossless.picture, flate(made.upright));
  PdfPage failed;
  failed.facts.failed = true;
  failed.note = {"Page illisible", "Un caractère absent : 漢 😀 \x02 fin."};
  written(folder, {page_of(folder, made, "p", 0, 270, 3), rgb, g4, lossless, failed}, "all.pdf");
  written(folder, {page_of(folder, made, "q", 0, 90, -1), g4, lossless, failed}, "grey.pdf");
  written(folder, {failed}, "failed.pdf");
  written(folder, {page_of(folder, Made{white_page(100), {}}, "b")}, "blank.pdf");
  SheetCode sheet;
  sheet.kind = "SERVICE", sheet.service = "etat-civil";
  write_file(folder.path() / "sheet.pdf", sheets_pdf({sheet}, load_sheet_words(pli::test::source_folder() / "templates/sheets.toml")));
  write_file(folder.path() / "broken.pdf", read_file(folder.path() / "blank.pdf").replace(0, 8, "%PDF-9.9"));

  const auto results = preflight({folder.path() / "all.pdf", folder.path() / "grey.pdf", folder.path() / "failed.pdf", folder.path() / "blank.pdf", folder.path() / "sheet.pdf", folder.path() / "broken.pdf"}, folder.path());
  for (const char* name : {"all.pdf", "grey.pdf", "failed.pdf", "blank.pdf", "sheet.pdf"}) CHECK(results.at((folder.path() / name).string()) == "");
  CHECK(results.at((folder.path() / "broken.pdf").string()) != "");
}
