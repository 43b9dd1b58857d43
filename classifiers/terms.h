// What a letter's text is made of for the text model: words, pairs of words and character n-grams, with their weights.
// The same text gives the same terms on every machine: own folding of words, own hash, sorted containers.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace pli {

/// A word of a text. Digits are no words: numbers, dates and sums say more about a sender than about a service.
struct TextWord {
  std::string key;     ///< folded and lightly stemmed
  std::string folded;  ///< as matching() writes it
  std::size_t begin = 0, end = 0;  ///< bytes of the cleaned text: what a person reads
  bool small = false;  ///< an article, a preposition, a pronoun...: no evidence by itself
  bool after_break = false;  ///< a number or a sentence's end stands before it: no pair crosses it
  bool proper = false;       ///< written like a name: a capital inside a sentence, or capitals inside a line that has small letters
};

/// A text cut into words. Words hyphenated over a line end are joined again. At most the first 200,000 bytes are read.
struct TextWords {
  std::string text;  ///< cleaned: what `begin` and `end` count in
  std::vector<TextWord> words;
};
TextWords words_of(std::string_view text);

/// Plural, feminine and the silent e taken off: as much stemming as French letters repay without a dictionary.
std::string stemmed(std::string_view folded_word);

/// FNV-1a over the bytes, in 2^18 buckets.
inline constexpr std::uint32_t gram_buckets = 1u << 18;
std::uint32_t gram_bucket(std::string_view gram);

/// Terms with how often they stand in the text. Address lines are left out (letter_lines.h), and so are the sender's own names.
/// Words written like names are counted, but a model keeps only those that other letters write like any word; they make no pairs and no n-grams.
struct Terms {
  struct Count {
    double times = 0;
    int common = 0;                  ///< how often not written like a name
    std::size_t begin = 0, end = 0;  ///< first place in `shown`
    bool evidence = false;           ///< made of words that mean something to a clerk
  };
  std::map<std::string, Count> words, pairs;
  std::map<std::string, Count> head, subject;  ///< words and pairs of the addressee's lines, and of the subject
  std::map<std::uint32_t, Count> grams;
  std::vector<std::string> keys;  ///< of each word that is not small, in order: what familiarity is measured on
  std::string shown;
};
Terms terms_of(std::string_view subject, std::string_view sender, std::string_view body);

}  // namespace pli
