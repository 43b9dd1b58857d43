// The words of a batch's attestation and the defects that a quality check knows, from attestation.toml.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "pipeline/errors.h"

namespace pli {

struct AttestationWords {
  std::string title, intro;
  std::vector<std::string> notice;             ///< paragraphs at the end: what it is not
  std::map<std::string, std::string> labels;
  std::map<std::string, std::string> defects;  ///< code to words, kebab-case
  /// The label, its `{name}`s filled in; the key itself when there is none.
  std::string label(const std::string& key, const MessageArgs& facts = {}) const;
};

/// Throws UsageError("template-invalid") naming file and key.
AttestationWords load_attestation_words(const std::filesystem::path& file);

}  // namespace pli
