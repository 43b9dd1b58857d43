#include "samples/scans.h"

#include <doctest/doctest.h>
#include <stdlib.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "pipeline/errors.h"
#include "samples/stack.h"
#include "tests/support/paths.h"
#include "tests/support/run.h"

using namespace pli;
using namespace pli::samples;
namespace fs = std::filesystem;

namespace {

using Scratch = test::TemporaryFolder;

std::vector<SampleLetter> letters() { return read_letters({pli::test::source_folder() / "samples" / "letters" / "montclair.jsonl"}); }

/// Every file's bytes by its name.
std::map<std::string, std::string> contents(const fs::path& folder) {
  std::map<std::string, std::string> all;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream in(entry.path(), std::ios::binary);
    all[fs::relative(entry.path(), folder).string()] = std::string(std::istreambuf_iterator<char>(in), {});
  }
  return all;
}

}  // namespace

TEST_CASE("the same seed makes the same files byte for byte, another seed makes others") {
  const Scratch one, two, other;
  const auto all = letters();
  ScanSet set;
  set.count = 2, set.level = Level::worn;
  write_scans(all, set, one.path());
  write_scans(all, set, two.path());
  set.seed = 2;
  write_scans(all, set, other.path());
  CHECK(contents(one.path()) == contents(two.path()));
  CHECK(contents(one.path()) != contents(other.path()));
  CHECK(contents(one.path()).size() == 3);
}

TEST_CASE("truth names what the scorer asks for, and a page for each page of the file") {
  const Scratch scratch;
  ScanSet set;
  set.count = 2;
  write_scans(letters(), set, scratch.path());
  std::ifstream in(scratch.path() / "truth.jsonl");
  int rows = 0;
  for (std::string line; std::getline(in, line); ++rows) {
    const Json truth = Json::parse(line);
    CHECK(fs::exists(scratch.path() / truth.at("file").get<std::string>()));
    CHECK(truth.at("level") == "clean");
    CHECK(truth.at("letter").at("id") == truth.at("id"));
    CHECK(truth.at("letter").at("service") == truth.at("service"));
    const std::string text = truth.at("text");
    CHECK(static_cast<std::size_t>(std::count(text.begin(), text.end(), '\f')) == truth.at("pages").size());
    for (const Json& page : truth.at("pages")) CHECK(page.at("rotate") == 0);
  }
  CHECK(rows == 2);
}

TEST_CASE("thirteen drawn letters are of thirteen services") {
  const auto all = letters();
  std::set<std::string> services;
  for (const SampleLetter* letter : drawn_letters(all, 13, Random(4))) services.insert(letter->service);
  CHECK(services.size() == 13);
  CHECK(drawn_letters(all, 5000, Random(4)).size() == all.size());
}

TEST_CASE("a line of letters that is no JSON is named with its file and line") {
  const Scratch scratch;
  std::ofstream(scratch.path() / "bad.jsonl") << "\n{\"id\": 3\n";
  try {
    read_letters({scratch.path() / "bad.jsonl"});
    FAIL("it was read");
  } catch (const UsageError& error) {
    CHECK(error.code() == "letters-invalid");
    CHECK(error.args().at(1).second == "2");
  }
}

TEST_CASE("in a duplex stack every sheet of paper has two sides, and each side belongs where it was laid") {
  const auto all = letters();
  const Scratch scratch;
  Random random(3);
  Stack stack(true, 60, {load_sheet_words(pli::test::source_folder() / "templates" / "sheets.toml"), scratch.path()});
  stack.sheet("DOCUMENT");
  stack.sheet("REGISTERED");
  stack.letter(all[0], {}, random);
  stack.sheet("ANNEX");
  stack.annex(Annex::receipt, random);
  stack.sheet("SERVICE", "finances");
  stack.letter(all[1], {}, random);
  REQUIRE(stack.sides().size() == 14);
  std::string roles;
  for (const Side& side : stack.sides()) roles += role_name(side.role)[0];
  CHECK(roles == "sbsblbsbabsblb");
  CHECK(stack.documents().size() == 2);
  CHECK(stack.documents()[0].attributes == std::vector<std::string>{"REGISTERED"});
  CHECK(stack.documents()[1].attributes.empty());
  CHECK(stack.documents()[1].sheet_service == "finances");
  CHECK(stack.sides()[8].document == 1);
  CHECK(stack.sides()[12].document == 2);
  CHECK(stack.sides()[0].code == "PLI1/S/DOCUMENT/0/0");
}
