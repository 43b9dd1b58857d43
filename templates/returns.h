// Why the post gives letters of ours back, what its labels say, and how a letter without an answer is reminded of: returns.toml.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace pli {

inline constexpr const char* unknown_motive = "unknown";   ///< of no label, or of one whose tick can't be trusted

struct ReturnMotive {
  std::string code;
  bool bad_address = true;           ///< nobody writes there again before a person says so
  std::string effect = "none";       ///< of its presentation on a notification: "none", "registered" (if the letter was), "always"
  std::vector<std::string> phrases;  ///< as matching() of pipeline/text.h gives them
};

struct ReturnWords {
  std::vector<ReturnMotive> motives;
  std::vector<std::string> back, registered, letter_words;   ///< as `phrases`
  int most_words = 0;                ///< of an envelope
  int reminder_days = 0;             ///< to answer a reminder
  std::string subject, no_subject;   ///< what a reminder says the letter was about; `{subject}` is the letter's
  std::vector<std::string> expected; ///< what a reminder says is awaited
  std::string digest;                ///< of the file's bytes

  /// What a motive means; "unknown" and codes that are none: the address is doubted, no effect.
  ReturnMotive motive(const std::string& code) const;
  bool knows(const std::string& code) const;   ///< "unknown" too
  std::string codes() const;                   ///< all of them, for people
};

/// Throws UsageError("template-invalid") naming file and place: a motive twice, a phrase that two motives claim.
ReturnWords load_return_words(const std::filesystem::path& file);

}  // namespace pli
