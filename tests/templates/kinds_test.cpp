#include "templates/kinds.h"

#include <doctest/doctest.h>
#include <unistd.h>

#include "pipeline/errors.h"
#include "pipeline/files.h"
#include "tests/support/paths.h"

using namespace pli;

TEST_CASE("every kind has a label, and no other has") {
  const auto labels = load_kind_labels(pli::test::source_folder() / "templates/kinds.toml");
  CHECK(labels.size() == 13);
  CHECK(kind_codes().size() == 13);
  CHECK(labels.at("mise-en-demeure") == "Mise en demeure");
  CHECK(is_kind("autre"));
  CHECK_FALSE(is_kind("lettre"));
}

TEST_CASE("a file that lacks a kind is refused") {
  const auto path = std::filesystem::temp_directory_path() / ("pli-kinds-" + std::to_string(::getpid()) + ".toml");
  write_aside(path, "[kind]\ndemande = \"Demande\"\n");
  CHECK_THROWS_AS(load_kind_labels(path), UsageError);
  std::filesystem::remove(path);
}
