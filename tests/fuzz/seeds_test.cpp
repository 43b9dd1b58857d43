// Seeds of the fuzzers, and what fuzzing found: each goes through its reader in the suite too.
#include <doctest/doctest.h>

#include <filesystem>
#include <set>

#include "pipeline/files.h"
#include "tests/fuzz/targets.h"
#include "tests/support/paths.h"

using namespace pli;

TEST_CASE("every reader of foreign bytes has seeds, and takes each without harm, whole and cut in two") {
  const fs::path corpus = test::source_folder() / "tests" / "fuzz" / "corpus";
  std::set<std::string> folders;
  for (const auto& entry : fs::directory_iterator(corpus)) folders.insert(entry.path().filename().string());
  const auto names = fuzz::targets();
  CHECK(folders == std::set<std::string>(names.begin(), names.end()));
  int fed = 0;
  for (const std::string& target : names) {
    for (const auto& entry : fs::directory_iterator(corpus / target)) {
      const std::string seed = read_file(entry.path());
      CAPTURE(entry.path().string());
      fuzz::feed(target, seed);
      fuzz::feed(target, seed.substr(0, seed.size() / 2));
      ++fed;
    }
  }
  CHECK(fed >= 24);
}
