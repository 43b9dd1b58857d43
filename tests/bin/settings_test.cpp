#include "bin/settings.h"

#include <doctest/doctest.h>

#include <fstream>
#include <set>

#include "pipeline/errors.h"
#include "tests/support/run.h"

using namespace pli;

namespace {

/// Inputs that depend on nothing of this machine.
SettingInputs bare() {
  SettingInputs inputs;
  inputs.system_config.clear();
  inputs.home_data = "/home/agent/.local/share";
  inputs.cores = 3;
  return inputs;
}

std::filesystem::path written(const test::TemporaryFolder& folder, const std::string& name, const std::string& text) {
  std::ofstream(folder / name) << text;
  return folder / name;
}

std::string code_of(const SettingInputs& inputs) {
  try {
    Settings settings(inputs);
  } catch (const UsageError& error) {
    return error.code();
  }
  return "";
}

}  // namespace

TEST_CASE("an option beats a variable, a variable the given file, that file the system's, and all of them the default") {
  const test::TemporaryFolder folder;
  SettingInputs inputs = bare();
  CHECK(Settings(inputs).count("jobs") == 3);
  CHECK(Settings(inputs).origin("jobs") == "default");
  inputs.system_config = written(folder, "system.toml", "jobs = 4\nlang = 'eng'");
  CHECK(Settings(inputs).count("jobs") == 4);
  CHECK(Settings(inputs).origin("jobs") == inputs.system_config);
  inputs.config = written(folder, "own.toml", "jobs = 5");
  CHECK(Settings(inputs).count("jobs") == 5);
  inputs.environment["PLI_JOBS"] = "6";
  CHECK(Settings(inputs).count("jobs") == 6);
  CHECK(Settings(inputs).origin("jobs") == "PLI_JOBS");
  inputs.options["jobs"] = "7";
  CHECK(Settings(inputs).count("jobs") == 7);
  CHECK(Settings(inputs).origin("jobs") == "option");
  // What the nearer places do not mention comes from further away.
  CHECK(Settings(inputs).text("lang") == "eng");
}

TEST_CASE("a setting that does not exist is refused wherever it is written") {
  const test::TemporaryFolder folder;
  SettingInputs inputs = bare();
  inputs.config = written(folder, "pli.toml", "jbos = 2");
  CHECK(code_of(inputs) == "unknown-key");
  inputs.config = written(folder, "pli.toml", "[limits]\npages = 2");
  CHECK(code_of(inputs) == "unknown-key");
  inputs = bare();
  inputs.environment["PLI_JBOS"] = "2";
  CHECK(code_of(inputs) == "unknown-key");
}

TEST_CASE("a value of the wrong type or range is refused") {
  for (const auto& [key, value] : std::vector<std::pair<std::string, std::string>>{{"jobs", "0"},
                                                                                  {"jobs", "-1"},
                                                                                  {"jobs", "two"},
                                                                                  {"jobs", "2.5"},
                                                                                  {"jobs", "99999999999999999999"},
                                                                                  {"settle", "-2"},
                                                                                  {"settle", "nan"},
                                                                                  {"received", "2026-02-30"},
                                                                                  {"received", "23/11/2026"},
                                                                                  {"report", "short"},
                                                                                  {"ui", "de"},
                                                                                  {"stream", "maybe"},
                                                                                  {"out", ""}}) {
    CAPTURE(key);
    CAPTURE(value);
    SettingInputs inputs = bare();
    inputs.options[key] = value;
    CHECK(code_of(inputs) == "bad-value");
  }
}

TEST_CASE("good values of every type are taken as they are") {
  SettingInputs inputs = bare();
  inputs.options = {{"jobs", "12"}, {"settle", "0.5"}, {"received", "2024-02-29"}, {"report", "lean"}, {"stream", "true"}, {"limits.page_megapixels", "0.5"}};
  const Settings settings(inputs);
  CHECK(settings.count("jobs") == 12);
  CHECK(settings.number("settle") == 0.5);
  CHECK(settings.text("received") == "2024-02-29");
  CHECK(settings.text("report") == "lean");
  CHECK(settings.flag("stream"));
  CHECK(settings.limits().page_megapixels == 0.5);
}

TEST_CASE("limits that nobody set are those of the stage") {
  const Limits ours = Settings(bare()).limits(), stage;
  CHECK(ours.page_megapixels == stage.page_megapixels);
  CHECK(ours.page_seconds == stage.page_seconds);
  CHECK(ours.page_memory_mib == stage.page_memory_mib);
  CHECK(ours.input_pages == stage.input_pages);
  CHECK(ours.input_mib == stage.input_mib);
  CHECK(ours.archive_entries == stage.archive_entries);
  CHECK(ours.archive_ratio == stage.archive_ratio);
}

TEST_CASE("a path in a file is meant from that file's folder, one on the command line from here") {
  const test::TemporaryFolder folder;
  SettingInputs inputs = bare();
  inputs.config = written(folder, "pli.toml", "out = 'courrier'\nstore = '/srv/pli.db'\noriginals = 'none'");
  inputs.options["done"] = "pris";
  const Settings settings(inputs);
  CHECK(settings.path("out") == folder / "courrier");
  CHECK(settings.path("store") == "/srv/pli.db");
  CHECK(settings.text("originals") == "none");
  CHECK(settings.path("done") == "pris");
}

TEST_CASE("the registry lies in the user's data folder and the keys beside it, until somebody moves one of them") {
  SettingInputs inputs = bare();
  CHECK(Settings(inputs).path("store") == "/home/agent/.local/share/pli/pli.db");
  CHECK(Settings(inputs).path("keys") == "/home/agent/.local/share/pli/keys");
  inputs.options["store"] = "/srv/town/pli.db";
  CHECK(Settings(inputs).path("keys") == "/srv/town/keys");
  inputs.options["keys"] = "/etc/pli/keys";
  CHECK(Settings(inputs).path("keys") == "/etc/pli/keys");
}

TEST_CASE("a file that is named must be there and be TOML; the system's may be missing") {
  const test::TemporaryFolder folder;
  SettingInputs inputs = bare();
  inputs.system_config = folder / "none.toml";
  CHECK(code_of(inputs) == "");
  inputs.config = folder / "none.toml";
  CHECK(code_of(inputs) == "config-unreadable");
  inputs.config = written(folder, "bad.toml", "jobs = = 2");
  CHECK(code_of(inputs) == "config-invalid");
}

TEST_CASE("an empty variable counts as unset") {
  SettingInputs inputs = bare();
  inputs.environment["PLI_JOBS"] = "";
  CHECK(Settings(inputs).origin("jobs") == "default");
}

TEST_CASE("every setting has its own variable") {
  std::set<std::string> variables;
  for (const Setting& setting : setting_table()) CHECK(variables.insert(setting.variable()).second);
  CHECK(variables.contains("PLI_LIMITS_PAGE_SECONDS"));
}
