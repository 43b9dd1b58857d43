// The sentences people read, by code and language: templates/messages/fr.toml and en.toml.
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "pipeline/errors.h"

namespace pli {

class Messages {
 public:
  /// `language` is "fr" or "en". Throws UsageError("template-invalid") when a file is missing or malformed.
  Messages(const std::filesystem::path& folder, const std::string& language);

  /// The sentence of a code with its facts filled in: what happened, and what to do. A code without a sentence gives the code and the facts. Facts are cleaned of control characters.
  std::string sentence(const std::string& code, const MessageArgs& = {}) const;
  /// sentence() with the stable code in brackets at its end: what stderr shows.
  std::string error(const CodedError&) const;
  /// A short label (table headers, reasons of review, kinds of letter...), or the key itself.
  std::string label(const std::string& group, const std::string& key) const;
  bool has(const std::string& code) const;

 private:
  std::map<std::string, std::string> sentences_;
  std::map<std::string, std::map<std::string, std::string>> labels_;
};

}  // namespace pli
