#include "stages/sheets.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>

#include "pipeline/errors.h"
#include "stages/read_barcodes.h"
#include "tests/support/paper.h"
#include "tests/support/paths.h"
#include "tests/support/raster.h"

using namespace pli;
using namespace pli::testing;

namespace {

SheetWords words() { return load_sheet_words(pli::test::source_folder() / "templates/sheets.toml"); }

SheetCode sheet(const std::string& kind, const std::string& service = "", int number = 0, int of = 0) {
  SheetCode code;
  code.kind = kind, code.service = service, code.number = number, code.of = of;
  return code;
}

std::vector<SheetCode> every_kind() {
  std::vector<SheetCode> out;
  for (const auto& [kind, word] : words()) out.push_back(sheet(kind, kind == "SERVICE" ? "education-enfance" : ""));
  return out;
}

/// How many of the page's codes are that sheet's, or -1 when one is not.
int codes_of(const Image& page, const SheetCode& expected) {
  const auto found = read_barcodes(page);
  for (const Barcode& code : found)
    if (parse_sheet_code(code.text) != expected) return -1;
  return static_cast<int>(found.size());
}

}  // namespace

TEST_CASE("every kind of sheet has words") {
  CHECK(words().size() == 11);
  CHECK(words().at("DOCUMENT").title == "NOUVEAU PLI");
}

TEST_CASE("a sheet carries its code in four corners and its title for people") {
  const auto sheets = every_kind();
  const std::string pdf = sheets_pdf(sheets, words());
  REQUIRE(page_count(pdf) == static_cast<int>(sheets.size()));
  for (std::size_t i = 0; i < sheets.size(); ++i) {
    INFO(sheets[i].kind);
    CHECK(codes_of(rasterised(pdf, static_cast<int>(i), 150), sheets[i]) == 4);
    if (sheets[i].kind == "SERVICE") CHECK(page_text(pdf, static_cast<int>(i)).find("EDUCATION-ENFANCE") != std::string::npos);
  }
}

TEST_CASE("the longest service code still leaves its codes clear") {
  const SheetCode longest = sheet("SERVICE", "assainissement-eau-potable-et-pluvial-40", 1234, 5678);
  REQUIRE(longest.service.size() == 40);
  CHECK(codes_of(rasterised(sheets_pdf({longest}, words()), 0, 200), longest) == 4);
}

TEST_CASE("degraded, smeared and half-fed sheets are recognised") {
  const auto sheets = every_kind();
  const std::string pdf = sheets_pdf(sheets, words());
  constexpr double resolutions[] = {150, 200, 300};
  for (int i = 0; i < 22; ++i) {
    const SheetCode& expected = sheets[static_cast<std::size_t>(i) % sheets.size()];
    const Image clean = rasterised(pdf, i % static_cast<int>(sheets.size()), resolutions[i % 3]);
    Image page = worn(clean, {.skew = (i % 9 - 4) * 1.2, .blur = 1.0 * (i % 3), .noise = 20.0 + 5 * (i % 8), .black = 30 + 10 * (i % 6),
                              .white = 235 - 8 * (i % 5), .bilevel = i % 4 == 0, .seed = 11u + i});
    if (i % 5 == 1)  // half the sheet was fed
      for (int y = page.height / 2; y < page.height; ++y) std::fill_n(page.row(y), page.width, std::uint8_t{20});
    if (i % 5 == 2)  // a smear down the middle of the left codes
      for (int y = 0; y < page.height; ++y) std::fill_n(page.row(y) + page.width / 6, page.width / 40, std::uint8_t{60});
    INFO("raster ", i, " ", expected.kind, " at ", clean.dpi);
    CHECK(codes_of(turned(page, i % 7 == 3 ? 180 : 0), expected) >= 1);
  }
}

TEST_CASE("a numbered sheet says its number, a duplex sheet has two faces") {
  const SheetCode numbered = sheet("DOCUMENT", "", 3, 12);
  const std::string pdf = sheets_pdf({numbered, sheet("URGENT")}, words(), {.duplex = true});
  CHECK(page_count(pdf) == 4);
  CHECK(page_text(pdf, 0).find("3 / 12") != std::string::npos);
  CHECK(codes_of(rasterised(pdf, 1, 150), numbered) == 4);
}

TEST_CASE("the same sheets are the same bytes, and unknown kinds are refused") {
  const auto sheets = every_kind();
  CHECK(sheets_pdf(sheets, words()) == sheets_pdf(sheets, words()));
  CHECK_THROWS_AS(sheets_pdf({sheet("NOTHING")}, words()), UsageError);
}
