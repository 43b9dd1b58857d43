#include "stages/extract_references.h"

#include <algorithm>
#include <array>

#include "pipeline/reference.h"
#include "pipeline/text.h"
#include "pipeline/validators.h"

namespace pli {
namespace {

constexpr std::size_t most_references = 40;

/// A word of the line without the punctuation around it.
struct Token {
  std::size_t begin = 0, end = 0;
  int digits = 0, letters = 0, capitals = 0, marks = 0;
  bool other = false;       ///< holds a character that no reference has
  bool closes = false;      ///< punctuation after it ends what it belongs to
};

std::vector<Token> tokens_of(const TextLine& line) {
  std::vector<Token> out;
  const std::string& plain = line.plain;
  static constexpr std::string_view around = ".,;:()[]\"'!?*|", closing = ",;:()[]!?";
  for (std::size_t at = 0; at < plain.size();) {
    if (plain[at] == ' ') {
      ++at;
      continue;
    }
    std::size_t end = at;
    while (end < plain.size() && plain[end] != ' ' && plain[end] != '(' && plain[end] != ')' && plain[end] != ':' && plain[end] != ',') ++end;
    const std::size_t next = end + (end < plain.size() && plain[end] != ' ' ? 1 : 0);
    Token token{.begin = at, .end = end};
    while (token.begin < token.end && around.find(plain[token.begin]) != std::string_view::npos) ++token.begin;
    while (token.end > token.begin && around.find(plain[token.end - 1]) != std::string_view::npos) --token.end;
    token.closes = next > end || (token.end < end && closing.find(plain[token.end]) != std::string_view::npos) || (token.end < end && plain[token.end] == '.');
    for (std::size_t i = token.begin; i < token.end; ++i) {
      token.digits += is_digit(plain[i]);
      token.letters += is_alnum(plain[i]) && !is_digit(plain[i]);
      token.capitals += is_upper(plain[i]);
      token.marks += plain[i] == '-' || plain[i] == '/' || plain[i] == '_' || plain[i] == '.';
      token.other = token.other || !(is_alnum(plain[i]) || std::string_view("-/._").find(plain[i]) != std::string_view::npos);
    }
    if (token.begin < token.end || next > end) out.push_back(token);
    at = std::max(next, at + 1);
  }
  return out;
}

/// Words after which a number names something; each may stand in the plural.
constexpr std::array<std::string_view, 61> labels = {
    "ref",      "reference", "n/ref",  "v/ref",    "dossier", "facture",  "titre",    "contrat",   "matricule", "concession", "permis",       "marche",     "consultation", "sinistre", "compteur", "abonne",
    "abonnee",  "abonnement", "client", "compte",  "fournisseur", "allocataire", "acte", "mandat", "commande",  "devis",      "convention",   "rapport",    "arrete",       "avis",     "note",     "decision",
    "requete",   "affaire", "demande", "annonce", "offre",    "nne",      "identifiant", "numero",  "bordereau",  "carte",        "police",     "adherent",     "rna",      "ine",      "pre-demande",
    "preinscription", "inscription", "pv", "fps",  "lot",     "site",     "chantier", "ordre",     "locataire", "emplacement", "etat",        "code",       "fiscal",       "recepisse"};

bool is_label(std::string_view word) {
  while (!word.empty() && (word.back() == '.' || word.back() == ':')) word.remove_suffix(1);
  if (const std::size_t slash = word.rfind('/'); slash != std::string_view::npos && slash <= 2) word.remove_prefix(slash + 1);
  const auto known = [](std::string_view text) { return std::find(labels.begin(), labels.end(), text) != labels.end(); };
  if (known(word) || word.starts_with("refer")) return true;
  return word.size() > 4 && word.back() == 's' && known(word.substr(0, word.size() - 1));
}

/// "n°", as OCR reads it.
bool is_number_sign(std::string_view fold) { return fold == "n" || fold == "no" || fold == "n*" || fold == "n?" || fold == "nr" || fold == "num" || fold == "nos" || fold == "n**" || fold == "n\"" || fold == "n'"; }

bool filler(std::string_view fold) {
  static constexpr std::array<std::string_view, 22> words = {"", "est", "le", "la", "de", "du", "numero", "portant", "sous", "c'est", "a", "rappeler", "interne", "a rappeler", "d'ordre", "votre", "notre", "client", "dossier", "etranger", "abonne", "public"};
  return is_number_sign(fold) || std::find(words.begin(), words.end(), fold) != words.end();
}

bool all_of(const TextLine& line, const Token& token, bool (*is)(char)) {
  return std::all_of(line.plain.begin() + static_cast<long>(token.begin), line.plain.begin() + static_cast<long>(token.end), is);
}

/// 2025-2026, 2025/2026, 14-16, 06/2025: years and ranges are no references.
bool range(std::string_view plain) {
  const std::size_t mark = plain.find_first_of("-/.");
  if (mark == std::string_view::npos || plain.find_first_of("-/.", mark + 1) != std::string_view::npos) return false;
  const std::string_view a = plain.substr(0, mark), b = plain.substr(mark + 1);
  const auto digits = [](std::string_view text) { return !text.empty() && std::all_of(text.begin(), text.end(), is_digit); };
  if (!digits(a) || !digits(b)) return false;
  const auto year = [](std::string_view text) { return text.size() == 4 && (text.starts_with("19") || text.starts_with("20")); };
  if (year(a) && (year(b) || (b.size() == 2 && a.substr(2) < b))) return true;
  if (a.size() <= 2 && year(b)) return true;
  return a.size() <= 2 && b.size() <= 2;
}

/// R. 2181-3, L.411-2, D. 123-4: articles of a code.
bool law_article(const TextLine& line, const Token& token) {
  const std::string_view plain = std::string_view(line.plain).substr(token.begin, token.end - token.begin);
  const std::string_view before = std::string_view(line.fold).substr(0, token.begin);
  const std::size_t from = before.size() > 26 ? before.size() - 26 : 0;
  if (before.substr(from).find("articl") != std::string_view::npos || before.substr(from).find("art.") != std::string_view::npos) return true;
  if (before.size() >= 2) {
    const std::string_view near = before.substr(before.size() >= 4 ? before.size() - 4 : 0);
    for (std::string_view code : {" l. ", " r. ", " d. ", " l ", " r "})
      if (near.ends_with(code) && token.letters == 0) return true;
  }
  const bool code = plain.size() > 2 && (plain[0] == 'L' || plain[0] == 'R' || plain[0] == 'D') && (plain[1] == '.' || plain[1] == '*') && token.letters == 1;
  return code;
}

bool measure_or_time(std::string_view fold) {
  std::size_t i = 0;
  while (i < fold.size() && (is_digit(fold[i]) || fold[i] == '.')) ++i;
  if (i == 0) return false;
  const std::string_view unit = fold.substr(i);
  for (std::string_view known : {"h", "m", "m2", "m3", "km", "kg", "g", "e", "er", "ere", "eme", "ieme", "nd", "nde", "cm", "mm", "l", "ans", "mn", "min", "ha", "a", "ca", "cv", "kw", "kva", "kwh", "km/h", "x", "eur", "bis", "ter", "h/j"})
    if (unit == known) return true;
  return !unit.empty() && unit[0] == 'h' && std::all_of(unit.begin() + 1, unit.end(), [](char c) { return is_digit(c) || c == '-' || c == 'h'; });
}

bool street_before(const TextLine& line, const Token& token) {
  const std::string_view fold = line.fold;
  const std::string_view rest = fold.substr(std::min(token.end + 1, fold.size()));
  for (std::string_view street : {"rue", "avenue", "boulevard", "place", "chemin", "allee", "impasse", "route", "quai", "cours", "bis", "ter", "square", "clos", "cour"})
    if (starts_with_word(rest, street)) return true;
  return false;
}

/// "8-Mai-1945", "rue-du-14-Juillet": days that streets are named after.
bool holds_month(std::string_view fold) {
  for (std::string_view month : {"janvier", "fevrier", "mars-", "avril", "mai-", "juin", "juillet", "aout", "septembre", "octobre", "novembre", "decembre", "covid", "www.", ".fr", ".com", "http"})
    if (fold.find(month) != std::string_view::npos) return true;
  return false;
}

/// A word that can only be a reference: figures with capitals or with marks between them.
bool shaped(const TextLine& line, const Token& token) {
  const std::size_t size = token.end - token.begin;
  if (token.other || token.digits < 2 || size < 4 || size > 30) return false;
  const std::string_view plain = std::string_view(line.plain).substr(token.begin, size), fold = std::string_view(line.fold).substr(token.begin, size);
  const bool vat = fold.starts_with("fr") && size == 13 && token.digits == 11;
  if (vat || range(plain) || measure_or_time(fold) || holds_month(fold) || law_article(line, token)) return false;
  if (token.letters - token.capitals > std::max(3, token.capitals)) return false;
  if (token.letters > 0 && token.marks == 0) return token.digits >= 2 && token.capitals > 0 && size >= 6;
  if (token.letters > 0) return token.capitals > 0 && size >= 4;
  // Figures alone need a mark between long groups: 24-0934, 2600214-2, 26/00318.
  return token.marks >= 1 && token.digits >= 5 && plain.find('.') == std::string_view::npos;
}

bool permit(std::string_view plain) {
  static constexpr std::array<std::string_view, 9> kinds = {"PC", "DP", "PA", "PD", "CU", "AT", "CUa", "CUb", "DIA"};
  return std::find(kinds.begin(), kinds.end(), plain) != kinds.end();
}

class References {
 public:
  References(std::vector<TextLine>& lines, std::vector<Field>& fields) : lines_(lines), fields_(fields) {}

  void run() {
    for (std::size_t l = 0; l < lines_.size() && count_ < most_references; ++l) {
      line_ = &lines_[l];
      own_numbers();
      after_label_ = l > 0 && lines_[l - 1].page == line_->page && ends_in_label(lines_[l - 1].fold);
      tokens_ = tokens_of(*line_);
      parcels_ = speaks_of_parcels(line_->fold) || (l > 0 && speaks_of_parcels(end_of(lines_[l - 1].fold)));
      for (std::size_t t = 0; t < tokens_.size(); ++t) t = read_at(t);
    }
  }

 private:
  static bool speaks_of_parcels(std::string_view fold) {
    return fold.find("parcel") != std::string_view::npos || fold.find("cadastr") != std::string_view::npos || find_word(fold, "section") != std::string_view::npos;
  }

  static bool ends_in_label(std::string_view fold) {
    for (int words = 0; words < 2 && !fold.empty(); ++words) {
      while (!fold.empty() && !is_alnum(fold.back()) && fold.back() != '*') fold.remove_suffix(1);
      const std::size_t space = fold.rfind(' ');
      std::string_view last = space == std::string_view::npos ? fold : fold.substr(space + 1);
      while (!last.empty() && !is_alnum(last[0])) last.remove_prefix(1);
      if (is_label(last) || last == "n*") return true;
      if (!filler(last) || space == std::string_view::npos) return false;
      fold = fold.substr(0, space);
    }
    return false;
  }

  static std::string_view end_of(std::string_view fold) { return fold.substr(fold.size() > 30 ? fold.size() - 30 : 0); }

  std::string_view fold(const Token& token) const { return std::string_view(line_->fold).substr(token.begin, token.end - token.begin); }
  std::string_view plain(const Token& token) const { return std::string_view(line_->plain).substr(token.begin, token.end - token.begin); }

  /// Dossier numbers of our own, whose check character proves them.
  void own_numbers() {
    for (const QuotedReference& quoted : quoted_references(line_->plain))
      if (line_->free(quoted.begin, quoted.end)) add(quoted.begin, quoted.end, quoted.id, 1);
  }

  void add(std::size_t begin, std::size_t end, std::string value, double strength) {
    line_->take(begin, end);
    const bool known = std::any_of(fields_.begin(), fields_.end(), [&](const Field& field) { return field.name == "reference" && letters_of(field.value) == letters_of(value); });
    if (known || count_ >= most_references) return;
    fields_.push_back(field_at(*line_, begin, end, "reference", std::move(value), strength));
    ++count_;
  }

  void add(std::size_t first, std::size_t last, double strength) {
    const std::size_t begin = tokens_[first].begin, end = tokens_[last].end;
    add(begin, end, clean(line_->read(begin, end)), strength);
  }

  bool free(std::size_t t) const { return line_->free(tokens_[t].begin, tokens_[t].end); }
  bool figures(std::size_t t) const { return all_of(*line_, tokens_[t], is_digit); }

  bool sum_or_count_after(std::size_t t) const {
    if (t + 1 >= tokens_.size()) return false;
    const std::string_view next = fold(tokens_[t + 1]);
    for (std::string_view unit : {"euros", "eur", "h", "m2", "ans", "jours", "mois", "heures", "personnes", "ht", "ttc", "km", "metres", "kg"})
      if (next == unit) return true;
    return !next.empty() && next[0] == '$';
  }

  /// The label that stands before token `t`, over at most three small words: 2 for a label or "n°", 0 for none.
  bool labelled(std::size_t t) const {
    bool sign = false;
    for (std::size_t back = 1; back <= 4 && back <= t; ++back) {
      const Token& before = tokens_[t - back];
      const std::string_view word = fold(before);
      if (is_label(word)) return true;
      sign = sign || is_number_sign(word);
      if (!filler(word) || before.digits > 0) return sign;
    }
    return sign || (t == 0 && after_label_);
  }

  /// The last of the tokens that go on with a number in groups: "049 890 25 R0112", "0041 7783", "2817445 K".
  std::size_t groups_from(std::size_t t, bool capitals) const {
    std::size_t last = t;
    while (last + 1 < tokens_.size() && last - t < 7 && !tokens_[last].closes && free(last + 1)) {
      const Token& next = tokens_[last + 1];
      const std::size_t size = next.end - next.begin;
      if (next.begin != tokens_[last].end + 1) break;
      const bool group = !next.other && next.digits > 0 && size <= 8 && next.letters <= 1 && next.capitals == next.letters && !(next.digits == 1 && size == 1) && !measure_or_time(fold(next));
      const bool letter = next.digits == 0 && next.capitals == next.letters && size >= 1 && size <= 3 && next.letters == static_cast<int>(size) && capitals;
      if (!group && !letter) break;
      if (group && street_before(*line_, next)) break;
      ++last;
      if (letter) break;
    }
    return last;
  }

  int digits_in(std::size_t first, std::size_t last) const {
    int sum = 0;
    for (std::size_t t = first; t <= last; ++t) sum += tokens_[t].digits;
    return sum;
  }

  bool secret(std::size_t first, std::size_t last) const {
    std::string digits;
    for (std::size_t t = first; t <= last; ++t)
      for (char c : plain(tokens_[t]))
        if (is_digit(c)) digits += c;
    return valid_nir(digits) || (looks_like_nir(digits) && tokens_[first].digits == 1 && line_->fold.find("fisc") == std::string::npos);
  }

  /// Reads what begins at token `t`; gives the last token that it used.
  std::size_t read_at(std::size_t t) {
    const Token& token = tokens_[t];
    if (token.begin == token.end || token.other || !free(t)) return t;
    const std::string_view word = plain(token);
    const bool capitals = token.letters > 0 && token.letters == token.capitals && token.digits == 0;
    if (capitals && word.size() <= 4 && t + 1 < tokens_.size() && !token.closes && tokens_[t + 1].digits > 0 && free(t + 1) && tokens_[t + 1].begin == token.end + 1) {
      if (const std::size_t last = prefixed(t); last != t) return last;
    }
    if (token.digits == 0) return t;
    if (shaped(*line_, token)) {
      const std::size_t last = token.digits >= 4 && token.letters == 0 ? groups_from(t, true) : t;
      if (!secret(t, last)) add(t, last, labelled(t) ? 0.95 : 0.8);
      return last;
    }
    return numbered(t);
  }

  /// "PC 049 980 25 00048", "RG 26/00417", "AK 217" where parcels are spoken of, "IPP 40118273".
  std::size_t prefixed(std::size_t t) {
    const std::string_view word = plain(tokens_[t]);
    const Token& next = tokens_[t + 1];
    if (word == "BP" || word == "CS" || word == "TSA" || word == "ZA" || word == "ZI" || word == "FR" || word == "CM" || word == "CE" || word == "TVA" || word == "RCS" || word == "SIRET" || word == "LE" || word == "DU" || word == "N") return t;
    if (is_label(fold(tokens_[t]))) return t;
    if (parcels_ && word.size() <= 2 && next.letters == 0 && next.marks == 0 && next.digits <= 4) {
      add(t, t + 1, 0.8);
      return t + 1;
    }
    if (next.other || measure_or_time(fold(next))) return t;
    const std::size_t last = groups_from(t + 1, false);
    const int digits = digits_in(t + 1, last);
    if (secret(t + 1, last)) return last;
    const bool known = permit(word);
    if ((known && digits >= 6) || (digits >= 5 && word.size() >= 2 && (shaped(*line_, next) || next.digits >= 5 || last > t + 1))) {
      add(t, last, known ? 0.97 : 0.85);
      return last;
    }
    return t;
  }

  /// Plain figures count only after a label: "concession n° 1456", "matricule 20417".
  std::size_t numbered(std::size_t t) {
    const Token& token = tokens_[t];
    if (token.digits < 2 || token.letters > 2 || measure_or_time(fold(token)) || law_article(*line_, token) || street_before(*line_, token)) return t;
    const std::size_t last = groups_from(t, true);
    const int digits = digits_in(t, last);
    const bool year = last == t && figures(t) && token.digits == 4 && (word_starts(token, "19") || word_starts(token, "20"));
    if (year || digits < 3 || range(plain(token)) || sum_or_count_after(last) || !labelled(t) || secret(t, last)) return last;
    if (digits == 5 && last == t && t == 0) return last;  // a postcode begins its line
    add(t, last, digits >= 5 ? 0.85 : 0.7);
    return last;
  }

  bool word_starts(const Token& token, std::string_view with) const { return plain(token).starts_with(with); }

  std::vector<TextLine>& lines_;
  std::vector<Field>& fields_;
  TextLine* line_ = nullptr;
  std::vector<Token> tokens_;
  bool parcels_ = false, after_label_ = false;
  std::size_t count_ = 0;
};

}  // namespace

void extract_references(std::vector<TextLine>& lines, std::vector<Field>& fields) { References(lines, fields).run(); }

}  // namespace pli
