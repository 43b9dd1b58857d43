#include "stages/extract_layout.h"

#include <algorithm>
#include <array>

#include "pipeline/text.h"
#include "stages/extract_address.h"
#include "stages/extract_dates.h"

namespace pli {
namespace {

/// The end of "Objet :" (or its like) at the head of a line; 0 when the line is no subject.
std::size_t subject_label(const TextLine& line) {
  const std::string_view fold = line.fold;
  std::size_t at = 0;
  while (at < fold.size() && at < 3 && !is_alnum(fold[at])) ++at;
  std::size_t end = at;
  while (end < fold.size() && is_alnum(fold[end])) ++end;
  const std::string_view word = fold.substr(at, end - at);
  std::size_t next = end;
  while (next < fold.size() && (fold[next] == ' ' || fold[next] == '.')) ++next;
  const bool colon = next < fold.size() && (fold[next] == ':' || fold[next] == ';' || fold[next] == '-' || fold[next] == '=');
  const bool capital = at < line.plain.size() && (is_upper(line.plain[at]) || line.plain[at] == '0');
  const bool exact = word == "objet" || word == "object" || word == "0bjet" || word == "obiet" || word == "ohjet" || word == "objets" || word == "cbjet" || word == "objel" || word == "ojet" || word == "bjet";
  const bool others = word == "obj" || word == "concerne" || word == "sujet" || word == "subject" || word == "intitule";
  if (exact && (colon || capital) && !(next < fold.size() && !colon && is_alnum(fold[next]) && has_any(fold.substr(next), {"est", "du", "de la"}) )) {
    while (next < fold.size() && !is_alnum(fold[next]) && fold[next] != '"' && fold[next] != '(') ++next;
    return std::max(next, end);
  }
  if (others && colon && capital) {
    while (next < fold.size() && !is_alnum(fold[next]) && fold[next] != '"' && fold[next] != '(') ++next;
    return std::max(next, end);
  }
  return 0;
}

bool farewell(std::string_view fold) {
  return has_any(fold, {"salutations", "cordialement", "agreer", "sentiments", "consideration", "respectueusement", "sincerement", "bien a vous", "remerciements", "respects", "remercie", "merci"});
}

/// Greets somebody and ends there: "Madame, Monsieur,", "Monsieur le Maire,", "Bonjour,".
bool salutation(const TextLine& line) {
  const std::string_view fold = line.fold;
  if (fold.size() < 4 || fold.size() > 75 || line.words.size() > 10) return false;
  static constexpr std::array<std::string_view, 12> greetings = {"madame", "monsieur", "mesdames", "messieurs", "bonjour", "bonsoir", "salut", "cher", "chere", "chers", "cheres", "maitre"};
  const bool greets = std::any_of(greetings.begin(), greetings.end(), [&](std::string_view word) { return starts_with_word(fold, word); });
  if (!greets) return false;
  const char last = fold.back();
  const bool closed = last == ',' || last == '.' || last == '!' || last == ':' || last == ';';
  const bool bare = has_any(fold, {"bonjour", "bonsoir", "salut"}) || fold == "madame monsieur" || fold == "madame, monsieur" || fold == "monsieur" || fold == "madame";
  return line.left() < 0.5 && (closed || bare);
}

constexpr std::size_t most_head_lines = 300;

/// Lines of running text: wide, of many words.
bool running(const TextLine& line) { return line.box.width > 0.5 * line.page_width && line.words.size() >= 7; }

bool overlap(const Box& a, const Box& b) { return a.x < b.right() && b.x < a.right(); }

bool aligned(const TextLine& a, const TextLine& b, int height) {
  const auto near = [&](int x, int y) { return std::abs(x - y) < 1.6 * height; };
  return near(a.box.x, b.box.x) || near(a.box.right(), b.box.right()) || near(a.box.x + a.box.width / 2, b.box.x + b.box.width / 2);
}

std::vector<HeadBlock> blocks_of(const std::vector<TextLine>& lines, std::vector<std::size_t> chosen) {
  if (chosen.size() > most_head_lines) chosen.resize(most_head_lines);
  std::stable_sort(chosen.begin(), chosen.end(), [&](std::size_t a, std::size_t b) { return lines[a].box.y < lines[b].box.y; });
  std::vector<HeadBlock> out;
  for (std::size_t index : chosen) {
    const TextLine& line = lines[index];
    HeadBlock* home = nullptr;
    int least = 1 << 30;
    for (HeadBlock& block : out) {
      const TextLine& last = lines[block.lines.back()];
      const int gap = line.box.y - last.box.bottom(), height = std::max(std::min(line.box.height, last.box.height), line.page_height / 120);
      if (gap < -height || gap > 1.25 * height || !overlap(line.box, block.box) || !aligned(line, last, height)) continue;
      if (gap < least) home = &block, least = gap;
    }
    if (!home) home = &out.emplace_back();
    home->lines.push_back(index);
    home->box = united(home->box, line.box);
  }
  return out;
}

/// The line that stands to the right on the same row.
std::size_t beside(const std::vector<TextLine>& lines, std::size_t label) {
  std::size_t best = no_line;
  const TextLine& from = lines[label];
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const TextLine& line = lines[i];
    if (i == label || line.page != from.page || line.box.x < from.box.right()) continue;
    const int middle = line.box.y + line.box.height / 2;
    if (middle < from.box.y - from.box.height / 2 || middle > from.box.bottom() + from.box.height / 2) continue;
    if (best == no_line || line.box.x < lines[best].box.x) best = i;
  }
  return best;
}

class Finder {
 public:
  explicit Finder(const std::vector<TextLine>& lines) : lines_(lines) {}

  LetterLayout run() {
    if (lines_.empty()) return out_;
    out_.page = letter_page();
    find_body();
    find_subject();
    find_closing();
    std::vector<std::size_t> head, foot;
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      const TextLine& line = lines_[i];
      const bool kept = std::find(out_.subject.begin(), out_.subject.end(), i) == out_.subject.end() && !date_line(line) && !label_line(line);
      // A margin column beside the text belongs to the head as a whole.
      const bool margin = line.box.right() < out_.body_left && line.box.width < 0.3 * line.page_width;
      if (kept && line.page == out_.page && (line.box.y < out_.body_top || margin) && i != out_.salutation) head.push_back(i);
      else if (kept && below_closing(i)) foot.push_back(i);
    }
    out_.head = blocks_of(lines_, head);
    out_.foot = blocks_of(lines_, foot);
    return out_;
  }

 private:
  bool below_closing(std::size_t i) const {
    const TextLine& line = lines_[i];
    if (line.page == out_.page && line.box.y > 0.88 * line.page_height) return true;
    if (out_.closing == no_line) return false;
    const TextLine& end = lines_[out_.closing];
    return line.page == end.page && line.box.y > end.box.bottom() - end.box.height / 2 && i != out_.closing;
  }

  /// The first page with running text or a greeting: an envelope or a cover before it is not the letter.
  int letter_page() const {
    int rows = 0;
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      if (i > 0 && lines_[i].page != lines_[i - 1].page) rows = 0;
      rows += running(lines_[i]);
      if (rows >= 2 || salutation(lines_[i]) || subject_label(lines_[i]) > 0) return lines_[i].page;
    }
    return lines_[0].page;
  }

  void find_body() {
    const TextLine* first = nullptr;
    std::vector<int> lefts;
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      const TextLine& line = lines_[i];
      if (line.page != out_.page) continue;
      if (running(line)) lefts.push_back(line.box.x);
      if (salutation(line) && (out_.salutation == no_line || line.box.y < lines_[out_.salutation].box.y)) out_.salutation = i;
      const bool flows = running(line) && i + 1 < lines_.size() && lines_[i + 1].page == line.page && running(lines_[i + 1]) && subject_label(line) == 0;
      if (flows && (!first || line.box.y < first->box.y)) first = &line;
    }
    if (!lefts.empty()) {
      std::nth_element(lefts.begin(), lefts.begin() + static_cast<long>(lefts.size() / 2), lefts.end());
      out_.body_left = lefts[lefts.size() / 2];
    }
    const int height = lines_[0].page_height;
    out_.body_top = out_.salutation != no_line ? lines_[out_.salutation].box.y : first ? first->box.y : height / 2;
  }

  void find_subject() {
    std::size_t label = no_line;
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      const TextLine& line = lines_[i];
      if (line.page > out_.page + 1) break;
      const bool near_head = line.page == out_.page && line.box.y < out_.body_top + 0.12 * line.page_height;
      if (subject_label(line) > 0 && (near_head || lines_[0].page_height * 0.5 > line.box.y)) {
        label = i;
        break;
      }
    }
    if (label == no_line) return;
    std::size_t first = label;
    out_.subject_begin = subject_label(lines_[label]);
    if (out_.subject_begin >= lines_[label].fold.size()) {
      first = beside(lines_, label);
      out_.subject_begin = 0;
      if (first == no_line) return;
    }
    out_.subject = {first};
    for (int more = 0; more < 3; ++more) {
      const std::size_t next = line_below(out_.subject.back());
      if (next == no_line || !goes_on(first, out_.subject.back(), next)) break;
      out_.subject.push_back(next);
    }
    const int top = lines_[first].box.y;
    if (out_.salutation == no_line && out_.body_top <= top) out_.body_top = std::max(out_.body_top, top);
  }

  std::size_t line_below(std::size_t from) const {
    const TextLine& upper = lines_[from];
    std::size_t best = no_line;
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      const TextLine& line = lines_[i];
      if (line.page != upper.page || i == from || line.box.y < upper.box.y + upper.box.height / 2 || !overlap(line.box, upper.box)) continue;
      if (best == no_line || line.box.y < lines_[best].box.y) best = i;
    }
    return best;
  }

  /// A subject goes on when its line was full: the first word below would not have fitted, or hangs below the subject's own first word.
  bool goes_on(std::size_t first, std::size_t last, std::size_t next) const {
    const TextLine &head = lines_[first], &above = lines_[last], &line = lines_[next];
    const int height = std::max(1, std::min(above.box.height, line.box.height));
    if (line.box.y - above.box.bottom() > 1.1 * height + height / 2 || salutation(line) || label_line(line) || date_line(line) || subject_label(line) > 0) return false;
    if (starts_with_word(line.fold, "ref") || starts_with_word(line.fold, "pj") || starts_with_word(line.fold, "dossier") || starts_with_word(line.fold, "lettre")) return false;
    const auto value = static_cast<std::size_t>(std::max(0, head.word_at[std::min(out_.subject_begin, head.word_at.size() - 1)]));
    const int text_left = head.words[value]->box.x;
    const bool hangs = std::abs(line.box.x - text_left) < height && text_left - head.box.x > 2 * height;
    if (hangs) return true;
    if (line.box.x > head.box.x + 2 * height && line.box.x > text_left + height) return false;
    const int right = std::max(right_edge(), head.box.right());
    const int room = right - above.box.right();
    return room < line.words[0]->box.width + 1.2 * height && line.box.x < head.box.x + 2 * height;
  }

  int right_edge() const {
    int right = 0;
    for (const TextLine& line : lines_)
      if (line.page == out_.page && running(line)) right = std::max(right, line.box.right());
    return right;
  }

  void find_closing() {
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      const TextLine& line = lines_[i];
      if (line.page == out_.page && line.box.y <= out_.body_top) continue;
      if (farewell(line.fold) && (out_.closing == no_line || line.page > lines_[out_.closing].page || line.box.y > lines_[out_.closing].box.y)) out_.closing = i;
    }
    if (out_.closing != no_line) {
      // The formula may go on: its paragraph's last line closes it.
      for (std::size_t next = line_below(out_.closing); next != no_line; next = line_below(out_.closing)) {
        const TextLine &above = lines_[out_.closing], &line = lines_[next];
        if (!running(above) || line.box.y - above.box.bottom() > above.box.height || std::abs(line.box.x - above.box.x) > 2 * above.box.height) break;
        out_.closing = next;
      }
    }
  }

  const std::vector<TextLine>& lines_;
  LetterLayout out_;
};

}  // namespace

LetterLayout find_layout(const std::vector<TextLine>& lines) { return Finder(lines).run(); }

std::string subject_text(const std::vector<TextLine>& lines, const LetterLayout& layout) {
  std::string out;
  for (std::size_t i = 0; i < layout.subject.size(); ++i) {
    const TextLine& line = lines[layout.subject[i]];
    if (!out.empty()) out += ' ';
    out += line.read(i == 0 ? layout.subject_begin : 0, line.plain.size());
  }
  return trimmed(out);
}

bool greeting_line(const TextLine& line) { return salutation(line); }

bool contact_line(const TextLine& line) {
  const std::string_view fold = line.fold;
  if (fold.find('@') != std::string_view::npos || fold.find("www.") != std::string_view::npos || fold.find("http") != std::string_view::npos) return true;
  for (std::string_view word : {"tel", "telephone", "fax", "telecopie", "port", "portable", "mobile", "mob", "courriel", "mel", "mail", "e-mail", "email", "adresse electronique", "site", "siret", "siren", "rcs", "ape", "naf", "tva", "n* siret"})
    if (starts_with_word(fold, word)) return true;
  const auto digits = std::count_if(fold.begin(), fold.end(), is_digit);
  return digits >= 9 && digits * 2 > static_cast<long>(fold.size()) && std::count_if(fold.begin(), fold.end(), is_lower) < 8;
}

bool label_line(const TextLine& line) {
  std::string_view fold = line.fold;
  while (!fold.empty() && !is_alnum(fold[0])) fold.remove_prefix(1);
  for (std::string_view word : {"ref", "nos ref", "vos ref", "n/ref", "v/ref", "n/ ref", "v/ ref", "n / ref", "v / ref", "notre ref", "votre ref", "reference", "references", "nos references", "vos references", "notre reference",
                                "votre reference", "v/contact", "dossier suivi", "affaire suivie", "suivi par", "pj", "p.j", "p. j", "pieces jointes", "piece jointe", "copie", "date", "lettre recommandee", "lr ar", "lrar",
                                "recommande", "par courriel", "par mail", "envoi", "page", "code client", "numero client", "n* client", "objet"})
    if (starts_with_word(fold, word)) return true;
  // "VIRéf.", "N/Réf": OCR takes the stroke for a letter.
  const std::size_t ref = fold.find("ref");
  if (ref <= 5 && ref + 3 < fold.size() && (fold[ref + 3] == '.' || fold[ref + 3] == ':' || fold.substr(ref + 3, 2) == " :")) return true;
  return fold.starts_with("n/r") || fold.starts_with("v/r") || fold.starts_with("nos/ref");
}

bool date_line(const TextLine& line) {
  if (line.words.size() > 10) return false;
  const auto dates = find_dates(line);
  if (dates.size() != 1) return false;
  const std::string_view after = std::string_view(line.fold).substr(dates[0].end);
  return std::count_if(after.begin(), after.end(), is_alnum) <= 3 && dates[0].begin <= 45 && std::none_of(line.fold.begin(), line.fold.begin() + static_cast<long>(dates[0].begin), is_digit);
}

}  // namespace pli
