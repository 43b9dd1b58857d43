#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "tests/support/paths.h"
#include "tests/support/run.h"

using pli::test::run_pli;
using pli::test::RunResult;
using pli::test::TemporaryFolder;
namespace fs = std::filesystem;

static bool says(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

TEST_CASE("wrong usage ends with 2, a stable code in brackets, and nothing on stdout") {
  const std::vector<std::pair<std::vector<std::string>, std::string>> cases = {
      {{}, "[command-missing]"},
      {{"--nonsense"}, "[unknown-argument]"},
      {{"inn", "scans"}, "[unknown-argument]"},
      {{"config", "--nonsense"}, "[unknown-argument]"},
      {{"config", "--jobs", "zero"}, "[bad-value]"},
      {{"config", "--config", "/nowhere.toml"}, "[config-unreadable]"},
      {{"sheets", "document"}, "[argument-missing]"},
      {{"sheets", "envelope", "--out", "x.pdf", "--count", "0"}, "[wrong-usage]"},
      {{"train", "--out", "x"}, "[argument-missing]"},
      {{"config", "--log", "/nowhere/at/all.log"}, "[log-unwritable]"},
  };
  for (const auto& [arguments, code] : cases) {
    CAPTURE(code);
    const RunResult result = run_pli(arguments);
    CHECK(result.code == 2);
    CHECK_MESSAGE(says(result.err, code), result.err);
    CHECK(result.out.empty());
  }
}

TEST_CASE("an unknown setting in a variable or file ends with 2 and is named") {
  RunResult result = run_pli({"config"}, {.input = "", .folder = "", .environment = {{"PLI_JBOS", "2"}}});
  CHECK(result.code == 2);
  CHECK(says(result.err, "PLI_JBOS"));
  CHECK(says(result.err, "[unknown-key]"));
  const TemporaryFolder folder;
  std::ofstream(folder / "pli.toml") << "colour = 'blue'\n";
  result = run_pli({"config", "--config", folder / "pli.toml"});
  CHECK(result.code == 2);
  CHECK(says(result.err, "colour"));
}

TEST_CASE("pli config shows each value with its origin, and its text is a configuration file that gives the same values") {
  const TemporaryFolder folder;
  std::ofstream(folder / "pli.toml") << "lang = 'fra+eng'\n[limits]\ninput_pages = 12\n";
  const std::vector<std::string> arguments = {"config", "--jobs", "7", "--config", folder / "pli.toml"};
  const RunResult text = run_pli(arguments, {.input = "", .folder = "", .environment = {{"PLI_SETTLE", "0"}}});
  REQUIRE(text.code == 0);
  std::vector<std::string> with_json = arguments;
  with_json.push_back("--json");
  const auto before = nlohmann::json::parse(run_pli(with_json, {.input = "", .folder = "", .environment = {{"PLI_SETTLE", "0"}}}).out)["settings"];
  CHECK(before["jobs"]["value"] == 7);
  CHECK(before["jobs"]["origin"] == "option");
  CHECK(before["settle"]["origin"] == "PLI_SETTLE");
  CHECK(before["lang"]["origin"] == (folder / "pli.toml").string());
  CHECK(before["limits.input_pages"]["value"] == 12);
  CHECK(before["image"]["origin"] == "default");

  std::ofstream(folder / "again.toml") << text.out;
  const RunResult again = run_pli({"config", "--json", "--config", folder / "again.toml"});
  REQUIRE_MESSAGE(again.code == 0, again.err);
  const auto after = nlohmann::json::parse(again.out)["settings"];
  for (const auto& [key, setting] : before.items()) CHECK_MESSAGE(after[key]["value"] == setting["value"], key);
}

TEST_CASE("messages and help are French by default and English where that is asked for") {
  CHECK(says(run_pli({"config", "--nonsense"}).err, "pas compris"));
  CHECK(says(run_pli({"config", "--nonsense", "--ui", "en"}).err, "not understood"));
  CHECK(says(run_pli({"--help"}).out, "Commandes:"));
  CHECK(says(run_pli({"--help"}, {.input = "", .folder = "", .environment = {{"PLI_UI", "en"}}}).out, "Subcommands:"));
}

TEST_CASE("every command has help that ends with 0") {
  for (const char* command : {"in", "dossier", "verify", "config", "doctor", "sheets", "keygen", "train", "evaluate", "classify"}) {
    CAPTURE(command);
    const RunResult result = run_pli({command, "--help"});
    CHECK(result.code == 0);
    CHECK(says(result.out, "--help"));
    CHECK(result.err.empty());
  }
}

TEST_CASE("facts that nobody takes end with 1") {
  const RunResult result = pli::test::run({"/bin/sh", "-c", pli::test::program().string() + " config > /dev/full"});
  CHECK(result.code == 1);
  CHECK(says(result.err, "[output-closed]"));
}

TEST_CASE("keygen makes a key that only its owner can read, beside the registry, and doctor sees it") {
  const TemporaryFolder folder;
  const RunResult made = run_pli({"keygen", "--json", "--store", folder / "pli.db"});
  REQUIRE_MESSAGE(made.code == 0, made.err);
  const auto facts = nlohmann::json::parse(made.out);
  const fs::path file = facts["file"].get<std::string>();
  CHECK(file == folder.path() / "keys" / (facts["key"].get<std::string>() + ".key"));
  CHECK((fs::status(file).permissions() & fs::perms::all) == (fs::perms::owner_read | fs::perms::owner_write));
  CHECK(nlohmann::json::parse(run_pli({"keygen", "--json", "--store", folder / "pli.db"}).out)["key"] != facts["key"]);
}

TEST_CASE("the log holds one JSON object a line, in UTC, and names errors by code") {
  const TemporaryFolder folder;
  run_pli({"keygen", "--store", folder / "pli.db", "--log", folder / "pli.log"});
  run_pli({"train", "/nowhere.jsonl", "--out", folder / "model", "--log", folder / "pli.log"});
  std::ifstream log(folder / "pli.log");
  std::vector<nlohmann::json> lines;
  for (std::string line; std::getline(log, line);) lines.push_back(nlohmann::json::parse(line));
  REQUIRE(lines.size() == 2);
  CHECK(lines[0]["event"] == "key-made");
  CHECK(lines[0]["time"].get<std::string>().back() == 'Z');
  CHECK(lines[1]["level"] == "error");
}
