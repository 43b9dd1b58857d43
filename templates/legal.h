// Legal mentions of letters, from legal.toml: a table each, `[voies-recours]` with `text` (CommonMark with the variables of letters) and `source` (article and text of law).
// `{{legal.voies-recours}}` in a letter's body stands for the mention's text: it is put in before anything is filled, so its variables are those of the letter.
#pragma once

#include <filesystem>
#include <map>
#include <string>

namespace pli {

struct LegalMention {
  std::string text, source;
};

struct Legal {
  std::map<std::string, LegalMention> mentions;
  std::string digest;  ///< of the file's bytes
  /// `body` with every {{legal.NAME}} replaced, mentions inside mentions too. Throws UsageError("legal-unknown", {{"name"}}) for a mention that isn't there or that holds itself.
  std::string put_into(const std::string& body) const;
};

/// Throws UsageError("template-invalid") naming file and key.
Legal load_legal(const std::filesystem::path& file);

}  // namespace pli
