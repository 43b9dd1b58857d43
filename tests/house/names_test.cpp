// Several sources are compiled as one file: what two of a folder name alike in unnamed namespaces may clash, once another source shifts how they are grouped.
#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <regex>
#include <set>

#include "tests/house/sources.h"

using namespace pli::test;

namespace {

// Names that a source keeps to itself: types, constants, functions with the types of what they take.
std::set<std::string> private_names(const Source& source) {
  static const std::regex type(R"(^(?:struct|class|enum class) (\w+))"), alias(R"(^using (\w+) =)"), constant(R"(^(?:static )?constexpr [\w:<>,*& ]+? (\w+)(?:\[\d*\])?\s*(?:=|\{))"),
      function(R"(^[\w:<>,&* ]+?[ &*](\w+)\(([^)]*)\)? ?.*[{,]$)"), argument(R"(\b\w+(?=,|$))");
  std::set<std::string> names;
  bool unnamed = false;
  for (const std::string& line : source.code) {
    if (line.starts_with("namespace {")) unnamed = true;
    else if (line.size() > 1 && line.starts_with('}') && line.find_first_not_of(" }") == line.npos) unnamed = false;  // a comment stood behind it: a namespace ends
    const bool own = unnamed || (line.starts_with("static ") && source.folder == "bin");
    std::smatch found;
    if (!own || line.empty() || line.front() == ' ') continue;
    if (std::regex_search(line, found, type) || std::regex_search(line, found, alias) || std::regex_search(line, found, constant)) names.insert(found[1]);
    else if (std::regex_search(line, found, function)) names.insert(found[1].str() + '(' + std::regex_replace(found[2].str(), argument, "") + ')');
  }
  return names;
}

Source source_of(const std::string& folder, const std::vector<std::string>& code) { return {folder + "/x.cpp", folder, {}, {}, code}; }

}  // namespace

TEST_CASE("private names are those of unnamed namespaces, functions told apart by what they take") {
  CHECK(private_names(source_of("stages", {"namespace pli {", "namespace {", "struct Row {", "  int inner = 0;", "};", "constexpr int most = 3;", "int sum(const Row& row, int start) {", "}", "}  ", "int open(int x) {"})) ==
        std::set<std::string>{"Row", "most", "sum(const Row& , int )"});
  CHECK(private_names(source_of("stages", {"static int alone(int x) {"})).empty());
  CHECK(private_names(source_of("bin", {"static int alone(int x) {"})) == std::set<std::string>{"alone(int )"});
}

TEST_CASE("no two sources of a folder keep the same name to themselves") {
  std::map<std::string, std::map<std::string, std::string>> first;
  for (const Source& source : sources()) {
    if (!source.path.ends_with(".cpp") || source.folder == "tests") continue;
    for (const std::string& name : private_names(source)) {
      const auto [at, fresh] = first[source.folder].emplace(name, source.path);
      CHECK_MESSAGE(fresh, source.path << " and " << at->second << " both have " << name);
    }
  }
}

TEST_CASE("no source keeps a type to itself under a name that a header of its folder, or of one below, gives to all") {
  static const std::vector<std::string> floors = {"pipeline", "templates", "classifiers", "stages", "samples", "bin"};
  const auto floor = [](const std::string& folder) { return std::find(floors.begin(), floors.end(), folder) - floors.begin(); };
  static const std::regex type(R"(^(?:struct|class|enum class) (\w+)(?: \{| :|$))");
  std::map<std::string, const Source*> shared;
  for (const Source& source : sources())
    if (std::smatch found; source.path.ends_with(".h") && source.folder != "tests")
      for (const std::string& line : source.code)
        if (std::regex_search(line, found, type)) shared.emplace(found[1], &source);
  REQUIRE(shared.contains("Record"));
  for (const Source& source : sources()) {
    if (!source.path.ends_with(".cpp") || source.folder == "tests") continue;
    for (const std::string& name : private_names(source)) {
      const auto at = shared.find(name);
      CHECK_MESSAGE((at == shared.end() || floor(at->second->folder) > floor(source.folder)), source.path << " has " << name << " as " << at->second->path << " does");
    }
  }
}
