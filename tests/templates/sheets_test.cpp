#include "templates/sheets.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "pipeline/errors.h"
#include "tests/support/paths.h"

using namespace pli;

namespace {

std::string shipped() {
  std::ifstream in(pli::test::source_folder() / "templates/sheets.toml");
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

SheetWords load(const std::string& text) {
  const auto file = std::filesystem::temp_directory_path() / "pli-sheets-test.toml";
  std::ofstream(file) << text;
  const auto remove = [&] { std::filesystem::remove(file); };
  try {
    SheetWords words = load_sheet_words(file);
    remove();
    return words;
  } catch (...) {
    remove();
    throw;
  }
}

std::string changed(const std::string& from, const std::string& to) {
  std::string text = shipped();
  text.replace(text.find(from), from.size(), to);
  return text;
}

}  // namespace

TEST_CASE("the shipped words of sheets are complete") {
  const SheetWords words = load(shipped());
  CHECK(words.size() == 11);
  for (const auto& [kind, word] : words) CHECK_FALSE(word.instructions.empty());
}

TEST_CASE("a kind that is missing or unknown, a key too many and a title without its service are refused") {
  CHECK_THROWS_AS(load(changed("[URGENT]", "[HASTY]")), UsageError);
  CHECK_THROWS_AS(load(changed("title = \"URGENT\"", "title = \"URGENT\"\ncolour = \"red\"")), UsageError);
  CHECK_THROWS_AS(load(changed("SERVICE {service}", "SERVICE")), UsageError);
  CHECK_THROWS_AS(load(changed("title = \"URGENT\"", "title = 3")), UsageError);
  CHECK_THROWS_AS(load("[DOCUMENT"), UsageError);
}
