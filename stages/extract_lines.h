// A document's words as lines to search in: split where a column begins, folded to plain letters, every character still knowing its word.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "pipeline/page.h"
#include "pipeline/record.h"
#include "stages/extract.h"

namespace pli {

/// A stretch of words without a wide gap. Characters of `plain` and `fold` stand for the same place: one byte each, ASCII;
/// ° is `*`, the euro sign `$`, and what is no letter of ours `?`. `fold` is `plain` in lower case.
struct TextLine {
  int page = 1, page_width = 0, page_height = 0;
  Box box;
  double confidence = 0;
  bool stamp = false;                    ///< put on the paper by the mailroom
  std::vector<const Word*> words;
  std::string text, plain, fold;
  std::vector<int> word_at, byte_at;     ///< for each character; word -1 between words; `byte_at` has one more for the end
  std::vector<char> taken;               ///< characters that belong to a field already

  double left() const { return static_cast<double>(box.x) / page_width; }
  double centre() const { return (box.x + box.width / 2.0) / page_width; }
  /// As it was read.
  std::string read(std::size_t begin, std::size_t end) const;
  bool free(std::size_t begin, std::size_t end) const;
  void take(std::size_t begin, std::size_t end);
};

/// Lines in reading order; at most 8000 lines of at most 1000 characters are looked at.
std::vector<TextLine> text_lines(const std::vector<TextPage>&);

/// A field read at these characters; its confidence is that of its words times the strength of the rule. Long values are cut.
Field field_at(const TextLine&, std::size_t begin, std::size_t end, std::string name, std::string value, double strength);

// Small helpers that all scanners share.
inline bool is_digit(char c) { return c >= '0' && c <= '9'; }
inline bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
inline bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
inline bool is_alnum(char c) { return is_digit(c) || is_lower(c) || is_upper(c); }
/// The digit that a character was, or is taken for by OCR (O, I, l, S, B...); 0 when neither.
char digit_like(char c);
/// Edits between two short texts; stops counting beyond `limit`.
int distance(std::string_view a, std::string_view b, int limit);
/// 1 - distance / length of the longer, of the letters and digits only.
double likeness(std::string_view a, std::string_view b);
/// Letters and digits of `text`, lower case, without accents.
std::string letters_of(std::string_view text);
/// Whether `word` stands in `fold` between characters that are no letters or digits; its place or npos.
std::size_t find_word(std::string_view fold, std::string_view word, std::size_t from = 0);
bool starts_with_word(std::string_view fold, std::string_view word);

}  // namespace pli
