// Invented people for example rows, from examples.toml.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace pli {

struct ExamplePeople {
  std::vector<std::string> given_names, family_names, streets, towns;
};

/// Throws UsageError("template-invalid") naming file and key: each list holds at least one text.
ExamplePeople load_example_people(const std::filesystem::path& file);

}  // namespace pli
