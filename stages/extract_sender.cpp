#include "stages/extract_sender.h"

#include <algorithm>
#include <optional>

#include "pipeline/text.h"
#include "stages/extract_address.h"

namespace pli {
namespace {

class SenderFinder {
 public:
  SenderFinder(const std::vector<TextLine>& lines, const LetterLayout& layout, const std::vector<std::string>& town) : lines_(lines), layout_(layout), town_(town) {}

  FoundSender run() {
    if (lines_.empty()) return out_;
    find_addressee();
    if (!labelled_name()) named_by_block();
    if (!block_) by_signature();
    find_address();
    if (!is_letter()) std::erase_if(out_.fields, [](const Field& field) { return field.name == "sender.name"; });
    return out_;
  }

 private:
  /// Any sign of a letter: without one the first line of a poster, a form or a picture would be taken for a name.
  bool is_letter() const {
    if (labelled_ || addressee_ || layout_.salutation != no_line || layout_.closing != no_line || !layout_.subject.empty()) return true;
    const bool placed = std::any_of(out_.fields.begin(), out_.fields.end(), [](const Field& field) { return field.name == "sender.postcode"; });
    return placed || std::any_of(lines_.begin(), lines_.end(), [&](const TextLine& other) { return other.page == layout_.page && (date_line(other) || contact_line(other)); });
  }

  const TextLine& line(std::size_t i) const { return lines_[i]; }

  /// How much a block of the head speaks to the town rather than for a sender.
  double addressed(const HeadBlock& block) const {
    double score = 0;
    int row = 0;
    for (std::size_t i : block.lines) {
      if (addressee_words(line(i).fold)) score += row < 3 ? 1.5 : 0.5;
      if (line(i).fold.starts_with("a :") || starts_with_word(line(i).fold, "destinataire")) score += 3;
      for (const std::string& name : town_)
        if (const std::string known = folded(name); known.size() > 5 && line(i).fold.find(known) != std::string::npos) score += 0.3;
      if (contact_line(line(i))) score -= 1;
      ++row;
    }
    const double left = static_cast<double>(block.box.x) / line(block.lines[0]).page_width;
    if (left > 0.42) score += 1;
    return score;
  }

  void find_addressee() {
    double best = 1.2;
    for (const HeadBlock& block : layout_.head) {
      const double score = addressed(block);
      if (score > best) best = score, addressee_ = &block;
    }
  }

  std::size_t beside(std::size_t label) const {
    std::size_t best = no_line;
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      const Box &box = line(i).box, &from = line(label).box;
      const int middle = box.y + box.height / 2;
      if (i == label || line(i).page != line(label).page || box.x < from.right() || middle < from.y - from.height / 2 || middle > from.bottom() + from.height / 2) continue;
      if (best == no_line || box.x < line(best).box.x) best = i;
    }
    return best;
  }

  bool labelled_name() {
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      if (line(i).page != layout_.page || line(i).box.y > layout_.body_top) continue;
      std::size_t begin = name_label(line(i)), from = i;
      if (begin == 0) continue;
      if (begin == std::string::npos) {
        from = beside(i);
        begin = 0;
        if (from == no_line) continue;
      }
      std::size_t end = line(from).fold.find('<', begin);
      if (end == std::string::npos) end = line(from).fold.find('@', begin) == std::string::npos ? line(from).fold.size() : line(from).fold.rfind(' ', line(from).fold.find('@', begin));
      if (end == std::string::npos || end <= begin) continue;
      add_name(from, begin, end, 0.95);
      name_line_ = from;
      labelled_ = true;
      block_ = block_with(from);
      return true;
    }
    return false;
  }

  const HeadBlock* block_with(std::size_t index) const {
    for (const HeadBlock& block : layout_.head)
      if (std::find(block.lines.begin(), block.lines.end(), index) != block.lines.end()) return &block;
    return nullptr;
  }

  bool signed_as(std::size_t index) const {
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      if (line(i).page == layout_.page && line(i).box.y < layout_.body_top) continue;
      if (line(i).words.size() > 9) continue;
      const std::string_view all = line(i).fold;
      if (likeness(all, line(index).fold) >= 0.8 || likeness(all.substr(0, all.find(',')), line(index).fold) >= 0.8) return true;
    }
    return false;
  }

  double speaks_for_sender(const HeadBlock& block) const {
    double score = 0;
    bool place = false, contact = false;
    const std::size_t first = first_name(block);
    if (first == no_line) return -9;
    for (std::size_t i : block.lines) {
      place = place || place_in(lines_, i);
      contact = contact || contact_line(line(i));
    }
    if (place) score += 1.5;
    if (contact) score += 2;
    if (signed_as(first)) score += 2.5;
    if (firm_words(line(first).fold)) score += 0.7;
    if (is_digit(line(first).plain[0]) || starts_as_street(line(first).fold)) score -= 3;
    if (&block == addressee_) score -= 3;
    score -= 0.8 * std::max(0.0, addressed(block));
    score -= 2.5 * static_cast<double>(block.box.y) / line(first).page_height;
    if (static_cast<double>(block.box.x) / line(first).page_width < 0.3) score += 0.8;
    if (block.box.height > 0 && line(first).box.height > 1.3 * usual_height()) score += 0.5;
    if (likeness(line(first).fold, "republique francaise") > 0.7) score -= 2;
    return score;
  }

  int usual_height() const {
    std::vector<int> heights;
    for (const TextLine& l : lines_)
      if (l.page == layout_.page) heights.push_back(l.box.height);
    std::nth_element(heights.begin(), heights.begin() + static_cast<long>(heights.size() / 2), heights.end());
    return heights[heights.size() / 2];
  }

  std::size_t first_name(const HeadBlock& block) const {
    for (std::size_t i : block.lines)
      if (!names_nobody(line(i)) && !place_at_start(i)) return i;
    return no_line;
  }

  bool place_at_start(std::size_t i) const {
    const auto place = place_in(lines_, i);
    return place && place->begin < 4;
  }

  void named_by_block() {
    double best = -0.8;
    for (const HeadBlock& block : layout_.head) {
      const double score = speaks_for_sender(block);
      if (score > best) best = score, block_ = &block;
    }
    if (!block_) return;
    name_line_ = first_name(*block_);
    const std::size_t begin = name_start(name_line_), end = name_end(name_line_);
    const double strength = std::clamp(0.62 + 0.07 * best, 0.45, 0.97);
    std::vector<std::size_t> more;
    if (wraps()) more = {*(std::find(block_->lines.begin(), block_->lines.end(), name_line_) + 1)};
    add_name(name_line_, begin, end, strength, more);
  }

  /// Letters torn off a logo stand before the name at times: a first word of one character that is no initial.
  std::size_t name_start(std::size_t i) const {
    std::size_t at = 0;
    const std::string& plain = line(i).plain;
    while (at < plain.size() && !is_alnum(plain[at]) && plain[at] != '"') ++at;
    if (at + 2 < plain.size() && plain[at + 1] == ' ' && !is_upper(plain[at]) && !is_digit(plain[at])) at += 2;
    return at;
  }

  std::size_t name_end(std::size_t i) const {
    const std::string& plain = line(i).plain;
    std::size_t end = plain.size();
    // A letterhead on one line: "Name - 3 rue X - 49000 City".
    for (std::size_t dash = plain.find(" - "); dash != std::string::npos; dash = plain.find(" - ", dash + 1)) {
      const std::string_view rest = std::string_view(line(i).fold).substr(dash + 3);
      if (!rest.empty() && (is_digit(rest[0]) || contact_word(rest))) {
        end = dash;
        break;
      }
    }
    while (end > 0 && !is_alnum(plain[end - 1]) && plain[end - 1] != ')' && plain[end - 1] != '.' && plain[end - 1] != '"') --end;
    return end;
  }

  static bool contact_word(std::string_view rest) { return rest.starts_with("tel") || rest.starts_with("siret") || rest.starts_with("www"); }

  /// In a narrow margin column, or in large letters, a long name takes two lines.
  bool wraps() const {
    const auto at = std::find(block_->lines.begin(), block_->lines.end(), name_line_);
    if (at + 1 == block_->lines.end()) return false;
    const TextLine &first = line(name_line_), &second = line(*(at + 1));
    if (names_nobody(second) || place_at_start(*(at + 1)) || is_digit(second.plain[0]) || starts_as_street(second.fold)) return false;
    if (unfinished(first.fold) || goes_on(second.fold)) return true;
    if (std::any_of(second.fold.begin(), second.fold.end(), is_digit) || street_words(second.fold)) return false;
    if (at + 2 != block_->lines.end() && larger(first, second, line(*(at + 2)))) return true;
    const bool margin = block_->box.right() < layout_.body_left && block_->box.width < 0.3 * first.page_width;
    const bool full = block_->box.right() - first.box.right() < second.words[0]->box.width + first.box.height / 2;
    if (margin) return full;
    const double tall = 1.25 * usual_height();
    return first.box.height > tall && second.box.height > tall && first.box.width > 0.55 * first.page_width;
  }

  /// Height of capitals and figures without what hangs below the line: tells type sizes apart; 0 when no word shows it.
  static double capital_height(const TextLine& line) {
    std::vector<int> heights;
    for (const Word* word : line.words) {
      const std::string letters = letters_of(word->text);
      const bool tall = !word->text.empty() && (is_upper(word->text[0]) || is_digit(word->text[0]) || letters.find_first_of("bdfhklt") != std::string::npos);
      if (tall && letters.size() > 1 && word->text.find_first_of("gjpqyQ,;/()") == std::string::npos && letters.size() == word->text.size()) heights.push_back(word->box.height);
    }
    if (heights.empty()) return 0;
    std::nth_element(heights.begin(), heights.begin() + static_cast<long>(heights.size() / 2), heights.end());
    return heights[heights.size() / 2];
  }

  /// A name set larger than the address, on two lines.
  static bool larger(const TextLine& first, const TextLine& second, const TextLine& third) {
    const double a = capital_height(first), b = capital_height(second), c = capital_height(third);
    return a > 0 && b > 0 && c > 0 && std::min(a, b) > 1.1 * c && std::abs(a - b) <= 0.07 * a;
  }

  static bool goes_on(std::string_view fold) {
    for (std::string_view word : {"de ", "du ", "des ", "d'", "et ", "& ", "aux "})
      if (fold.starts_with(word)) return true;
    return false;
  }

  static bool unfinished(std::string_view fold) {
    for (std::string_view word : {" de", " des", " du", " la", " le", " les", " et", " &", " d'", " l'", " aux", " au", " pour", " en", " sur", " mme", " m.", " et m.", " saint", " sainte"})
      if (fold.ends_with(word)) return true;
    return fold.ends_with("-") || fold.ends_with(",") || fold.ends_with("&");
  }

  void add_name(std::size_t i, std::size_t begin, std::size_t end, double strength, const std::vector<std::size_t>& more = {}) {
    Field field = field_at(line(i), begin, end, "sender.name", clean(line(i).read(begin, end)), signed_as(i) ? std::min(1.0, strength + 0.08) : strength);
    for (std::size_t l : more) {
      const bool whole = line(i).plain.ends_with("-");
      if (line(i).plain.ends_with(",") || line(i).plain.ends_with("&") || whole) field.value = clean(line(i).read(begin, line(i).plain.size()));
      field.value += (whole ? "" : " ") + line(l).text;
      field.text += " " + line(l).text;
      field.box = united(field.box, line(l).box);
    }
    field.value = trimmed(field.value);
    if (!field.value.empty()) out_.fields.push_back(std::move(field));
  }

  /// No head names anybody: who signed is the sender.
  void by_signature() {
    if (layout_.closing == no_line) return;
    for (const HeadBlock& block : layout_.foot) {
      const TextLine& first = line(block.lines[0]);
      const bool after = first.page > line(layout_.closing).page || first.box.y > line(layout_.closing).box.y;
      if (!after || first.words.size() < 2 || first.words.size() > 6 || names_nobody(first) || !is_upper(first.plain[0])) continue;
      if (first.box.y > 0.93 * first.page_height || std::any_of(first.fold.begin(), first.fold.end(), is_digit)) continue;
      const std::size_t comma = first.plain.find(',');
      block_ = &block;
      name_line_ = block.lines[0];
      add_name(name_line_, 0, comma == std::string::npos ? first.plain.size() : comma, 0.6);
      return;
    }
  }

  /// The place that belongs to the sender: in his block, else the nearest below the name that is not the addressee's, else in the foot.
  void find_address() {
    std::optional<Place> best;
    double most = 0;
    const auto consider = [&](const HeadBlock& block, double base, bool foot) {
      for (std::size_t i : block.lines) {
        const auto place = place_in(lines_, i);
        if (!place) continue;
        double score = base;
        if (&block == block_) score += 4;
        if (&block == addressee_ && &block != block_) score -= 5;
        if (line(i).fold.starts_with("a :") || line(i).fold.find("mairie") != std::string::npos) score -= 5;
        score -= 0.7 * std::max(0.0, addressed(block));
        if (name_line_ != no_line && !foot) {
          const Box& name = line(name_line_).box;
          score -= 3.0 * std::abs(line(i).box.y - name.bottom()) / line(i).page_height;
          if (line(i).box.x > name.x + line(i).page_width / 4) score -= 1;
        }
        if (score > most) most = score, best = place;
      }
    };
    for (const HeadBlock& block : layout_.head) consider(block, labelled_ ? 2.0 : 1.5, false);
    for (const HeadBlock& block : layout_.foot) consider(block, 0.6, true);
    collect_block(best ? best->line : no_line);
    if (!best) return;
    const double strength = std::clamp(0.55 + 0.1 * most, 0.4, 0.97);
    const TextLine& home = line(best->line);
    out_.fields.push_back(field_at(home, best->begin, best->begin + 5, "sender.postcode", best->postcode, best->mended ? strength * 0.8 : strength));
    out_.fields.push_back(field_at(home, best->city, best->end, "sender.city", sure_city(*best), strength));
    add_street(*best, strength);
  }

  /// The same place is often written twice (the addressee's town, the date line): the better reading of nearly equal names counts.
  std::string sure_city(const Place& place) const {
    std::string name = place.name;
    double best = confidence_of(place.line, place.city, place.end);
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      if (i == place.line || line(i).page != layout_.page) continue;
      const auto other = place_in(lines_, i);
      if (!other || likeness(other->name, place.name) < 0.75 || letters_of(other->name).size() < 4) continue;
      const double confidence = confidence_of(i, other->city, other->end);
      if (other->postcode == place.postcode && confidence > best) name = other->name, best = confidence;
    }
    for (const std::string& known : town_) {
      const double alike = likeness(known, name);
      if (alike >= 0.8 && alike < 1 && letters_of(known).size() > 4) return known;
    }
    return name;
  }

  double confidence_of(std::size_t i, std::size_t begin, std::size_t end) const { return field_at(line(i), begin, end, "", "", 1).confidence; }

  void add_street(const Place& place, double strength) {
    const TextLine& home = line(place.line);
    if (place.begin > 6) {
      std::size_t end = place.begin;
      while (end > 0 && !is_alnum(home.plain[end - 1])) --end;
      std::size_t begin = 0;
      if (place.line == name_line_) begin = std::min(name_end(name_line_) + 3, end);
      // "Name, 3 rue X, 49000 City": the street begins with its number.
      for (std::size_t i = begin; i + 2 < end; ++i)
        if (home.plain[i] == ',' && home.plain[i + 1] == ' ' && is_digit(home.plain[i + 2]) && std::none_of(home.plain.begin() + static_cast<long>(begin), home.plain.begin() + static_cast<long>(i), is_digit)) begin = i + 2;
      if (end > begin + 3 && std::any_of(home.plain.begin() + static_cast<long>(begin), home.plain.begin() + static_cast<long>(end), is_lower))
        out_.fields.push_back(field_at(home, begin, end, "sender.street", clean(home.read(begin, end)), strength * 0.9));
      return;
    }
    const HeadBlock* block = block_of(place.line);
    if (!block) return;
    const auto at = std::find(block->lines.begin(), block->lines.end(), place.line);
    if (at == block->lines.begin() || *(at - 1) == name_line_) return;
    const TextLine& above = line(*(at - 1));
    const bool likely = street_words(above.fold) || std::any_of(above.fold.begin(), above.fold.end(), is_digit);
    if (contact_line(above)) return;
    out_.fields.push_back(field_at(above, 0, above.plain.size(), "sender.street", clean(above.text), strength * (likely ? 0.95 : 0.6)));
  }

  const HeadBlock* block_of(std::size_t index) const {
    for (const auto* blocks : {&layout_.head, &layout_.foot})
      for (const HeadBlock& block : *blocks)
        if (std::find(block.lines.begin(), block.lines.end(), index) != block.lines.end()) return &block;
    return nullptr;
  }

  void collect_block(std::size_t place) {
    const HeadBlock* address = place == no_line ? nullptr : block_of(place);
    for (const HeadBlock* block : {block_, address == block_ ? nullptr : address}) {
      if (!block) continue;
      for (std::size_t i : block->lines) out_.block += line(i).text + "\n";
    }
  }

  const std::vector<TextLine>& lines_;
  const LetterLayout& layout_;
  const std::vector<std::string>& town_;
  const HeadBlock *addressee_ = nullptr, *block_ = nullptr;
  std::size_t name_line_ = no_line;
  bool labelled_ = false;
  FoundSender out_;
};

}  // namespace

FoundSender find_sender(const std::vector<TextLine>& lines, const LetterLayout& layout, const std::vector<std::string>& town) { return SenderFinder(lines, layout, town).run(); }

}  // namespace pli
