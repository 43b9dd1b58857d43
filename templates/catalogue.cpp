#include "templates/catalogue.h"

#include <fstream>

#include "pipeline/errors.h"

namespace pli {

toml::table read_catalogue(const std::filesystem::path& file) {
  constexpr std::size_t most = 1 << 20;
  std::ifstream in(file, std::ios::binary);
  std::string text(most + 1, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(in.gcount()));
  if (!in.eof() || text.size() > most) {
    throw UsageError("template-invalid", {{"file", file.string()}, {"detail", text.empty() ? "not readable" : "too large"}});
  }
  try {
    return toml::parse(text, file.string());
  } catch (const toml::parse_error& e) {
    const auto line = std::to_string(e.source().begin.line);
    throw UsageError("template-invalid", {{"file", file.string()}, {"line", line}, {"detail", std::string(e.description())}});
  }
}

std::string toml_text(const toml::table& table, const std::string& key, const std::filesystem::path& file,
                      const std::string& where) {
  const auto value = table[key].value<std::string>();
  if (value && !value->empty()) return *value;
  const std::string place = where.empty() ? key : where + "." + key;
  throw UsageError("template-invalid", {{"file", file.string()}, {"key", place}, {"detail", "a text is missing here"}});
}

}  // namespace pli
