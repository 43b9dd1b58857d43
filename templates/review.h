// Why a document waits for a person: the one list of reasons, templates/review.toml, in the reader's language.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace pli {

struct ReviewReason {
  std::string code;    ///< kebab-case: what records carry
  std::string label;   ///< a few words: what is the matter
  std::string advice;  ///< a sentence: what the person should do
};

struct ReviewReasons {
  std::vector<ReviewReason> all;                            ///< in the file's order: the most serious first
  const ReviewReason* find(const std::string& code) const;  ///< nullptr when there is none
  /// The label of a code, or the code itself.
  std::string label(const std::string& code) const;
  /// The same codes, the most serious first; codes that are on no list come last.
  std::vector<std::string> by_weight(std::vector<std::string> codes) const;
};

/// `language` is "fr" or "en". Throws UsageError("template-invalid") naming file and key: a missing text, a code twice, a code that is not kebab-case.
ReviewReasons load_review_reasons(const std::filesystem::path& file, const std::string& language);

}  // namespace pli
