// The numbers that hold letters: IBAN, tracking numbers, e-mail addresses, and amounts with their currency.
#include <algorithm>
#include <optional>

#include "pipeline/validators.h"
#include "stages/extract_numbers.h"

namespace pli {
namespace {

struct Mark {
  char c;
  std::size_t line, at;
};

constexpr std::size_t french_iban = 27;

/// Letters and digits from there on, over spaces and onto the next line when the number goes on there.
std::vector<Mark> pieces_from(const std::vector<TextLine>& lines, std::size_t index, std::size_t at, std::size_t most) {
  std::vector<Mark> out;
  for (std::size_t l = index; l < lines.size() && l < index + 2 && out.size() < most; ++l) {
    if (l > index && lines[l].page != lines[index].page) break;
    std::size_t gap = 0;
    for (std::size_t i = l == index ? at : 0; i < lines[l].plain.size() && out.size() < most; ++i) {
      const char c = lines[l].plain[i];
      if (is_alnum(c) || c == '|') out.push_back({c, l, i}), gap = 0;
      else if ((c != ' ' && c != '.' && c != '-') || ++gap > 2) return out;
    }
  }
  return out;
}

std::string iban_text(const std::vector<Mark>& pieces, int mend) {
  std::string out;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    char c = pieces[i].c;
    if (is_lower(c)) c = mend ? c : static_cast<char>(c - 'a' + 'A');
    const bool account = i >= 14 && i < 25;
    if (i >= 2 && !is_digit(c) && mend && (mend == 2 || !account)) {
      if (const char d = digit_like(c)) c = d;
    }
    if (is_lower(c)) c = static_cast<char>(c - 'a' + 'A');
    out += c;
  }
  return out;
}

bool iban_begins(const TextLine& line, std::size_t at) {
  if (at + 4 > line.plain.size() || (at > 0 && is_alnum(line.plain[at - 1]))) return false;
  const std::string_view fold = line.fold;
  const char first = digit_like(line.plain[at + 2]);
  if (fold.substr(at, 2) == "fr" || fold.substr(at, 2) == "mc") return first || line.plain[at + 2] == ' ';
  return is_upper(line.plain[at]) && is_upper(line.plain[at + 1]) && is_digit(line.plain[at + 2]) && is_digit(line.plain[at + 3]);
}

std::optional<std::string> iban_of(std::vector<Mark>& pieces) {
  const bool french = pieces.size() >= 2 && (pieces[0].c == 'F' || pieces[0].c == 'f' || pieces[0].c == 'M' || pieces[0].c == 'm');
  if (french) {
    if (pieces.size() < french_iban) return std::nullopt;
    pieces.resize(french_iban);
    for (int mend : {0, 1, 2})
      if (std::string text = iban_text(pieces, mend); valid_iban(text)) return text;
    return std::nullopt;
  }
  for (std::size_t size = std::min<std::size_t>(pieces.size(), 34); size >= 15; --size) {
    const std::vector<Mark> part(pieces.begin(), pieces.begin() + static_cast<long>(size));
    if (std::string text = iban_text(part, 0); valid_iban(text)) {
      pieces.resize(size);
      return text;
    }
  }
  return std::nullopt;
}

void add_once(std::vector<Field>& fields, Field field) {
  const auto same = std::find_if(fields.begin(), fields.end(), [&](const Field& other) { return other.name == field.name && other.value == field.value; });
  if (same == fields.end()) fields.push_back(std::move(field));
  else if (field.confidence > same->confidence) *same = std::move(field);
}

void take_iban(std::vector<TextLine>& lines, const std::vector<Mark>& pieces, const std::string& value, std::vector<Field>& fields) {
  std::size_t end = 0;
  for (const Mark& piece : pieces)
    if (piece.line == pieces[0].line) end = piece.at + 1;
  Field field = field_at(lines[pieces[0].line], pieces[0].at, end, "iban", value, 1);
  if (pieces.back().line != pieces[0].line) {
    const TextLine& next = lines[pieces.back().line];
    const Field rest = field_at(next, 0, pieces.back().at + 1, "iban", value, 1);
    field.text += " " + rest.text;
    field.box = united(field.box, rest.box);
  }
  for (const Mark& piece : pieces) lines[piece.line].take(piece.at, piece.at + 1);
  add_once(fields, std::move(field));
}

bool mail_char(char c) { return is_alnum(c) || c == '.' || c == '_' || c == '-' || c == '+'; }

/// OCR puts spaces around the @ and after dots: what stands on both sides is drawn in, as long as the whole becomes an address.
std::optional<std::pair<std::size_t, std::size_t>> mail_around(const TextLine& line, std::size_t at) {
  std::size_t begin = at, end = at + 1;
  while (begin > 0 && line.plain[begin - 1] == ' ' && at - begin < 2) --begin;
  while (begin > 0 && mail_char(line.plain[begin - 1])) --begin;
  while (end < line.plain.size() && line.plain[end] == ' ' && end - at < 3) ++end;
  while (end < line.plain.size() && mail_char(line.plain[end])) ++end;
  const auto domain = [&] { return line.plain.substr(at + 1, end - at - 1); };
  // A dot torn from its top level: "exemple. fr", "exemple .fr".
  for (int i = 0; i < 2 && end < line.plain.size(); ++i) {
    std::size_t next = end;
    if (line.plain[next] == ' ') ++next;
    const bool dot = next < line.plain.size() && (line.plain[next] == '.' || line.plain[end - 1] == '.');
    if (!dot) break;
    std::size_t stop = next;
    while (stop < line.plain.size() && mail_char(line.plain[stop])) ++stop;
    if (stop == next) break;
    end = stop;
  }
  while (end > at + 1 && (line.plain[end - 1] == '.' || line.plain[end - 1] == '-')) --end;
  while (begin < at && (line.plain[begin] == '.' || line.plain[begin] == '-')) ++begin;
  if (domain().empty()) return std::nullopt;
  return std::pair{begin, end};
}

/// The line right below, beginning at the same place: where a narrow column breaks an address.
const TextLine* line_below(const std::vector<TextLine>& lines, const TextLine& line) {
  const TextLine* best = nullptr;
  for (const TextLine& other : lines) {
    if (other.page != line.page || other.box.y <= line.box.y + line.box.height / 2 || other.box.y > line.box.bottom() + line.box.height * 3 / 2) continue;
    if (other.box.x >= line.box.right() || other.box.right() <= line.box.x || other.words.size() > 2) continue;
    if (!best || other.box.y < best->box.y) best = &other;
  }
  return best;
}

/// What an address that was cut at the end of its line goes on with; "" when it is whole or nothing fits.
std::string rest_below(const std::vector<TextLine>& lines, const TextLine& line, std::string_view start) {
  const TextLine* below = line_below(lines, line);
  if (!below) return {};
  std::string rest;
  for (char c : below->fold)
    if (mail_char(c)) rest += c;
    else if (c != '>' && c != ' ') return {};
  const std::size_t dot = start.rfind('.'), at = start.find('@');
  const bool cut = start.back() == '-' || start.back() == '.' || dot == std::string_view::npos || dot < at;
  const bool tail = rest.size() <= 5 && std::all_of(rest.begin(), rest.end(), is_lower);
  return cut || tail ? rest : std::string();
}

std::string without_spaces(std::string_view text) {
  std::string out;
  for (char c : text)
    if (c != ' ') out += is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c;
  return out;
}

/// Where an address begins whose dots became spaces: right after its label ("mail : etude fauquembergue@...").
std::size_t torn_local(const TextLine& line, std::size_t begin) {
  const std::size_t colon = line.plain.rfind(':', begin);
  std::size_t from = begin;
  const bool dot_space = begin >= 2 && line.plain[begin - 1] == ' ' && line.plain[begin - 2] == '.', space_dot = begin >= 2 && line.plain[begin - 1] == '.' && line.plain[begin - 2] == ' ';
  if (dot_space || space_dot) {
    from = begin - 2;
    while (from > 0 && mail_char(line.plain[from - 1])) --from;
    const std::string_view word = std::string_view(line.fold).substr(from, begin - 2 - from);
    for (std::string_view label : {"mel", "mail", "e-mail", "email", "courriel", "tel", "adresse", "internet"})
      if (word == label) return begin;
  } else if (colon != std::string::npos && begin - colon < 30) {
    from = colon + 1;
    while (from < begin && line.plain[from] == ' ') ++from;
    if (std::count(line.plain.begin() + static_cast<long>(from), line.plain.begin() + static_cast<long>(begin), ' ') > 1) return begin;
  }
  for (std::size_t i = from; i < begin; ++i)
    if (!mail_char(line.plain[i]) && line.plain[i] != ' ') return begin;
  return from;
}

/// "etude ", "souvenir. " and "souvenir ." become "etude." and "souvenir.".
std::string dotted(std::string_view words) {
  std::string out;
  for (char c : words)
    if (c != ' ' && c != '.') out += c;
    else if (!out.empty() && out.back() != '.') out += '.';
  return out;
}

/// A number with its decimals: "1 234,56", "1.234,56", "35"; the end and the value in cents of what stands there.
struct Sum {
  std::size_t end = 0;
  std::string value;
};

std::optional<Sum> sum_at(const TextLine& line, std::size_t at) {
  const std::string& plain = line.plain;
  std::string whole;
  std::size_t i = at;
  while (i < plain.size() && is_digit(plain[i])) whole += plain[i++];
  const auto three = [&](std::size_t from) {
    return from + 3 <= plain.size() && is_digit(plain[from]) && is_digit(plain[from + 1]) && is_digit(plain[from + 2]) && (from + 3 == plain.size() || !is_digit(plain[from + 3]));
  };
  while (whole.size() <= 9 && i < plain.size() && (plain[i] == ' ' || plain[i] == '.' || plain[i] == '\'') && (whole.size() <= 3 || plain[i] == ' ') && three(i + 1) && (whole.size() % 3 != 0 || whole.size() <= 9)) {
    whole += plain.substr(i + 1, 3);
    i += 4;
  }
  std::string cents;
  if (i + 1 < plain.size() && (plain[i] == ',' || plain[i] == '.') && is_digit(plain[i + 1])) {
    std::size_t end = i + 1;
    while (end < plain.size() && is_digit(plain[end])) ++end;
    if (end - i - 1 > 2) return std::nullopt;
    cents = plain.substr(i + 1, end - i - 1);
    i = end;
  }
  if (whole.empty() || whole.size() > 9) return std::nullopt;
  const std::size_t first = whole.find_first_not_of('0');
  whole = first == std::string::npos ? "0" : whole.substr(first);
  cents.resize(2, '0');
  return Sum{i, whole + "." + cents};
}

std::size_t currency_at(const TextLine& line, std::size_t at) {
  const std::string_view fold = line.fold;
  if (at < fold.size() && fold[at] == ' ') ++at;
  if (at < fold.size() && fold[at] == '$') return at + 1;
  for (std::string_view word : {"euros", "euro", "eur"})
    if (starts_with_word(fold.substr(std::min(at, fold.size())), word)) return at + word.size();
  return 0;
}

}  // namespace

void extract_ibans(std::vector<TextLine>& lines, std::vector<Field>& fields) {
  for (std::size_t l = 0; l < lines.size(); ++l) {
    for (std::size_t at = 0; at + 4 <= lines[l].plain.size(); ++at) {
      if (!iban_begins(lines[l], at) || !lines[l].free(at, at + 1)) continue;
      auto pieces = pieces_from(lines, l, at, 34);
      if (pieces.size() < 15) continue;
      std::string first13;
      for (std::size_t i = 0; i < 13; ++i) first13 += pieces[i].c;
      if (valid_s10(first13) && pieces[12].line == l) {
        const std::size_t end = pieces[12].at + 1;
        add_once(fields, field_at(lines[l], at, end, "tracking", first13, 0.95));
        lines[l].take(at, end);
      } else if (const auto iban = iban_of(pieces)) {
        take_iban(lines, pieces, *iban, fields);
      }
    }
    for (std::size_t at = 0; at + 13 <= lines[l].plain.size(); ++at) {
      if (!is_upper(lines[l].plain[at]) || (at > 0 && is_alnum(lines[l].plain[at - 1])) || !lines[l].free(at, at + 1)) continue;
      const auto pieces = pieces_from(lines, l, at, 13);
      std::string number;
      for (const Mark& piece : pieces) number += piece.c;
      if (pieces.size() < 13 || pieces.back().line != l || !valid_s10(number)) continue;
      add_once(fields, field_at(lines[l], at, pieces.back().at + 1, "tracking", number, 0.95));
      lines[l].take(at, pieces.back().at + 1);
    }
  }
}

void extract_emails(std::vector<TextLine>& lines, std::vector<Field>& fields) {
  for (TextLine& line : lines) {
    for (std::size_t at = line.plain.find('@'); at != std::string::npos; at = line.plain.find('@', at + 1)) {
      auto found = mail_around(line, at);
      if (!found) continue;
      std::string value = without_spaces(line.plain.substr(found->first, found->second - found->first));
      if (value.starts_with("1.")) value[0] = 'l';  // an initial
      double strength = 0.97;
      if (const std::size_t torn = torn_local(line, found->first); torn < found->first) {
        value = dotted(line.fold.substr(torn, found->first - torn)) + value;
        found->first = torn;
        strength = 0.8;
      }
      const std::string left = line.plain.substr(found->second);
      if (std::none_of(left.begin(), left.end(), is_alnum)) {
        const bool hyphen = left.starts_with("-") || left.starts_with(".");
        const std::string start = value + (hyphen ? left.substr(0, 1) : "");
        if (const std::string rest = rest_below(lines, line, start); !rest.empty()) {
          // A hyphen in the top level can only be the line's own.
          const std::string whole = valid_email(start + rest) ? start + rest : value + rest;
          if (valid_email(whole)) value = whole, strength *= 0.95;
        }
      }
      if (!valid_email(value)) continue;
      add_once(fields, field_at(line, found->first, found->second, "email", value, strength));
      line.take(found->first, found->second);
    }
  }
}

void extract_amounts(std::vector<TextLine>& lines, std::vector<Field>& fields) {
  int found = 0;
  for (TextLine& line : lines) {
    for (std::size_t at = 0; at < line.plain.size(); ++at) {
      if (!is_digit(line.plain[at]) || !line.free(at, at + 1) || (at > 0 && (is_alnum(line.plain[at - 1]) || line.plain[at - 1] == ','))) continue;
      const auto sum = sum_at(line, at);
      if (!sum) continue;
      const std::size_t end = currency_at(line, sum->end);
      if (end == 0) continue;
      const bool negative = at > 0 && line.plain[at - 1] == '-';
      line.take(at, end);
      if (!negative && found < 5 && sum->value != "0.00") {
        const std::size_t before = fields.size();
        add_once(fields, field_at(line, at, end, "amount", sum->value, 0.95));
        found += fields.size() > before;
      }
      at = end - 1;
    }
  }
}

}  // namespace pli
