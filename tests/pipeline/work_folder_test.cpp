#include "pipeline/work_folder.h"

#include <doctest/doctest.h>

#include "pipeline/errors.h"
#include "pipeline/files.h"
#include "pipeline/json.h"
#include "tests/support/run.h"

using namespace pli;

namespace {

PageFacts some_facts() {
  PageFacts facts;
  facts.width = 2480;
  facts.height = 3508;
  facts.doubts = {"illegible"};
  facts.barcodes.push_back({"QR", "PLI1/S/DOCUMENT/0/0", {1, 2, 3, 4}});
  facts.text.blocks.push_back({{0, 0, 100, 40}, {{{0, 0, 100, 40}, 32, {{"Ma\xC3\xAEtre", {0, 0, 100, 40}, 0.9}}}}});
  return facts;
}

}  // namespace

TEST_CASE("facts that were kept are found, also by the next process, under their own key alone") {
  const test::TemporaryFolder folder;
  WorkFolder(folder / "LOT", "registry").keep("page-1", some_facts());
  const WorkFolder again(folder / "LOT", "registry");
  const auto found = again.facts("page-1");
  REQUIRE(found);
  CHECK(to_json(*found) == to_json(some_facts()));
  CHECK_FALSE(again.facts("page-2"));
}

TEST_CASE("facts cut at any byte are dropped, not misread") {
  const test::TemporaryFolder folder;
  WorkFolder work(folder / "LOT", "registry");
  work.keep("page", some_facts());
  const fs::path file = folder.path() / "LOT" / "pages" / "page.json";
  const std::string whole = read_file(file);
  for (std::size_t length = 0; length < whole.size(); ++length) {
    write_aside(file, whole.substr(0, length));
    REQUIRE_FALSE(work.facts("page"));
  }
  write_aside(file, whole);
  CHECK(work.facts("page"));
}

TEST_CASE("facts with an altered or an added byte are dropped") {
  const test::TemporaryFolder folder;
  WorkFolder work(folder / "LOT", "registry");
  work.keep("page", some_facts());
  const fs::path file = folder.path() / "LOT" / "pages" / "page.json";
  const std::string whole = read_file(file);
  for (std::size_t at = 0; at < whole.size(); ++at) {
    std::string altered = whole;
    altered[at] = static_cast<char>(altered[at] ^ 1);
    write_aside(file, altered);
    REQUIRE_FALSE(work.facts("page"));
  }
  write_aside(file, whole + "\n");
  CHECK_FALSE(work.facts("page"));
}

TEST_CASE("a work folder begun under another registry is refused, under the same it goes on") {
  const test::TemporaryFolder folder;
  WorkFolder(folder / "LOT", "registry");
  CHECK_NOTHROW(WorkFolder(folder / "LOT", "registry"));
  try {
    WorkFolder(folder / "LOT", "another");
    FAIL("taken");
  } catch (const Fatal& error) {
    CHECK(error.code() == "registry-mismatch");
  }
}

TEST_CASE("a removed work folder leaves nothing") {
  const test::TemporaryFolder folder;
  WorkFolder work(folder / "LOT", "registry");
  work.keep("page", some_facts());
  work.remove();
  CHECK_FALSE(fs::exists(folder / "LOT"));
}
