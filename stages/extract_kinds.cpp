#include "stages/extract_kinds.h"

#include <algorithm>

namespace pli {
namespace {

std::string letters_and_figures(const std::string& text) {
  std::string out;
  for (const char c : text)
    if (is_alnum(c)) out += is_lower(c) ? static_cast<char>(c - 'a' + 'A') : c;
  return out;
}

bool all_digits(const std::string& text, std::size_t from, std::size_t count) {
  return from + count <= text.size() && std::all_of(text.begin() + static_cast<long>(from), text.begin() + static_cast<long>(from + count), is_digit);
}

// PC, PA, PD, DP, CU or AP; department (3 or 2A, 2B with a 0 before), commune (3), year (2), then a letter or figure and four figures.
std::string planning_file(const std::string& text) {
  const std::string plain = letters_and_figures(text);
  for (const char* kind : {"PC", "PA", "PD", "DP", "CU", "AP"}) {
    if (!plain.starts_with(kind) || plain.size() != 15) continue;
    const bool department = all_digits(plain, 2, 3) || (plain[2] == '0' && plain[3] == '2' && (plain[4] == 'A' || plain[4] == 'B'));
    if (department && all_digits(plain, 5, 5) && all_digits(plain, 11, 4)) return plain;
  }
  return "";
}

// Section and number: AK 217, B 1042, 0A 12.
std::string parcel(const std::string& text) {
  const std::size_t space = text.find(' ');
  if (space == std::string::npos || text.find(' ', space + 1) != std::string::npos) return "";
  const std::string section = text.substr(0, space), number = text.substr(space + 1);
  const bool letters = !section.empty() && section.size() <= 2 && is_upper(section.back()) && (section.size() == 1 || is_upper(section[0]) || section[0] == '0');
  return letters && !number.empty() && number.size() <= 4 && all_digits(number, 0, number.size()) && number[0] != '0' ? section + ' ' + number : "";
}

// Letters that are taken for figures (I, O, U) stand on no plate, nor does SS at its head.
bool plate_letter(char c) { return is_upper(c) && c != 'I' && c != 'O' && c != 'U'; }

std::size_t plate_at(const TextLine& line, std::size_t at, std::string& value) {
  const std::string& plain = line.plain;
  if (at > 0 && is_alnum(plain[at - 1])) return 0;
  std::string found;
  std::size_t i = at;
  for (const int part : {2, 3, 2}) {
    if (!found.empty()) {
      if (i >= plain.size() || (plain[i] != '-' && plain[i] != ' ')) return 0;
      ++i, found += '-';
    }
    for (int k = 0; k < part; ++k, ++i) {
      if (i >= plain.size() || !(part == 3 ? is_digit(plain[i]) : plate_letter(plain[i]))) return 0;
      found += plain[i];
    }
  }
  if ((i < plain.size() && is_alnum(plain[i])) || found.starts_with("SS") || found.substr(3, 3) == "000") return 0;
  value = found;
  return i;
}

bool labelled(const std::vector<TextLine>& lines, const Field& reference, const char* label) {
  return std::any_of(lines.begin(), lines.end(), [&](const TextLine& line) {
    if (line.page != reference.page || reference.box.y < line.box.y || reference.box.bottom() > line.box.bottom() + 1) return false;
    const std::size_t at = line.text.find(reference.text), word = find_word(line.fold, label);
    return at != std::string::npos && word != std::string::npos && word < at;
  });
}

}  // namespace

void extract_kinds(std::vector<TextLine>& lines, std::vector<Field>& fields) {
  std::vector<Field> found;
  for (const Field& reference : fields) {
    if (reference.name != "reference") continue;
    Field field = reference;
    if (const std::string file = planning_file(reference.value); !file.empty()) field.name = "planning_file", field.value = file;
    else if (const std::string place = parcel(reference.value); !place.empty()) field.name = "parcel", field.value = place;
    else if (labelled(lines, reference, "facture")) field.name = "invoice";
    else continue;
    found.push_back(std::move(field));
  }
  for (TextLine& line : lines) {
    if (line.stamp) continue;
    for (std::size_t at = 0; at < line.plain.size(); ++at) {
      std::string value;
      const std::size_t end = plate_at(line, at, value);
      if (end == 0) continue;
      found.push_back(field_at(line, at, end, "plate", value, 0.95));
      at = end - 1;
    }
  }
  fields.insert(fields.end(), found.begin(), found.end());
}

}  // namespace pli
