#include "templates/examples.h"

#include <doctest/doctest.h>

#include "pipeline/errors.h"
#include "pipeline/files.h"
#include "templates/data.h"
#include "tests/support/run.h"

namespace pli {
namespace {

TEST_CASE("the shipped example people are there, and a list that is empty or unknown is refused with its name") {
  const ExamplePeople people = load_example_people(data_folder({}) / "templates/examples.toml");
  CHECK(people.given_names.size() > 5);
  CHECK(people.towns.front().find("Rivemont") != std::string::npos);
  const test::TemporaryFolder folder;
  const auto refused = [&](const std::string& toml) {
    write_file(folder / "examples.toml", toml);
    try {
      load_example_people(folder / "examples.toml");
    } catch (const UsageError& error) {
      return std::string(error.what());
    }
    return std::string("accepted");
  };
  const std::string whole = "given_names=['A']\nfamily_names=['B']\nstreets=['C']\ntowns=['D']\n";
  CHECK(refused(whole) == "accepted");
  CHECK(refused(whole + "extra=1\n").find("extra") != std::string::npos);
  CHECK(refused("given_names=[]\nfamily_names=['B']\nstreets=['C']\ntowns=['D']\n").find("given_names") != std::string::npos);
}

}  // namespace
}  // namespace pli
