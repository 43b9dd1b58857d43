// The Debian package: made, unpacked into an empty root, and run from there. One page is read.
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

namespace {

bool there(const std::string& program) { return run({"sh", "-c", "command -v " + program}).code == 0; }

/// Commands that --help shows, with those below them: "dossier show".
std::vector<std::string> commands(const std::string& of = "") {
  std::vector<std::string> words;
  std::istringstream parts(of);
  for (std::string word; parts >> word;) words.push_back(word);
  words.insert(words.end(), {"--help", "--ui", "en"});
  const std::string help = run_pli(words).out;
  std::vector<std::string> found;
  const auto at = help.find("\nSubcommands:\n");
  if (at == help.npos) return found;
  std::istringstream lines(help.substr(at + 14));
  static const std::regex form(R"(  ([a-z-]+) .*)");
  std::smatch name;
  for (std::string line; std::getline(lines, line);)
    if (std::regex_match(line, name, form)) {
      const std::string full = (of.empty() ? "" : of + ' ') + name[1].str();
      found.push_back(full);
      for (const std::string& below : commands(full)) found.push_back(below);
    }
  return found;
}

std::string completed(const std::string& words) {
  const std::string script = "eval \"$PLI_SCRIPT\"; COMP_WORDS=(" + words + "); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _pli; echo \"${COMPREPLY[*]}\"";
  RunOptions options;
  options.environment["PLI_SCRIPT"] = run_pli({"manual", "--completion"}).out;
  const RunResult result = run({"bash", "-c", script}, options);
  return result.code == 0 ? result.out : "failed: " + result.err;
}

}  // namespace

TEST_CASE("the package unpacks into an empty root and files a letter from there") {
  const TemporaryFolder folder;
  const RunResult packed = run({"cpack", "-G", "DEB", "--config", build_folder() / "CPackConfig.cmake", "-B", folder / "made"});
  REQUIRE_MESSAGE(packed.code == 0, packed.out << packed.err);
  fs::path package;
  for (const auto& entry : fs::directory_iterator(folder / "made"))
    if (entry.path().extension() == ".deb") package = entry.path();
  REQUIRE_FALSE(package.empty());

  const std::string depends = run({"dpkg-deb", "-f", package, "Depends"}).out;
  for (const char* name : {"adduser", "tesseract-ocr-fra", "tesseract-ocr-osd", "icc-profiles-free", "fonts-liberation", "libtesseract", "libpodofo", "libarchive", "libsqlite3", "libc6 (>="})
    CHECK_MESSAGE(depends.find(name) != depends.npos, name << " in: " << depends);

  REQUIRE(run({"dpkg-deb", "-R", package, folder / "root"}).code == 0);
  const fs::path root = folder / "root";
  CHECK(text_of(root / "DEBIAN/conffiles") == "/etc/pli/pli.toml\n/etc/cron.d/pli\n/etc/logrotate.d/pli\n");
  for (const char* script : {"postinst", "prerm", "postrm"}) CHECK(run({"sh", "-n", root / "DEBIAN" / script}).code == 0);
  for (const char* file : {"etc/pli/pli.toml", "etc/cron.d/pli", "etc/logrotate.d/pli", "usr/lib/systemd/system/pli-in.service", "usr/lib/systemd/system/pli-in.timer", "usr/share/man/man1/pli-night.1.gz",
                           "usr/share/man/fr/man1/pli-night.1.gz", "usr/share/man/man5/pli.toml.5.gz", "usr/share/bash-completion/completions/pli", "usr/share/doc/pli/copyright", "usr/share/pli/templates/exports/seda.toml"})
    CHECK_MESSAGE(fs::exists(root / file), file);

  const std::string pli = root / "usr/bin/pli";
  RunOptions anywhere;
  anywhere.folder = "/";
  const RunResult config = run({pli, "config", "--json", "--config", root / "etc/pli/pli.toml"}, anywhere);
  REQUIRE_MESSAGE(config.code == 0, config.err);
  CHECK(nlohmann::json::parse(config.out)["settings"]["spool"]["value"] == "/var/lib/pli/spool");
  const RunResult doctor = run({pli, "doctor", "--json", "--store", folder / "pli.db"}, anywhere);
  CHECK_MESSAGE(doctor.code == 0, doctor.out);
  const auto found = nlohmann::json::parse(doctor.out);
  for (const auto& check : found.at("checks"))
    if (check["check"] == "data") CHECK(check["detail"] == (root / "usr/share/pli").string());

  const RunResult filed = run({pli, "in", source_folder() / "samples/demo/2026-11-23/20261123_083105_001.tif", "--out", folder / "out", "--store", folder / "pli.db", "--export", "paperless", "--jobs", "1", "--settle", "0", "--json"}, anywhere);
  REQUIRE_MESSAGE(filed.code == 0, filed.err);
  CHECK(nlohmann::json::parse(filed.out)["documents"] == 1);
}

TEST_CASE("the units name the program where the package puts it, and no setting that isn't one") {
  const std::string service = text_of(source_folder() / "cmake/package/pli-in.service"), timer = text_of(source_folder() / "cmake/package/pli-in.timer");
  CHECK(service.find("\nExecStart=/usr/bin/pli night") != service.npos);
  CHECK(service.find("\nUser=pli\n") != service.npos);
  CHECK(service.find("\nSuccessExitStatus=3\n") != service.npos);
  CHECK(timer.find("\nOnCalendar=") != timer.npos);
  // Lines that are commented out are settings too.
  const std::string settings = text_of(source_folder() / "cmake/package/pli.toml"), table = run_pli({"config", "--json"}).out;
  static const std::regex key(R"(\n(?:# )?([a-z_]+) = )");
  int keys = 0;
  for (std::sregex_iterator at(settings.begin(), settings.end(), key), end; at != end; ++at, ++keys) CHECK_MESSAGE(nlohmann::json::parse(table)["settings"].contains((*at)[1].str()), (*at)[1].str());
  CHECK(keys > 10);
}

TEST_CASE("every command has a manual page in both languages, with every option that its help shows") {
  for (const char* language : {"fr", "en"}) {
    for (const std::string& command : commands()) {
      if (command.find(' ') != command.npos) continue;
      const std::string page = run_pli({"manual", "pli-" + command, "--ui", language}).out;
      CHECK_MESSAGE(page.starts_with(".TH \"PLI\\-"), command);
      const std::string help = run_pli({command, "--help", "--ui", language}).out;
      static const std::regex option(R"(--[a-z][a-z.-]+)");
      for (std::sregex_iterator at(help.begin(), help.end(), option), end; at != end; ++at) {
        const std::string name = std::regex_replace(at->str(), std::regex("-"), "\\-");
        CHECK_MESSAGE(page.find(name) != page.npos, command << " " << at->str() << " (" << language << ")");
      }
      CHECK_MESSAGE(page.find(std::string(".SH \"DESCRIPTION\"\n")) != page.npos, command << " (" << language << ")");
    }
  }
}

TEST_CASE("manual pages are roff without a warning") {
  if (!there("groff")) return;  // part of no package that Pli needs
  const TemporaryFolder folder;
  for (const char* language : {"fr", "en"}) REQUIRE(run_pli({"manual", "--ui", language, "--write", (folder / language).string()}).code == 0);
  int pages = 0;
  for (const auto& entry : fs::recursive_directory_iterator(folder.path())) {
    if (!entry.is_regular_file()) continue;
    const RunResult shown = run({"groff", "-K", "utf8", "-man", "-ww", "-b", "-Tutf8", "-z", entry.path()});
    CHECK_MESSAGE((shown.code == 0 && shown.err.empty()), entry.path().string() << ": " << shown.err);
    ++pages;
  }
  CHECK(pages > 40);
}

TEST_CASE("the shell completes every command, what stands below it, options and words of a choice") {
  for (const std::string& command : commands()) {
    const std::string last = command.substr(command.rfind(' ') + 1), before = command.substr(0, command.size() - last.size());
    std::istringstream words(completed("pli " + before + last.substr(0, last.size() - 1)));
    std::set<std::string> offered;
    for (std::string word; words >> word;) offered.insert(word);
    CHECK_MESSAGE(offered.contains(last), command);
  }
  CHECK(completed("pli in x.tif --ima") == "--image\n");
  CHECK(completed("pli in --image \"\"") == "default keep\n");
  CHECK(completed("pli in --out \"\"") == "\n");  // a path: the shell's own
}
