// Where a letter's parts lie: blocks of lines in its head, the salutation, the subject, the signature.
#pragma once

#include <string>
#include <vector>

#include "stages/extract_lines.h"

namespace pli {

inline constexpr std::size_t no_line = static_cast<std::size_t>(-1);

/// Lines of the head that stand together: one below the other, aligned left, right or centred.
struct HeadBlock {
  std::vector<std::size_t> lines;   ///< top to bottom
  Box box;
};

struct LetterLayout {
  int page = 1;                        ///< the letter's first page with text
  std::size_t salutation = no_line;
  int body_top = 0;                    ///< y where the head ends: the salutation, else the first lines of running text
  int body_left = 0;                   ///< x where running text begins
  std::vector<std::size_t> subject;    ///< its lines, top to bottom
  std::size_t subject_begin = 0;       ///< character of its first line after "Objet :"
  std::vector<HeadBlock> head;         ///< blocks above body_top without subject, reference and date lines
  std::vector<HeadBlock> foot;         ///< blocks below the closing and at the foot of the page
  std::size_t closing = no_line;       ///< the last line with a formula of farewell
};

LetterLayout find_layout(const std::vector<TextLine>&);

/// The text of the subject, its lines joined; "" without one.
std::string subject_text(const std::vector<TextLine>&, const LetterLayout&);
/// Whether a line greets somebody and ends there: "Madame, Monsieur,", "Monsieur le Maire,", "Bonjour,".
bool greeting_line(const TextLine&);
/// Whether a line only says how to reach somebody: phone, fax, e-mail, site, SIRET.
bool contact_line(const TextLine&);
/// Whether a line begins with a label of the letter's reference part: "Nos réf.", "Dossier suivi par", "PJ", "Date"...
bool label_line(const TextLine&);
/// Whether a line holds a date with nothing but a place before it.
bool date_line(const TextLine&);

}  // namespace pli
