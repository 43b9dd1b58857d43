// A letter's text as paragraphs, headings, items and tables, with bold and italic; what it looks like is decided later.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace pli {

enum Style : char { plain_style = 0, bold_style = 1, italic_style = 2 };  ///< added up

/// Characters with a style each. '\n' is a line break that was asked for.
struct StyledText {
  std::u32string text;
  std::string style;  ///< as long as `text`

  void add(char32_t c, char how) { text += c, style += how; }
  void add(const std::u32string& more, char how) { text += more, style.append(more.size(), how); }
  bool empty() const { return text.empty(); }
};

struct LetterBlock {
  enum class Kind { paragraph, heading, item, table, page_break };
  Kind kind = Kind::paragraph;
  int level = 0;               ///< heading: 1 to 3; item: its depth from 1; paragraph: depth of the item it goes on with, 0 outside lists
  std::u32string marker;       ///< of an item
  StyledText text;
  std::vector<std::vector<StyledText>> rows;  ///< table: the first row is its head
  std::string align;                          ///< table: l, c or r for each column
};

}  // namespace pli
