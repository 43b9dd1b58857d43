#include "templates/legal.h"

#include <algorithm>
#include <vector>

#include "pipeline/digest.h"
#include "pipeline/errors.h"
#include "pipeline/text.h"
#include "templates/toml_file.h"

namespace pli {
namespace {

constexpr std::string_view opening = "{{legal.", closing = "}}";

std::string filled(const Legal& legal, const std::string& body, std::vector<std::string>& inside) {
  std::string out;
  std::size_t at = 0;
  for (std::size_t found; (found = body.find(opening, at)) != std::string::npos;) {
    const std::size_t end = body.find(closing, found);
    if (end == std::string::npos) break;
    const std::string name = trimmed(body.substr(found + opening.size(), end - found - opening.size()));
    const auto mention = legal.mentions.find(name);
    if (mention == legal.mentions.end() || std::count(inside.begin(), inside.end(), name)) throw UsageError("legal-unknown", {{"name", name}});
    out += body.substr(at, found - at);
    inside.push_back(name);
    out += filled(legal, mention->second.text, inside);
    inside.pop_back();
    at = end + closing.size();
  }
  return out + body.substr(at);
}

}  // namespace

std::string Legal::put_into(const std::string& body) const {
  std::vector<std::string> inside;
  return filled(*this, body, inside);
}

Legal load_legal(const std::filesystem::path& path) {
  const TomlFile file(path);
  Legal legal;
  legal.digest = sha256(file.bytes());
  for (const auto& [name, entry] : file.root()) {
    const std::string where = std::string(name.str()) + ": ";
    if (!entry.is_table()) file.refuse(where + "table expected");
    const toml::table& table = *entry.as_table();
    file.only(table, {"text", "source"}, where);
    legal.mentions[std::string(name.str())] = {trimmed(file.text(table, "text", where)), file.text(table, "source", where)};
  }
  return legal;
}

}  // namespace pli
