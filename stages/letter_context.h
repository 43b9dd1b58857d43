// The variables of one letter: its row's values in French, the town, its service, who handles and who signs.
#pragma once

#include "stages/compose.h"

namespace pli {

/// Longest text of all values of a row together, bytes.
inline constexpr std::size_t most_row_text = 200'000;

/// The mustache context, as templates/letters.h names its variables. Text is cleaned (NFC, no controls); dates and amounts are in words.
Json letter_context(const LetterTemplate&, const Stationery&, const Services&, const LetterRow&, const IssueFacts&);
/// Every text of a row with its column (demande_date, pieces, recipient.name...), cleaned; of a table each cell under the table's name.
std::vector<std::pair<std::string, std::string>> row_texts(const LetterTemplate&, const LetterRow&);
/// Who handles the letter: what the row says as `agent_name` and `agent_capacity`, else the service's.
std::pair<std::string, std::string> agent_of(const ServiceContact&, const LetterRow&);

}  // namespace pli
