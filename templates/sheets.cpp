#include "templates/sheets.h"

#include <toml++/toml.h>

#include <algorithm>
#include <array>

#include "pipeline/errors.h"

namespace pli {
namespace {

constexpr std::array<const char*, 11> kinds = {"DOCUMENT",   "ANNEX",        "ENVELOPE",  "BATCH",  "RETURNED", "SERVICE",
                                               "REGISTERED", "CONFIDENTIAL", "VALUABLES", "URGENT", "UNOPENED"};

[[noreturn]] void invalid(const std::filesystem::path& file, const std::string& key) {
  throw UsageError("template-invalid", {{"file", file.string()}, {"key", key}});
}

SheetWord word(const toml::table& table, const std::filesystem::path& file, const std::string& kind) {
  for (const auto& [key, value] : table)
    if (key != "title" && key != "instructions") invalid(file, kind + '.' + std::string(key.str()));
  SheetWord out;
  out.title = table["title"].value_or(std::string());
  if (out.title.empty()) invalid(file, kind + ".title");
  if (kind == "SERVICE" && out.title.find("{service}") == std::string::npos) invalid(file, kind + ".title");
  const toml::array* lines = table["instructions"].as_array();
  if (!lines || lines->empty()) invalid(file, kind + ".instructions");
  for (const auto& line : *lines) {
    const auto* text = line.as_string();
    if (!text || text->get().empty()) invalid(file, kind + ".instructions");
    out.instructions.push_back(text->get());
  }
  return out;
}

}  // namespace

SheetWords load_sheet_words(const std::filesystem::path& file) {
  toml::table root;
  try {
    root = toml::parse_file(file.string());
  } catch (const toml::parse_error& error) {
    invalid(file, "line " + std::to_string(error.source().begin.line) + ": " + std::string(error.description()));
  }
  SheetWords words;
  for (const auto& [key, value] : root) {
    const std::string kind(key.str());
    const bool known = std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
    if (!known || !value.is_table()) invalid(file, kind);
    words[kind] = word(*value.as_table(), file, kind);
  }
  for (const char* kind : kinds)
    if (!words.contains(kind)) invalid(file, kind);
  return words;
}

}  // namespace pli
