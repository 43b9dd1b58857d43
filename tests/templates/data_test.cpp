#include "templates/data.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

#include "pipeline/errors.h"

namespace pli {
namespace {

namespace fs = std::filesystem;

// A tree as `cmake --install` leaves it.
struct Installed {
  fs::path prefix = fs::temp_directory_path() / "pli-data-test";
  fs::path share = prefix / "share" / "pli";
  Installed() {
    fs::remove_all(prefix);
    fs::create_directories(prefix / "bin");
    fs::create_directories(share / "templates");
    std::ofstream(share / "templates" / "services.toml") << "# services\n";
    std::ofstream(prefix / "bin" / "pli") << "program";
  }
  ~Installed() { fs::remove_all(prefix); }
};

TEST_CASE("an installed program finds its data beside itself, through a link too") {
  const Installed tree;
  CHECK(fs::equivalent(data_folder(tree.prefix / "bin" / "pli"), tree.share));
  fs::create_symlink(tree.prefix / "bin" / "pli", tree.prefix / "link");
  CHECK(fs::equivalent(data_folder(tree.prefix / "link"), tree.share));
}

TEST_CASE("a program in a build folder finds the source tree") {
  const fs::path source = data_folder({});
  CHECK(fs::is_regular_file(source / "templates" / "messages" / "fr.toml"));
  CHECK(data_folder("/nowhere/bin/pli") == source);
}

TEST_CASE("a folder that was named is used, or refused by name: nothing else takes its place") {
  const Installed tree;
  CHECK(data_folder({}, tree.share) == tree.share);
  fs::remove(tree.share / "templates" / "services.toml");
  try {
    data_folder(tree.prefix / "bin" / "pli", tree.share);
    FAIL("accepted a folder without data");
  } catch (const Fatal& error) {
    CHECK(error.code() == "data-missing");
    CHECK(error.args().front().second == tree.share.string());
  }
}

}  // namespace
}  // namespace pli
