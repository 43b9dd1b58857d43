// The words around a letter's text and the habits of French print, from letter_words.toml.
#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace pli {

struct LetterWords {
  std::map<std::string, std::string> labels;  ///< "place-date" ("{place}, le {date}"), subject, reference, page ("page {page}/{pages}"), service, agent, phone, email, hours
  std::vector<std::string> months, weekdays;  ///< twelve, January first; seven, Monday first
  std::string first_day;                      ///< "1er"
  std::set<std::string> before_a_number;      ///< words that stay with the number after them: article, n°
  std::set<std::string> before_a_name;        ///< M., Mme: stay with the name after them
  std::set<std::string> units;                ///< stay with the number before them: km, jours, janvier
  std::string digest;

  const std::string& label(const std::string& key) const;  ///< every label is there: load_letter_words sees to it
  /// An ISO date in words: "1er mars 2026"; anything else comes back as it is.
  std::string date(const std::string& iso) const;
  /// The name of its day: "lundi"; "" for what is no ISO date.
  std::string weekday(const std::string& iso) const;
  /// A decimal number ("1234.5") in French: "1 234,50 €", with no-break spaces.
  std::string amount(const std::string& decimal) const;
};

/// Throws UsageError("template-invalid") naming file and key.
LetterWords load_letter_words(const std::filesystem::path& file);

}  // namespace pli
