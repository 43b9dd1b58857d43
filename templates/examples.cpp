#include "templates/examples.h"

#include "templates/toml_file.h"

namespace pli {

ExamplePeople load_example_people(const std::filesystem::path& path) {
  const TomlFile file(path);
  file.only(file.root(), {"given_names", "family_names", "streets", "towns"}, "");
  const auto texts = [&](const char* key) {
    auto list = file.texts(file.root(), key, "");
    if (list.empty()) file.refuse(std::string(key) + ": at least one text expected");
    return list;
  };
  return {texts("given_names"), texts("family_names"), texts("streets"), texts("towns")};
}

}  // namespace pli
