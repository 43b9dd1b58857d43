#include "stages/extract_numbers.h"

#include <algorithm>
#include <optional>

#include "pipeline/validators.h"

namespace pli {
namespace {

/// Figures that stand together: digits (slips mended), each with its place, and where groups begin.
struct DigitRun {
  std::string digits;
  std::vector<std::size_t> at, groups;
  bool plus = false;
  int mended = 0;
};

bool separator(char c) { return c == ' ' || c == '.' || c == '-' || c == '/' || c == '(' || c == ')' || c == ',' || c == ':'; }

/// A slip counts as a digit when a true digit stands on one side, and nothing but figures on the other.
bool mendable(const TextLine& line, std::size_t at) {
  if (is_digit(line.plain[at])) return true;
  if (!digit_like(line.plain[at])) return false;
  const char before = at > 0 ? line.plain[at - 1] : ' ', after = at + 1 < line.plain.size() ? line.plain[at + 1] : ' ';
  const auto fits = [](char c) { return !is_alnum(c) || digit_like(c); };
  return (is_digit(before) || is_digit(after)) && fits(before) && fits(after);
}

DigitRun run_at(const TextLine& line, std::size_t at) {
  DigitRun run;
  if (line.plain[at] == '+') run.plus = true, ++at;
  std::size_t gap = 1;
  for (; at < line.plain.size() && run.digits.size() < 40; ++at) {
    const char c = line.plain[at];
    if (mendable(line, at) && line.free(at, at + 1)) {
      if (gap > 0) run.groups.push_back(run.digits.size());
      run.digits += digit_like(c);
      run.at.push_back(at);
      run.mended += !is_digit(c);
      gap = 0;
    } else if (separator(c) && ++gap <= 3) {
      continue;
    } else {
      break;
    }
  }
  return run;
}

bool label_near(const std::vector<TextLine>& lines, std::size_t index, std::size_t at, std::string_view word) {
  if (lines[index].fold.substr(0, at).find(word) != std::string::npos) return true;
  return index > 0 && lines[index].page == lines[index - 1].page && at < 12 && lines[index - 1].fold.find(word) != std::string::npos;
}

/// What may be written between the digits of one number: `of` gives the separators allowed, at most two in a row.
bool tight(const TextLine& line, const DigitRun& run, std::size_t from, std::size_t count, std::string_view of) {
  for (std::size_t i = from + 1; i < from + count; ++i) {
    if (run.at[i] - run.at[i - 1] > 3) return false;
    for (std::size_t c = run.at[i - 1] + 1; c < run.at[i]; ++c)
      if (of.find(line.plain[c]) == std::string_view::npos) return false;
  }
  return true;
}

bool ends_group(const DigitRun& run, std::size_t end) { return end == run.digits.size() || std::find(run.groups.begin(), run.groups.end(), end) != run.groups.end(); }

struct NumberScan {
  std::vector<TextLine>& lines;
  std::vector<Field>& fields;
  std::size_t index;
  TextLine& line() { return lines[index]; }

  bool add(const DigitRun& run, std::size_t from, std::size_t count, const char* name, std::string value, double strength) {
    const std::size_t begin = run.at[from] - (from == 0 && run.plus ? 1 : 0), end = run.at[from + count - 1] + 1;
    if (name) fields.push_back(field_at(line(), begin, end, name, std::move(value), strength - 0.04 * run.mended));
    line().take(begin, end);
    return true;
  }

  bool siret(const DigitRun& run, std::size_t from) {
    if (from + 14 > run.digits.size() || !ends_group(run, from + 14) || !tight(line(), run, from, 14, " .-")) return false;
    const std::string number = run.digits.substr(from, 14);
    if (!valid_siret(number)) return false;
    const bool said = label_near(lines, index, run.at[from], "sir") || label_near(lines, index, run.at[from], "siege");
    return add(run, from, 14, "siret", number, said ? 1 : 0.75);
  }

  /// A line that ends amid a number goes on below it: only what is called so, and whose check holds, is one.
  bool siret_over_lines(const DigitRun& run, std::size_t from) {
    const std::size_t here = run.digits.size() - from;
    if (here < 9 || here >= 14 || run.at.back() + 1 != line().plain.size() || index + 1 == lines.size() || lines[index + 1].page != line().page) return false;
    TextLine& below = lines[index + 1];
    if (below.plain.empty() || !label_near(lines, index, run.at[from], "sir") || !tight(line(), run, from, here, " .-")) return false;
    const DigitRun rest = run_at(below, 0);
    if (rest.plus || rest.digits.size() < 14 - here || rest.at.front() != 0 || !ends_group(rest, 14 - here) || !tight(below, rest, 0, 14 - here, " .-")) return false;
    const std::string number = run.digits.substr(from) + rest.digits.substr(0, 14 - here);
    if (!valid_siret(number)) return false;
    add(run, from, here, "siret", number, 0.95);
    const std::size_t end = rest.at[13 - here] + 1;
    const Field more = field_at(below, 0, end, "siret", number, 1);
    fields.back().text += " " + more.text;
    fields.back().box = united(fields.back().box, more.box);
    below.take(0, end);
    return true;
  }

  /// Taken, and its place told without a figure of it: a social security number stands in no field.
  bool nir(const DigitRun& run, std::size_t from) {
    for (std::size_t size : {15u, 13u}) {
      if (from + size > run.digits.size() || !ends_group(run, from + size) || !looks_like_nir(run.digits.substr(from, size))) continue;
      // Without its key a number is one by its groups: sex, year, month, department, commune, order.
      const bool grouped = ends_group(run, from + 1) && ends_group(run, from + 3) && ends_group(run, from + 5);
      if (size == 13 && !grouped && !label_near(lines, index, run.at[from], "secu") && !label_near(lines, index, run.at[from], "assure")) continue;
      if (size == 13 && label_near(lines, index, run.at[from], "fisc")) continue;
      if (size == 15 || tight(line(), run, from, size, " .-/")) return tell_nir(run, from, size);
    }
    return false;
  }

  bool tell_nir(const DigitRun& run, std::size_t from, std::size_t size) {
    add(run, from, size, "nir", "masked", 1);
    fields.back().text.clear();
    return true;
  }

  bool phone(const DigitRun& run, std::size_t from) {
    for (std::size_t size : {10u, 11u, 12u, 13u, 9u, 14u}) {
      if (from + size > run.digits.size() || !ends_group(run, from + size)) continue;
      const bool abroad = (run.plus && from == 0) || run.digits.compare(from, 4, "0033") == 0;
      if ((size != 10 && !abroad) || !tight(line(), run, from, size, " .-/:,()")) continue;
      const std::string number = normal_phone((run.plus && from == 0 ? "+" : "") + run.digits.substr(from, size));
      if (number.empty()) continue;
      const bool said = label_near(lines, index, run.at[from], "tel") || label_near(lines, index, run.at[from], "port") || label_near(lines, index, run.at[from], "mob");
      return add(run, from, size, "phone", number, said ? 1 : 0.9);
    }
    return false;
  }
};

/// One stretch of figures in a text, with spaces, dots or dashes between them.
struct Stretch {
  std::string digits, groups;   ///< `groups`: a 1 for each digit that begins a group
  std::vector<std::size_t> at;
};

Stretch stretch_at(std::string_view text, std::size_t at) {
  Stretch out;
  bool begins = true;
  for (; at < text.size() && out.digits.size() < 40; ++at) {
    const bool corsica = out.digits.size() == 6 && (text[at] == 'A' || text[at] == 'B') && !begins;
    if (is_digit(text[at]) || corsica) {
      out.digits += text[at];
      out.groups += begins ? '1' : '0';
      out.at.push_back(at);
      begins = false;
    } else if ((text[at] == ' ' || text[at] == '.' || text[at] == '-' || text[at] == '/') && !begins) {
      begins = true;
    } else {
      break;
    }
  }
  return out;
}

/// How many figures from `from` on are a social security number, 0 when none; whether that is sure.
std::pair<std::size_t, bool> nir_length(const Stretch& s, std::size_t from) {
  const auto ends = [&](std::size_t end) { return end == s.digits.size() || s.groups[end] == '1'; };
  if (from + 15 <= s.digits.size() && ends(from + 15) && valid_nir(s.digits.substr(from, 15))) return {15, true};
  if (from + 13 > s.digits.size() || !ends(from + 13) || !looks_like_nir(s.digits.substr(from, 13))) return {0, false};
  const bool grouped = ends(from + 1) && ends(from + 3) && ends(from + 5);
  const bool whole = s.groups.substr(from + 1, 12).find('1') == std::string::npos && (s.digits[from] == '1' || s.digits[from] == '2') && s.digits[from + 3] <= '1';
  return {grouped || whole ? 13 : 0, grouped};
}

/// The first number in a stretch of figures, nothing when there is none.
std::optional<TextRange> first_number(const Stretch& s) {
  for (std::size_t from = 0; from < s.digits.size(); ++from) {
    if (s.groups[from] != '1') continue;
    if (const auto [length, sure] = nir_length(s, from); length > 0) return TextRange{s.at[from], s.at[from + length - 1] + 1, sure};
  }
  return std::nullopt;
}

}  // namespace

std::vector<TextRange> social_numbers(std::string_view text) {
  std::vector<TextRange> found;
  for (std::size_t at = 0; at < text.size();) {
    const bool begins = is_digit(text[at]) && (at == 0 || !is_alnum(text[at - 1]));
    const Stretch stretch = begins ? stretch_at(text, at) : Stretch{};
    const auto number = first_number(stretch);
    if (number) found.push_back(*number);
    at = number ? number->end : stretch.at.empty() ? at + 1 : stretch.at.back() + 1;
  }
  return found;
}

std::string without_nir(std::string_view text) {
  std::string out;
  std::size_t at = 0;
  for (const TextRange& range : social_numbers(text)) {
    out += text.substr(at, range.begin - at);
    at = range.end;
  }
  return out += text.substr(at);
}

void extract_numbers(std::vector<TextLine>& lines, std::vector<Field>& fields) {
  for (std::size_t i = 0; i < lines.size(); ++i) {
    NumberScan scan{lines, fields, i};
    for (std::size_t at = 0; at < lines[i].plain.size();) {
      const TextLine& line = lines[i];
      const char c = line.plain[at];
      const bool begins = at == 0 || !is_alnum(line.plain[at - 1]);
      if (!begins || !(c == '+' || (mendable(line, at) && line.free(at, at + 1)))) {
        ++at;
        continue;
      }
      const DigitRun run = run_at(line, at);
      if (run.digits.size() < 9) {
        at = run.at.empty() ? at + 1 : run.at.back() + 1;
        continue;
      }
      for (std::size_t g = 0; g < run.groups.size(); ++g) {
        const std::size_t from = run.groups[g];
        if (!line.free(run.at[from], run.at[from] + 1)) continue;
        // A group in the middle may begin a number only when all that stands before it is taken or short.
        if (!scan.siret(run, from) && !scan.siret_over_lines(run, from) && !scan.nir(run, from)) scan.phone(run, from);
      }
      at = run.at.back() + 1;
    }
  }
}

}  // namespace pli
