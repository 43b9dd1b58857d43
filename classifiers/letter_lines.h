// The lines of a letter as the text model reads them: what stands at its head, what speaks of the matter, and what only says who wrote from where.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace pli {

inline constexpr std::size_t most_letter_bytes = 200'000;  ///< what follows in a longer text is not read by the model

/// Lines with a postcode, a street, a telephone number or an e-mail address are left out of both: a model must learn the matter, never the sender.
struct LetterLines {
  std::string matter;  ///< every other line, the head's included
  std::string head;    ///< lines above the salutation that don't name the sender: the addressee, mostly
};

/// At most the first `most_letter_bytes` are read; a line ends with a line feed.
LetterLines letter_lines(std::string_view text, std::string_view sender);

/// One line that is (part of) an address or a way to reach somebody. `in_head`: it stands where addresses stand, so that a street's name alone is enough.
bool is_address_line(std::string_view line, bool in_head);

}  // namespace pli
