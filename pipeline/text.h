// Text as people compare it: Unicode forms, folding, cleaning. No locale is ever asked.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace pli {

bool valid_utf8(std::string_view);
/// NFC; invalid sequences become U+FFFD; control characters other than newline and form feed, and bidirectional marks, are dropped.
std::string clean(std::string_view);
/// Lower case without accents, œ and æ opened, typographic quotes and dashes made plain: for searching and comparing. White space is kept.
std::string folded(std::string_view);
/// folded, with everything but letters and digits turned into single spaces, trimmed: for matching words.
std::string matching(std::string_view);
/// Upper case without accents (ligatures opened), as an address block or a 2D-Doc writes it.
std::string capitals(std::string_view);

std::string trimmed(std::string_view);
std::vector<std::string> split(std::string_view, char separator);
/// Code points of valid UTF-8 (invalid bytes become U+FFFD).
std::u32string code_points(std::string_view);
std::string utf8(std::u32string_view);

/// Natural order of file names: runs of digits by value ("page2" before "page10"), the rest by folded text, ties by bytes.
bool natural_less(std::string_view a, std::string_view b);

std::string escaped_html(std::string_view);
/// A CSV cell: quoted where needed, and a leading = + - @ or tab made harmless for spreadsheets by an apostrophe.
std::string escaped_csv(std::string_view);

}  // namespace pli
