// Dates as the French write them, with what OCR does to them; which of them is the letter's own, and which the arrival stamp's.
#pragma once

#include <string>
#include <vector>

#include "stages/extract_lines.h"

namespace pli {

struct FoundDate {
  std::size_t begin = 0, end = 0;  ///< characters of the line
  int year = 0, month = 0, day = 0;  ///< year 0: not written
  bool mended = false;             ///< a character or the month's name was not quite as read
};

/// Every date of a line with day and month: figures, month names, abbreviations, words ("dix-sept mars deux mille vingt-six"). A month without a day is no date.
std::vector<FoundDate> find_dates(const TextLine&);

/// The date on stamps that were told apart from the letter's text: stamp_date.
void extract_stamp_date(const std::vector<TextLine>& stamps, std::vector<Field>&);

/// The fields date, stamp_date and postmark_date; their characters and those of all other dates are taken. `body_top` is the y of the salutation on `body_page`.
void extract_dates(std::vector<TextLine>&, const std::string& received, int body_page, int body_top, std::vector<Field>&);

}  // namespace pli
