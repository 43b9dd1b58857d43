// packages.txt, the build and the installed tree.
#include <doctest/doctest.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>
#include <sstream>

#include "tests/house/sources.h"
#include "tests/support/paths.h"
#include "tests/support/run.h"

using namespace pli::test;
namespace fs = std::filesystem;

static std::string root_file(const std::string& name) { return text_of(pli::test::source_folder() / name); }

/// Package names of packages.txt; every line must give its reason.
static std::set<std::string> packages() {
  std::set<std::string> names;
  std::istringstream lines(root_file("packages.txt"));
  for (std::string line; std::getline(lines, line);) {
    if (line.empty() || line[0] == '#' || line[0] == '[') continue;
    static const std::regex form(R"(([a-z0-9.+-]+) +# \S.*)");
    std::smatch found;
    CHECK_MESSAGE(std::regex_match(line, found, form), line);
    if (!found.empty()) CHECK_MESSAGE(names.insert(found[1]).second, found[1].str() << " stands twice");
  }
  return names;
}

TEST_CASE("every library that the build looks for is a package of packages.txt") {
  const std::map<std::string, std::string> package_of = {
      {"SQLITE", "libsqlite3-dev"},     {"CRYPTO", "libssl-dev"},      {"FMT", "libfmt-dev"},           {"JSON", "nlohmann-json3-dev"},    {"ICU", "libicu-dev"},
      {"TESSERACT", "libtesseract-dev"}, {"LEPTONICA", "libleptonica-dev"}, {"ZXING", "libzxing-dev"},   {"ARCHIVE", "libarchive-dev"},     {"QPDF", "libqpdf-dev"},
      {"POPPLER", "libpoppler-cpp-dev"}, {"TIFF", "libtiff-dev"},       {"JPEG", "libjpeg-dev"},         {"EXIF", "libexif-dev"},           {"PODOFO", "libpodofo-dev"},
      {"FREETYPE", "libfreetype-dev"}, {"MD4C", "libmd4c-dev"}, {"QRENCODE", "libqrencode-dev"}, {"ZLIB", "zlib1g-dev"}, {"PUGIXML", "libpugixml-dev"},    {"PANGO", "libpango1.0-dev"},  {"PNG", "libpng-dev"},           {"CLI11", "libcli11-dev"},         {"tomlplusplus", "libtomlplusplus-dev"},
      {"PLI_LINEAR", "liblinear-dev"},  {"PLI_OPENCV_CORE", "libopencv-core-dev"}, {"PLI_OPENCV_IMGPROC", "libopencv-imgproc-dev"}, {"doctest", "doctest-dev"},
      {"PkgConfig", "pkg-config"},      {"OpenMP", "g++"},             {"Threads", "g++"},
  };
  const std::set<std::string> listed = packages();
  static const std::regex wanted(R"((?:pli_package|find_package|find_library)\((\w+))");
  for (const char* file : {"cmake/packages.cmake", "tests/CMakeLists.txt", "samples/CMakeLists.txt", "stages/CMakeLists.txt"}) {
    const std::string text = root_file(file);
    for (std::sregex_iterator at(text.begin(), text.end(), wanted), end; at != end; ++at) {
      const std::string name = (*at)[1];
      if (name == "name") continue;  // the function's own definition
      REQUIRE_MESSAGE(package_of.contains(name), name << " of " << file << " is unknown to this test");
      CHECK_MESSAGE(listed.contains(package_of.at(name)), package_of.at(name));
    }
  }
}

TEST_CASE("the program's version is the one the changelog opens with") {
  const RunResult result = run_pli({"--version"});
  REQUIRE(result.code == 0);
  const std::string version = result.out.substr(4, result.out.find('\n') - 4);
  CHECK(result.out == "pli " + version + "\n");
  const std::string changes = root_file("CHANGELOG.md");
  CHECK_MESSAGE(changes.find("## " + version) != std::string::npos, version);
}

TEST_CASE("the installed program works from anywhere with the data beside it") {
  const TemporaryFolder folder;
  const RunResult install = run({"cmake", "--install", pli::test::build_folder(), "--prefix", folder / "tree"});
  REQUIRE_MESSAGE(install.code == 0, install.err);
  const fs::path tree = folder / "tree";
  CHECK(fs::exists(tree / "share/pli/templates/services.toml"));
  CHECK(fs::exists(tree / "share/doc/pli/LICENSE"));
  for (const auto& entry : fs::recursive_directory_iterator(tree / "share")) CHECK_MESSAGE(entry.path().extension() != ".cpp", entry.path().string());

  RunOptions anywhere;
  anywhere.folder = "/";
  anywhere.input = "Objet : acte de naissance\n\nMadame, Monsieur,\nje vous prie de m'envoyer une copie intégrale de mon acte de naissance pour mon mariage.\n";
  const RunResult classified = run({tree / "bin/pli", "classify"}, anywhere);
  REQUIRE_MESSAGE(classified.code == 0, classified.err);
  CHECK(nlohmann::json::parse(classified.out)["service"]["code"] == "etat-civil");

  const RunResult doctor = run({tree / "bin/pli", "doctor", "--json", "--store", folder / "pli.db"}, anywhere);
  CHECK_MESSAGE(doctor.code == 0, doctor.out);
  const auto facts = nlohmann::json::parse(doctor.out);
  CHECK(facts["ok"] == true);
  for (const auto& check : facts["checks"]) {
    if (check["check"] == "data") CHECK(check["detail"] == (tree / "share/pli").string());
  }
}

TEST_CASE("every word of the command line's help is there in French") {
  const std::string french = root_file("templates/console/fr.toml");
  static const std::regex used(R"re((?:help_text\(context, |new_command\(\w+, context, "[a-z-]+", )"([a-z-]+)")re");
  for (const Source& source : sources()) {
    if (source.folder != "bin") continue;
    const std::string text = root_file(source.path);
    for (std::sregex_iterator at(text.begin(), text.end(), used), end; at != end; ++at) {
      const std::string key = (*at)[1];
      if (key.ends_with('-')) continue;  // put together from parts
      CHECK_MESSAGE(std::regex_search(french, std::regex("\n\"?" + key + "\"? = \"")), key << " (" << source.path << ")");
    }
  }
}
