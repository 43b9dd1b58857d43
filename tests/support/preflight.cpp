#include "tests/support/preflight.h"

#include <array>
#include <cstdlib>
#include <fstream>
#include <pugixml.hpp>
#include <stdexcept>

namespace pli::testing {
namespace {

constexpr std::array<const char*, 8> jars = {"preflight", "pdfbox2", "xmpbox", "fontbox2", "commons-logging", "commons-io", "jaxb-api", "javax.activation"};

std::filesystem::path jar(const char* name) { return std::filesystem::path("/usr/share/java") / (std::string(name) + ".jar"); }

}  // namespace

bool preflight_there(std::string* why_not) {
  const auto missing = [&](const std::string& what) {
    if (why_not) *why_not = what + " is missing: install libpdfbox2-java and default-jre-headless to check PDF/A";
    return false;
  };
  for (const char* name : jars)
    if (!std::filesystem::exists(jar(name))) return missing(jar(name).string());
  if (std::system("java -version >/dev/null 2>&1") != 0) return missing("java");
  return true;
}

std::map<std::string, std::string> preflight(const std::vector<std::filesystem::path>& files, const std::filesystem::path& folder) {
  const auto list = folder / "preflight.list";
  {
    std::ofstream out(list);
    for (const auto& file : files) out << std::filesystem::absolute(file).string() << '\n';
  }
  std::string command = "java -cp '";
  for (const char* name : jars) command += jar(name).string() + ':';
  command += "' org.apache.pdfbox.preflight.Validator_A1b xml group '" + list.string() + "' >/dev/null 2>&1";
  const int ended = std::system(command.c_str());  // not 0 when a file is invalid: the results say which
  pugi::xml_document results;
  if (!results.load_file((list.string() + ".preflight.xml").c_str())) throw std::runtime_error("Preflight gave no result, exit " + std::to_string(ended));
  std::map<std::string, std::string> out;
  auto file = files.begin();
  for (const pugi::xml_node& result : results.child("preflights").children("preflight")) {
    if (file == files.end()) break;
    std::string wrong;
    for (const pugi::xml_node& error : result.child("errors").children("error"))
      wrong += std::string(error.child_value("code")) + ' ' + error.child_value("details") + "; ";
    const bool valid = std::string(result.child_value("isValid")) == "true";
    out[(file++)->string()] = valid ? "" : (wrong.empty() ? "invalid" : wrong);
  }
  if (out.size() != files.size()) throw std::runtime_error("Preflight left files out");
  return out;
}

}  // namespace pli::testing
