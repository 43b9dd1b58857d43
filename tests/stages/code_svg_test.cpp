#include "stages/code_svg.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <regex>

#include "stages/engines/zxing.h"

namespace pli {
namespace {

const std::string key(32, 'k');

std::vector<std::string> payloads(int pages) {
  std::vector<std::string> all;
  for (int page = 1; page <= pages; ++page) all.push_back(signed_payload({"ABCD", "2026-000001-W", "0123456789AB", page, pages, "", ""}, key));
  return all;
}

/// The picture drawn at 300 dots an inch from its rectangles alone, as any drawing program fills them.
Image drawn(const std::string& svg) {
  std::smatch size;
  REQUIRE(std::regex_search(svg, size, std::regex(R"re(viewBox="0 0 ([\d.]+) ([\d.]+)")re")));
  const double scale = 300 / 25.4;
  Image image(static_cast<int>(std::ceil(std::stod(size[1]) * scale)), static_cast<int>(std::ceil(std::stod(size[2]) * scale)), 1, 300);
  static const std::regex group(R"re(translate\(([\d.]+) ([\d.]+)\) scale\(([\d.]+)\)"><path[^>]* d="([^"]*)")re"), run(R"(M(\d+) (\d+)h(\d+)v1h-\d+z)");
  for (std::sregex_iterator g(svg.begin(), svg.end(), group), end; g != end; ++g) {
    const std::string path = (*g)[4];
    const double x = std::stod((*g)[1]), y = std::stod((*g)[2]), module = std::stod((*g)[3]);
    for (std::sregex_iterator r(path.begin(), path.end(), run), none; r != none; ++r) {
      const double left = x + std::stod((*r)[1]) * module, top = y + std::stod((*r)[2]) * module, width = std::stod((*r)[3]) * module;
      for (int row = static_cast<int>(std::lround(top * scale)); row < std::lround((top + module) * scale); ++row)
        for (int column = static_cast<int>(std::lround(left * scale)); column < std::lround((left + width) * scale); ++column)
          image.pixels[static_cast<std::size_t>(row) * static_cast<std::size_t>(image.width) + static_cast<std::size_t>(column)] = 0;
    }
  }
  return image;
}

TEST_CASE("every code of the picture is read back, in millimetres with modules of half a millimetre or more") {
  for (const int pages : {1, 3}) {
    const auto codes = payloads(pages);
    const std::string svg = codes_svg(codes, "2026-000001-W", {"Réf. à rappeler", "page"}, 1, pages);
    CHECK(svg.find("mm\"") != std::string::npos);
    std::smatch scale;
    REQUIRE(std::regex_search(svg, scale, std::regex(R"(scale\(([\d.]+)\))")));
    CHECK(std::stod(scale[1]) >= 0.5);
    const Image image = drawn(svg);
    std::vector<std::string> read;
    for (const Symbol& symbol : read_qr(image, Threshold::whole, 10)) read.push_back(symbol.barcode.text);
    std::sort(read.begin(), read.end());
    CHECK(read == codes);
  }
}

TEST_CASE("the reference and the page stand beside each code as text, and words can't become markup") {
  const std::string svg = codes_svg(payloads(2), "2026-000001-W", {"<b>&", "page"}, 1, 2);
  CHECK(svg.find(">2026-000001-W</text>") != std::string::npos);
  CHECK(svg.find(">page 1/2</text>") != std::string::npos);
  CHECK(svg.find(">page 2/2</text>") != std::string::npos);
  CHECK(svg.find(">&lt;b&gt;&amp;</text>") != std::string::npos);
  CHECK(codes_svg({payloads(1)}, "2026-000001-W", {"r", "page"}, 1, 1).find("page") == std::string::npos);
}

}  // namespace
}  // namespace pli
