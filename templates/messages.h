// The sentences people read, by code and language: templates/messages/fr.toml and en.toml.
// A sentence names its facts in braces: "Le fichier {file} est vide." A part in square brackets is left out when one of its facts is not given: "Le fichier {file}[, page {page},] est abîmé."
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "pipeline/errors.h"

namespace pli {

class Messages {
 public:
  /// `language` is "fr" or "en"; `folder` is templates/messages. Throws UsageError("template-invalid") when a file is missing or malformed, UsageError("bad-value") for another language.
  Messages(const std::filesystem::path& folder, const std::string& language);

  /// The sentence of a code with its facts filled in: what happened, and what to do. A fact that is not given shows as "?". A code without a sentence gives the code and the facts.
  /// Facts are cleaned of control characters and bidirectional marks, put on one line and cut at 300 characters; braces and brackets in them are plain text.
  std::string sentence(const std::string& code, const MessageArgs& = {}) const;
  /// sentence() with the stable code in brackets at its end: what stderr shows.
  std::string error(const CodedError&) const;
  /// A short label (table headers, kinds of letter, names of steps...), or the key itself.
  std::string label(const std::string& group, const std::string& key) const;
  bool has(const std::string& code) const;

  const std::string& language() const { return language_; }
  /// An ISO date as people write it: "23 novembre 2026", "1er mars 2026". Anything else comes back as it is.
  std::string date(const std::string& iso) const;
  /// A number with its noun, from the labels `count.NOUN-one` and `count.NOUN-many`: "1 page", "2 pages".
  std::string counted(long long number, const std::string& noun) const;
  /// The noun alone, in the form that goes with `number`.
  std::string noun(long long number, const std::string& noun) const;

  const std::map<std::string, std::string>& sentences() const { return sentences_; }
  const std::map<std::string, std::map<std::string, std::string>>& labels() const { return labels_; }

 private:
  std::string language_;
  std::map<std::string, std::string> sentences_;
  std::map<std::string, std::map<std::string, std::string>> labels_;
};

/// Text of strangers on one line: cleaned, white space run together, cut at `most` characters with "…".
std::string one_line(const std::string& text, std::size_t most);

}  // namespace pli
