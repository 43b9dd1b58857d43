#include "templates/services.h"

#include <doctest/doctest.h>
#include <unistd.h>

#include "pipeline/errors.h"
#include "pipeline/files.h"
#include "templates/kinds.h"
#include "tests/support/paths.h"

using namespace pli;

namespace {

const std::filesystem::path source = pli::test::source_folder();

struct File {
  std::filesystem::path path = std::filesystem::temp_directory_path() / ("pli-services-" + std::to_string(::getpid()) + ".toml");
  explicit File(const std::string& content) { write_aside(path, content); }
  ~File() { std::filesystem::remove(path); }
};

const std::string other = "[[service]]\ncode = \"autre\"\nlabel = \"Autre\"\n";

std::string refusal(const std::string& content) {
  const File file(content);
  try {
    load_services(file.path);
  } catch (const UsageError& error) {
    CHECK(error.code() == "template-invalid");
    CHECK(error.args()[0].second == file.path.string());
    return error.args()[1].second;
  }
  return "";
}

}  // namespace

TEST_CASE("the shipped services are the contract's, two of them confidential, autre last") {
  const Services services = load_services(source / "templates/services.toml");
  std::vector<std::string> codes;
  for (const Service& s : services.all) codes.push_back(s.code);
  CHECK(codes == std::vector<std::string>{"etat-civil", "elections", "urbanisme", "voirie-proprete", "eau-assainissement", "education-enfance", "action-sociale", "finances", "tranquillite-publique",
                                          "vie-associative", "ressources-humaines", "juridique-marches", "autre"});
  for (const Service& s : services.all) CHECK(s.confidential == (s.code == "action-sociale" || s.code == "ressources-humaines"));
  CHECK(services.town.empty());
  CHECK(services.digest.size() == 64);
  REQUIRE(services.find("finances"));
  CHECK(services.find("finances")->label == "Finances");
  CHECK(services.find("piscines") == nullptr);
}

TEST_CASE("a faulty services file is refused with its place; a sound one is not") {
  CHECK(refusal("threshold = 0.9\ntown = [\"Rivemont\"]\n" + other).empty());
  CHECK_FALSE(refusal("").empty());
  CHECK_FALSE(refusal("[[service]").empty());
  CHECK(refusal("threshold = 2\n" + other).find("threshold") == 0);
  CHECK(refusal("treshold = 0.5\n" + other).find("treshold") == 0);
  CHECK_FALSE(refusal(other + other).empty());
  CHECK_FALSE(refusal(other + "[[service]]\ncode = \"eau\"\nlabel = \"Eau\"\n").empty());
  for (const char* code : {"../etc", "Eau", "1er", "", "review", "rejects", "originals", "blanks", "a.b"})
    CHECK_FALSE(refusal("[[service]]\ncode = \"" + std::string(code) + "\"\nlabel = \"x\"\n" + other).empty());
  CHECK_FALSE(refusal("[[service]]\ncode = \"" + std::string(41, 'a') + "\"\nlabel = \"x\"\n" + other).empty());
}

TEST_CASE("a missing services file is wrong configuration") { CHECK_THROWS_AS(load_services("/nonexistent/services.toml"), UsageError); }
