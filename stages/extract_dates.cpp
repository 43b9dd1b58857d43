#include "stages/extract_dates.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>

#include "pipeline/validators.h"
#include "stages/extract_address.h"

namespace pli {
namespace {

constexpr std::array<std::string_view, 12> months = {"janvier", "fevrier", "mars",      "avril",   "mai",      "juin",
                                                     "juillet", "aout",    "septembre", "octobre", "novembre", "decembre"};

struct Short {
  std::string_view word;
  int month;
};
constexpr std::array<Short, 17> short_months = {{{"janv", 1}, {"jan", 1}, {"fevr", 2}, {"fev", 2}, {"avr", 4}, {"juil", 7}, {"juill", 7}, {"jul", 7}, {"sept", 9},
                                                 {"sep", 9}, {"oct", 10}, {"nov", 11}, {"dec", 12}, {"dece", 12}, {"aou", 8}, {"mar", 3}, {"jui", 6}}};

struct Month {
  int number = 0;
  bool mended = false;
};

/// OCR tears letters apart and joins them: what is nearly a month's name is that month when a day stands before it.
Month month_named(std::string_view word) {
  for (std::size_t m = 0; m < months.size(); ++m)
    if (word == months[m]) return {static_cast<int>(m) + 1, false};
  for (const Short& known : short_months)
    if (word == known.word) return {known.month, false};
  Month best;
  int least = 99;
  for (std::size_t m = 0; m < months.size(); ++m) {
    const int limit = months[m].size() >= 7 ? 2 : months[m].size() >= 4 ? 1 : 0;
    const int edits = distance(word, months[m], limit);
    if (edits <= limit && edits < least) best = {static_cast<int>(m) + 1, true}, least = edits;
  }
  return best;
}

std::size_t skip(std::string_view text, std::size_t at, std::string_view what, std::size_t most) {
  for (std::size_t n = 0; n < most && at < text.size() && what.find(text[at]) != std::string_view::npos; ++n) ++at;
  return at;
}

struct Number {
  int value = -1;
  std::size_t end = 0;
  int digits = 0;
  bool mended = false;
};

/// One to `most` digits, slips mended as long as one true digit is among them (`strict`: none mended).
Number number_at(const TextLine& line, std::size_t at, int most, bool strict = false) {
  Number out{.value = 0, .end = at};
  int real = 0;
  while (out.end < line.plain.size() && out.digits < most) {
    const char c = line.plain[out.end];
    const char d = strict ? (is_digit(c) ? c : '\0') : digit_like(c);
    if (!d) break;
    real += is_digit(c);
    out.mended = out.mended || !is_digit(c);
    out.value = out.value * 10 + (d - '0');
    ++out.digits, ++out.end;
  }
  if (real == 0) return {.value = -1, .end = at};
  return out;
}

/// Four digits (19xx or 20xx), or two that mean 20xx. Nothing may go on after them.
std::optional<Number> year_at(const TextLine& line, std::size_t at, bool two_digits) {
  for (int most : {4, 2}) {
    if (most == 2 && !two_digits) break;
    Number year = number_at(line, at, most);
    if (year.digits != most) continue;
    if (year.end < line.plain.size() && (is_digit(line.plain[year.end]) || (is_alnum(line.plain[year.end]) && most == 2))) continue;
    if (most == 2) year.value += 2000;
    if (year.value >= 1900 && year.value <= 2199) return year;
  }
  return std::nullopt;
}

std::optional<FoundDate> named(const TextLine& line, std::size_t begin, std::size_t at, int day, bool mended) {
  const std::string& fold = line.fold;
  at = skip(fold, at, " .", 2);
  std::size_t end = at;
  while (end < fold.size() && is_lower(fold[end]) && end - at < 12) ++end;
  if (end - at < 3) return std::nullopt;
  Month month = month_named(std::string_view(fold).substr(at, end - at));
  if (month.number == 0) return std::nullopt;
  FoundDate found{begin, end, 0, month.number, day, mended || month.mended};
  std::size_t next = skip(fold, end, " .,", 3);
  if (const auto year = year_at(line, next, next == end || fold[next - 1] == ' ' || fold[next - 1] == '.')) {
    // "3 mars 25 personnes" is no year; a date line ends there.
    if (year->digits == 4 || skip(fold, year->end, " .,", 9) == fold.size()) {
      found.year = year->value, found.end = year->end, found.mended = found.mended || year->mended;
    }
  }
  if (month.mended && found.year == 0) return std::nullopt;
  return found;
}

std::optional<FoundDate> figures(const TextLine& line, std::size_t begin, const Number& day) {
  const std::string& plain = line.plain;
  std::size_t at = skip(plain, day.end, " ", 1);
  if (at >= plain.size() || std::string_view("/.-").find(plain[at]) == std::string_view::npos) return std::nullopt;
  const char mark = plain[at];
  at = skip(plain, at + 1, " ", 1);
  const Number month = number_at(line, at, 2);
  if (month.value < 1 || month.value > 12) return std::nullopt;
  at = skip(plain, month.end, " ", 1);
  if (at >= plain.size() || plain[at] != mark) return std::nullopt;
  at = skip(plain, at + 1, " ", 1);
  const auto year = year_at(line, at, true);
  if (!year || (year->end < plain.size() && plain[year->end] == mark && year->end + 1 < plain.size() && is_alnum(plain[year->end + 1]))) return std::nullopt;
  return FoundDate{begin, year->end, year->value, month.value, day.value, day.mended || month.mended || year->mended};
}

std::optional<FoundDate> in_figures(const TextLine& line, std::size_t begin) {
  const std::string& fold = line.fold;
  if (const Number year = number_at(line, begin, 4, true); year.digits == 4 && year.value >= 1900 && year.value <= 2199 && year.end + 6 <= fold.size() &&
                                                            fold[year.end] == '-' && fold[year.end + 3] == '-') {
    const Number month = number_at(line, year.end + 1, 2, true), day = number_at(line, year.end + 4, 2, true);
    const bool ends = day.end >= fold.size() || !is_alnum(fold[day.end]);
    if (month.digits == 2 && day.digits == 2 && ends) return FoundDate{begin, day.end, year.value, month.value, day.value, false};
  }
  for (std::string_view first : {"1er", "ler", "ier", "1 er", "1*", "1'r", "1re"})
    if (fold.compare(begin, first.size(), first) == 0)
      if (auto found = named(line, begin, begin + first.size(), 1, first[0] != '1')) return found;
  // "3septembre": the letter after the figure is the month's own, not a slip for a second figure.
  if (const Number plain = number_at(line, begin, 2, true); plain.value >= 1 && plain.value <= 31)
    if (auto found = named(line, begin, plain.end, plain.value, false)) return found;
  const Number day = number_at(line, begin, 2);
  if (day.value < 1 || day.value > 31) return std::nullopt;
  if (auto found = figures(line, begin, day)) return found;
  return named(line, begin, day.end, day.value, day.mended);
}

constexpr std::array<std::string_view, 17> small_numbers = {"zero", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize", "quatorze", "quinze", "seize"};

/// 1 to 79, as days and years are written out: "dix-sept", "vingt et un", "soixante-douze"; the first day of a month is "premier".
std::string in_words(int n) {
  if (n <= 16) return std::string(small_numbers[static_cast<std::size_t>(n)]);
  constexpr std::array<std::string_view, 8> tens = {"", "dix", "vingt", "trente", "quarante", "cinquante", "soixante", "soixante"};
  const std::string ten(tens[static_cast<std::size_t>(n / 10)]);
  const int rest = n >= 70 ? n - 60 : n % 10;
  if (rest == 0) return ten;
  if ((rest == 1 || rest == 11) && n > 20) return ten + " et " + in_words(rest);
  return ten + " " + in_words(rest);
}

/// The longest number in words at that place, hyphens counting as spaces.
Number words_at(const std::string& spaced, std::size_t at, int most) {
  static const std::array<std::string, 80> names = [] {
    std::array<std::string, 80> out;
    for (int n = 1; n < 80; ++n) out[static_cast<std::size_t>(n)] = in_words(n);
    return out;
  }();
  Number best;
  if (spaced.compare(at, 7, "premier") == 0) return {1, at + 7, 1, false};
  for (int n = 1; n <= most; ++n) {
    const std::string& name = names[static_cast<std::size_t>(n)];
    const std::size_t end = at + name.size();
    if (spaced.compare(at, name.size(), name) == 0 && (end == spaced.size() || !is_alnum(spaced[end])) && end > best.end) best = {n, end, 1, false};
  }
  return best;
}

std::optional<FoundDate> written_out(const TextLine& line, const std::string& spaced, std::size_t begin) {
  const Number day = words_at(spaced, begin, 31);
  if (day.value < 1) return std::nullopt;
  auto found = named(line, begin, day.end, day.value, false);
  if (!found || found->mended) return std::nullopt;
  if (found->year == 0 && spaced.compare(found->end, 11, " deux mille") == 0) {
    const Number year = words_at(spaced, skip(spaced, found->end + 11, " ", 1), 79);
    if (year.value > 0) found->year = 2000 + year.value, found->end = year.end;
  }
  return found;
}

constexpr std::array<std::string_view, 7> weekdays = {"lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"};

std::string without_marks(std::string_view text) {
  std::string out;
  for (char c : text) out += is_alnum(c) || c == '\'' ? c : ' ';
  return out;
}

/// How much a line looks like the one on which a letter says when it was written, 0 when not at all.
double dateline_strength(const TextLine& line, const FoundDate& date) {
  const std::string_view fold = line.fold;
  const std::string_view after = fold.substr(date.end);
  const auto letters = std::count_if(after.begin(), after.end(), is_alnum);
  if (letters > 2 && !(after.size() < 22 && (find_word(after, "a") != std::string_view::npos || after.find(':') != std::string_view::npos))) return 0;
  std::string before = without_marks(fold.substr(0, date.begin));
  if (before.size() > 70) return 0;
  if (has_any(before, {"ne", "nee", "du", "au", "des", "avant", "recu", "recue", "depuis", "jusqu", "arrive", "arrivee", "objet", "ref", "lettre", "votre", "courrier", "facture", "echeance",
                       "valable", "reception", "naissance", "notre", "mail", "courriel", "seance", "envoye le 0", "jusqu'au", "limite", "impression", "commande", "enregistre", "que", "qui", "est", "sera"}))
    return 0;
  if (std::any_of(before.begin(), before.end(), is_digit)) return 0;
  const bool said = has_any(before, {"le", "ce", "date", "fait", "en date"});
  const bool weekday = std::any_of(weekdays.begin(), weekdays.end(), [&](auto day) { return find_word(before, day) != std::string_view::npos; });
  const auto trimmed_size = std::count_if(before.begin(), before.end(), is_alnum);
  if (trimmed_size == 0 || said || weekday) return 1;
  return fold.substr(0, date.begin).find(',') != std::string_view::npos ? 1 : 0.8;
}

bool stamp_words(const TextLine& line) {
  if (line.fold.size() > 48) return false;
  const std::string words = without_marks(line.fold);
  // Pale ink loses the first letters of a stamp's capitals.
  const bool capitals = std::none_of(line.plain.begin(), line.plain.end(), is_lower);
  if (capitals && has_any(words, {"rrive le", "rive le", "rrivee le", "rivee le", "ecu le", "pecu le"})) return true;
  return has_any(words, {"recu", "recue", "recu le", "arrive", "arrivee", "enregistre", "courrier arrive"}) && !has_any(words, {"j'ai", "ai", "avons", "ete", "avez", "bien", "nous", "je"});
}

/// What the pages say about marks that are not the writer's: made once, asked for every date.
struct DateMarks {
  std::vector<const TextLine*> stamps;
  std::map<int, bool> posted;   ///< pages of few words on which the post speaks: envelopes
};

DateMarks find_marks(const std::vector<TextLine>& lines) {
  DateMarks out;
  std::map<int, std::size_t> words;
  for (const TextLine& line : lines) {
    if (stamp_words(line)) out.stamps.push_back(&line);
    words[line.page] += line.words.size();
    // An envelope lies on its long side.
    if (line.page_width > 1.3 * line.page_height) out.posted[line.page] = true;
    if (words[line.page] < 70 && has_any(without_marks(line.fold), {"la poste", "lettre verte", "lettre prioritaire", "ecopli", "france roc", "plateforme", "roc", "pic", "port paye"})) out.posted[line.page] = true;
  }
  for (auto& [page, posted] : out.posted) posted = words[page] < 70;
  return out;
}

/// A stamp shows its date in figures or capitals, on its own line or the one beside its words; the writer's own date line may lie under it.
bool near_stamp(const DateMarks& marks, const TextLine& dated, const FoundDate& date) {
  const std::string shown = dated.plain.substr(date.begin, date.end - date.begin);
  const bool lower = std::any_of(shown.begin(), shown.end(), is_lower);
  return std::any_of(marks.stamps.begin(), marks.stamps.end(), [&](const TextLine* line) {
    if (line == &dated) return true;
    if (line->page != dated.page || lower || date.begin > 3 || std::any_of(line->plain.begin(), line->plain.end(), is_digit)) return false;
    const int away = std::max(line->box.y - dated.box.bottom(), dated.box.y - line->box.bottom());
    const bool over = line->box.x < dated.box.right() && dated.box.x < line->box.right();
    return over && away < 2 * std::max(line->box.height, dated.box.height);
  });
}

bool postmark(const DateMarks& marks, const TextLine& dated) { return marks.posted.contains(dated.page) && marks.posted.at(dated.page) && dated.words.size() <= 6; }

/// A stamp's frame often runs over its last figures: a "20" that ends the date is as likely the century of a year that is hidden.
bool year_is_whole(const TextLine& line, const FoundDate& date) {
  const std::string_view shown = std::string_view(line.plain).substr(date.begin, date.end - date.begin);
  const bool two = shown.size() >= 3 && !is_digit(shown[shown.size() - 3]);
  return date.year != 0 && !(two && (shown.ends_with("20") || shown.ends_with("19")));
}

/// A narrow column puts the year below: a line that is nothing but a year, under the date's end.
void year_below(const std::vector<TextLine>& lines, const TextLine& line, FoundDate& date) {
  if (date.year != 0 || date.end != line.plain.size()) return;
  for (const TextLine& other : lines) {
    if (other.page != line.page || other.plain.size() > 5 || other.plain.size() < 4) continue;
    const int gap = other.box.y - line.box.bottom();
    if (gap < -line.box.height / 2 || gap > 2 * line.box.height || other.box.x >= line.box.right() || other.box.right() <= line.box.x) continue;
    if (const auto year = year_at(other, 0, false)) date.year = year->value;
  }
}

/// The month in capitals, as stamps have it: on the day of receipt it is one whose words were lost, as long as another day can be the letter's.
bool stamped_hand(const TextLine& line, const FoundDate& date) {
  const std::string_view shown = std::string_view(line.plain).substr(date.begin, date.end - date.begin);
  return std::any_of(shown.begin(), shown.end(), is_upper) && std::none_of(shown.begin(), shown.end(), is_lower);
}

struct Dateline {
  std::size_t line = 0;
  FoundDate date;
  double score = 0;
};

/// A date without a year is the last such day up to the day of arrival, when arrival says which that is.
void complete_year(FoundDate& date, const std::string& received) {
  if (date.year != 0 || day_number(received) == unknown_day) return;
  const int year = std::stoi(received.substr(0, 4));
  for (int y : {year, year - 1})
    if (valid_date(y, date.month, date.day) && iso_date(y, date.month, date.day) <= received) {
      date.year = y;
      return;
    }
}

}  // namespace

std::vector<FoundDate> find_dates(const TextLine& line) {
  std::vector<FoundDate> out;
  const bool words = std::any_of(months.begin(), months.end(), [&](auto month) { return line.fold.find(month) != std::string::npos; });
  std::string spaced;
  if (words)
    for (char c : line.fold) spaced += c == '-' ? ' ' : c;
  for (std::size_t at = 0; at < line.plain.size();) {
    const bool begins = at == 0 || !is_alnum(line.plain[at - 1]);
    const bool joined = at > 0 && std::string_view("/.-").find(line.plain[at - 1]) != std::string_view::npos && at > 1 && is_digit(line.plain[at - 2]);
    std::optional<FoundDate> found;
    if (begins && !joined && (digit_like(line.plain[at]) || line.fold.compare(at, 4, "ler ") == 0)) found = in_figures(line, at);
    if (!found && begins && words && is_lower(line.fold[at])) found = written_out(line, spaced, at);
    if (found && found->year != 0 && !valid_date(found->year, found->month, found->day)) found.reset();
    if (found && found->year == 0 && !valid_date(2024, found->month, found->day)) found.reset();
    if (found) out.push_back(*found);
    at = found ? found->end : at + 1;
  }
  return out;
}

void extract_stamp_date(const std::vector<TextLine>& stamps, std::vector<Field>& fields) {
  for (const TextLine& line : stamps)
    for (const FoundDate& date : find_dates(line)) {
      if (!year_is_whole(line, date)) continue;
      fields.push_back(field_at(line, date.begin, date.end, "stamp_date", iso_date(date.year, date.month, date.day), date.mended ? 0.75 : 0.97));
      return;
    }
}

void extract_dates(std::vector<TextLine>& lines, const std::string& received, int body_page, int body_top, std::vector<Field>& fields) {
  std::optional<Dateline> best;
  const DateMarks marks = find_marks(lines);
  bool stamped = std::any_of(fields.begin(), fields.end(), [](const Field& field) { return field.name == "stamp_date"; }), marked = false;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    for (FoundDate date : find_dates(lines[i])) {
      TextLine& line = lines[i];
      line.take(date.begin, date.end);
      year_below(lines, line, date);
      const bool year_read = date.year != 0;
      if (near_stamp(marks, line, date)) {
        if (year_is_whole(line, date) && !stamped) fields.push_back(field_at(line, date.begin, date.end, "stamp_date", iso_date(date.year, date.month, date.day), date.mended ? 0.7 : 0.95));
        stamped = true;
        continue;
      }
      if (year_read && !marked && postmark(marks, line)) {
        fields.push_back(field_at(line, date.begin, date.end, "postmark_date", iso_date(date.year, date.month, date.day), date.mended ? 0.6 : 0.85));
        marked = true;
        continue;
      }
      double score = dateline_strength(line, date);
      if (score == 0) continue;
      complete_year(date, received);
      if (date.year == 0) continue;
      const bool above = line.page < body_page || (line.page == body_page && line.box.y < body_top);
      const bool signed_at = line.fold.starts_with("fait ") || line.fold.find(", le ") != std::string::npos;
      const bool alone = date.begin <= 3 && line.left() > 0.4;
      if (!above) score *= signed_at ? 0.85 : alone ? 0.6 : 0;
      if (date.mended) score *= 0.9;
      if (!year_read) score *= 0.45;
      if (stamped_hand(line, date) && iso_date(date.year, date.month, date.day) == received) score *= 0.5;
      const long long late = day_number(iso_date(date.year, date.month, date.day)) - day_number(received);
      if (day_number(received) != unknown_day && late > 1) score *= 0.35;
      if (score > 0 && (!best || score > best->score + 1e-9)) best = Dateline{i, date, score};
    }
  }
  if (best) {
    const FoundDate& date = best->date;
    fields.push_back(field_at(lines[best->line], date.begin, date.end, "date", iso_date(date.year, date.month, date.day), best->score));
  }
}

}  // namespace pli
