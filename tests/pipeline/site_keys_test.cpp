#include "pipeline/site_keys.h"

#include <doctest/doctest.h>

#include <chrono>
#include <fstream>

#include "pipeline/errors.h"
#include "tests/support/run.h"

using namespace pli;
namespace fs = std::filesystem;

TEST_CASE("a site without keys has none") {
  const test::TemporaryFolder folder;
  CHECK(load_site_keys(folder / "keys").newest == "");
  CHECK(load_site_keys(folder.path()).bytes.empty());
}

TEST_CASE("the key changed last signs, older ones are still found") {
  const test::TemporaryFolder folder;
  const std::string old_key(32, 'a'), new_key(32, 'b');
  const fs::path old_file = write_site_key(folder.path(), old_key), new_file = write_site_key(folder.path(), new_key);
  fs::last_write_time(old_file, fs::last_write_time(new_file) - std::chrono::hours(1));
  const SiteKeys keys = load_site_keys(folder.path());
  CHECK(keys.newest == site_key_id(new_key));
  REQUIRE(keys.find(site_key_id(old_key)));
  CHECK(*keys.find(site_key_id(old_key)) == old_key);
  CHECK_FALSE(keys.find("0000"));
}

TEST_CASE("a key file that was altered or renamed is refused, other files are left alone") {
  const test::TemporaryFolder folder;
  const fs::path file = write_site_key(folder.path(), std::string(32, 'k'));
  std::ofstream(folder / "README.txt") << "not a key";
  CHECK(load_site_keys(folder.path()).bytes.size() == 1);
  std::ofstream(file, std::ios::app) << "00";
  CHECK_THROWS_AS(load_site_keys(folder.path()), Fatal);
  fs::remove(file);
  fs::rename(write_site_key(folder.path(), std::string(32, 'm')), folder / "ABCD.key");
  CHECK_THROWS_AS(load_site_keys(folder.path()), Fatal);
}

TEST_CASE("a key is never written over") {
  const test::TemporaryFolder folder;
  write_site_key(folder.path(), std::string(32, 'k'));
  CHECK_THROWS_AS(write_site_key(folder.path(), std::string(32, 'k')), Fatal);
}
