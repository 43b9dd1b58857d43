// The rules of the house, as tests: where a rule stands in the way, change the rule here and say why in the folder's README.
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <regex>
#include <set>

#include "tests/house/sources.h"
#include "tests/support/paths.h"

using namespace pli::test;
namespace fs = std::filesystem;

namespace {

const std::vector<std::string> folders = {"pipeline", "templates", "classifiers", "stages", "bin", "samples", "tests"};

long rank_of(const std::string& folder) { return std::find(folders.begin(), folders.end(), folder) - folders.begin(); }

bool is_library(const Source& source) { return rank_of(source.folder) <= rank_of("stages"); }

bool begins(const std::string& text, const std::string& start) { return text.compare(0, start.size(), start) == 0; }

/// Headers of third-party engines by their beginning, and the beginnings of the adapters (below stages/engines/) that may include them.
const std::map<std::string, std::set<std::string>> engines = {
    {"tesseract/", {"tesseract"}},  {"leptonica/", {"leptonica"}}, {"allheaders.h", {"leptonica"}},     {"opencv2/", {"opencv_"}},  {"ZXing/", {"zxing"}},
    {"ReadBarcode.h", {"zxing"}},   {"archive", {"archive"}},      {"poppler", {"poppler"}},            {"cpp/poppler", {"poppler"}}, {"qpdf/", {"qpdf"}},
    {"podofo", {"podofo"}},         {"tiff", {"tiff"}},            {"jpeglib.h", {"jpeg"}},             {"jerror.h", {"jpeg"}},     {"libexif/", {"exif"}},
    {"png.h", {"png"}},             {"pango/", {}},                {"cairo", {}},                       {"MultiFormatWriter.h", {"zxing"}}, {"BitMatrix.h", {"zxing"}},
    {"BarcodeFormat.h", {"zxing"}}, {"ft2build.h", {"freetype"}}, {"md4c.h", {"md4c"}},           {"qrencode.h", {"qrencode"}},   {"zlib.h", {"zlib", "png"}},           {"kainjow/", {"mustache"}},
};

/// Why a library file may do what the others may not.
const std::map<std::string, std::set<std::string>> allowed = {
    {"pipeline/workers.cpp", {"steady_clock", "getrusage"}},      // time-outs of workers: no result depends on them
    {"pipeline/cpu_time.cpp", {"clock_gettime"}},                 // CPU seconds of a step, for timings only
};

}  // namespace

TEST_CASE("comments and strings are no code, code around them is") {
  CHECK(bare_code("a; // printf(\nb; /* rand(\n) */ c;") == "a; \nb; \n c;");
  CHECK(bare_code("f(\"std::cout \\\" <<\", 'x', 1'000);") == "f(\"\", \"\", 1'000);");
  CHECK(bare_code("g(R\"x(time(0) )\" )x\"); h;").find("time") == std::string::npos);
}

TEST_CASE("a folder includes only itself and those below it") {
  for (const Source& source : sources()) {
    for (const std::string& include : source.own) {
      const std::string folder = include.substr(0, include.find('/'));
      CHECK_MESSAGE(std::count(folders.begin(), folders.end(), folder) == 1, source.path << " includes \"" << include << "\", which is not written from the root");
      CHECK_MESSAGE(rank_of(folder) <= rank_of(source.folder), source.path << " includes \"" << include << "\"");
    }
  }
}

TEST_CASE("an engine's headers are included by its adapter only") {
  for (const Source& source : sources()) {
    if (!is_library(source) && source.folder != "bin") continue;
    const std::string file = fs::path(source.path).filename().string();
    for (const std::string& include : source.other) {
      for (const auto& [header, adapters] : engines) {
        if (!begins(include, header)) continue;
        const bool adapter = begins(source.path, "stages/engines/") && std::any_of(adapters.begin(), adapters.end(), [&](const std::string& one) { return begins(file, one); });
        CHECK_MESSAGE(adapter, source.path << " includes <" << include << ">");
      }
    }
  }
}

TEST_CASE("each folder uses only the libraries it may know") {
  const std::map<std::string, long> lowest = {{"sqlite3.h", rank_of("pipeline")}, {"openssl/", rank_of("pipeline")}, {"toml++/", rank_of("templates")}, {"CLI/", rank_of("bin")}};
  for (const Source& source : sources()) {
    for (const std::string& include : source.other) {
      for (const auto& [header, rank] : lowest) {
        if (begins(include, header)) CHECK_MESSAGE(rank_of(source.folder) >= rank, source.path << " includes <" << include << ">");
      }
      if (include == "linear.h") CHECK_MESSAGE(source.folder == "classifiers", source.path << " includes <linear.h>");
      if (begins(include, "doctest")) CHECK_MESSAGE(source.folder == "tests", source.path << " includes <" << include << ">");
    }
  }
}

TEST_CASE("library code prints nothing and reads no clock, no chance, no environment, no locale") {
  static const std::regex forbidden(
      R"(\b(cout|cerr|clog|printf|fprintf|vprintf|vfprintf|puts|putchar|perror|spdlog|syslog|system_clock|steady_clock|high_resolution_clock|gettimeofday|clock_gettime|getrusage|localtime|localtime_r|mktime|getenv|secure_getenv|setenv|putenv|random_device|mt19937|mt19937_64|default_random_engine|rand|srand|random|RAND_bytes|setlocale|getpid)\b(?!\s*=)|\bstd::(time|clock|locale)\b\s*\(|[^\w.:>]::?time\s*\()");
  for (const Source& source : sources()) {
    if (!is_library(source)) continue;
    for (std::size_t i = 0; i < source.code.size(); ++i) {
      std::smatch found;
      if (!std::regex_search(source.code[i], found, forbidden)) continue;
      const auto exception = allowed.find(source.path);
      const bool may = exception != allowed.end() && exception->second.contains(found[1].str());
      CHECK_MESSAGE(may, source.path << ":" << i + 1 << " uses " << found.str());
    }
  }
}

TEST_CASE("an exception that nothing needs any more is taken off the list") {
  for (const auto& [path, words] : allowed) {
    for (const std::string& word : words) {
      const bool used = std::any_of(sources().begin(), sources().end(), [&](const Source& source) {
        return source.path == path && std::any_of(source.code.begin(), source.code.end(), [&](const std::string& line) { return line.find(word) != line.npos; });
      });
      CHECK_MESSAGE(used, path << " no longer uses " << word);
    }
  }
}

TEST_CASE("no source is longer than 400 lines and each header says first what it is for") {
  for (const Source& source : sources()) {
    CHECK_MESSAGE(source.code.size() <= 400, source.path << " has " << source.code.size() << " lines");
    if (source.path.ends_with(".h") && source.folder != "tests") {
      CHECK_MESSAGE(begins(text_of(pli::test::source_folder() / source.path), "// "), source.path << " has no opening comment");
    }
  }
}

TEST_CASE("each folder has a README with its rules") {
  for (const std::string& folder : folders) CHECK_MESSAGE(fs::exists(pli::test::source_folder() / folder / "README.md"), folder);
  CHECK(fs::exists(pli::test::source_folder() / "stages/engines/README.md"));
}
