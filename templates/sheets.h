// The words on separator sheets, from sheets.toml.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace pli {

struct SheetWord {
  std::string title;                      ///< large, at the top: "NOUVEAU PLI"
  std::vector<std::string> instructions;  ///< one sentence a line
};

/// By kind as codes write it (DOCUMENT, ANNEX...); SERVICE's title holds {service}.
using SheetWords = std::map<std::string, SheetWord>;

/// Throws UsageError("template-invalid") naming file and key.
SheetWords load_sheet_words(const std::filesystem::path& file);

}  // namespace pli
