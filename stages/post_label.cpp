#include "stages/post_label.h"

#include <algorithm>
#include <cctype>

#include "pipeline/text.h"
#include "stages/extract_lines.h"

namespace pli {
namespace {

constexpr double label_gap = 2.5;   // of a line's height: what stands farther to the right is another stretch
constexpr int most_beside = 3;       // words that a label may print beside a motive
constexpr std::size_t most_label_words = 2000;

struct LabelHit {
  std::size_t begin = 0, end = 0;
};

int errors_allowed(std::size_t length) { return length <= 7 ? 0 : length <= 12 ? 1 : std::min(6, static_cast<int>(length) / 6); }

/// How far the words from `i` on are from a phrase without its spaces, at the number of words that fits best; most + 1 where none does.
int phrase_apart(const std::vector<std::string>& words, std::size_t i, const std::string& wanted, std::size_t count, int most, LabelHit& hit) {
  int best = most + 1;
  std::string found;
  for (std::size_t n = 0; n < count + 2 && i + n < words.size(); ++n) {
    found += words[i + n];
    if (found.size() > wanted.size() + static_cast<std::size_t>(most)) break;
    if (found.size() + static_cast<std::size_t>(most) < wanted.size()) continue;
    const int wrong = distance(found, wanted, most);
    if (wrong < best) best = wrong, hit = {i, i + n + 1};
  }
  return best;
}

/// The first place of a phrase from there on, a few misread letters and wrongly set spaces allowed. A stray letter before it is no part of it.
bool find_phrase(const std::vector<std::string>& words, const std::string& phrase, LabelHit& hit, std::size_t from = 0) {
  std::string wanted = phrase;
  const std::size_t count = 1 + std::erase(wanted, ' ');
  const int most = errors_allowed(wanted.size());
  for (std::size_t i = from; i < words.size(); ++i) {
    int best = phrase_apart(words, i, wanted, count, most, hit);
    if (best > most) continue;
    for (LabelHit later; i + 1 < words.size(); ++i) {
      const int wrong = phrase_apart(words, i + 1, wanted, count, most, later);
      if (wrong >= best) break;
      best = wrong, hit = later;
    }
    return true;
  }
  return false;
}

class LabelText {
 public:
  explicit LabelText(const PageText& page) {
    for (const Block& block : page.blocks)
      for (const Line& line : block.lines) add(line);
  }

  const std::vector<std::string>& words() const { return words_; }

  /// How many words stand on the same stretches beside it.
  int beside(const LabelHit& hit) const {
    int others = 0;
    for (std::size_t i = 0; i < words_.size(); ++i) {
      const bool same = places_[i].stretch >= places_[hit.begin].stretch && places_[i].stretch <= places_[hit.end - 1].stretch;
      others += same && (i < hit.begin || i >= hit.end) && words_[i].size() > 1 ? 1 : 0;
    }
    return others;
  }

  /// What a reader makes of an empty or ticked box: a sign, or one round letter at the beginning.
  bool ticked(const LabelHit& hit) const {
    if (places_[hit.begin].box) return true;
    if (hit.begin == 0) return false;
    const std::size_t before = hit.begin - 1;
    const bool first = before == 0 || places_[before - 1].stretch != places_[before].stretch;
    return first && places_[before].stretch == places_[hit.begin].stretch && words_[before].size() == 1 && std::string_view("o0dxcq8").find(words_[before]) != std::string_view::npos;
  }

 private:
  void add(const Line& line) {
    ++stretch_;
    const Word* before = nullptr;
    bool box = false;
    for (const Word& word : line.words) {
      if (words_.size() >= most_label_words) return;
      if (before && word.box.x - before->box.right() > label_gap * line.box.height) ++stretch_, box = false;
      before = &word;
      const std::string plain = matching(word.text);
      if (plain.empty()) {
        box = box || drawn(word.text);
        continue;
      }
      for (std::string& one : split(plain, ' ')) {
        words_.push_back(std::move(one));
        places_.push_back({stretch_, box});
        box = false;
      }
      box = word.text.find_first_of("[]") != std::string::npos && plain.size() == 1;
    }
  }

  static bool drawn(const std::string& sign) {
    for (const char* mark : {"□", "☐", "☑", "☒", "■", "▢", "◻", "✓", "✔", "✗", "✘", "[", "]"})
      if (sign.find(mark) != std::string::npos) return true;
    return false;
  }

  struct Place {
    int stretch = 0;
    bool box = false;   // a sign that is no word stands before it
  };

  std::vector<std::string> words_;
  std::vector<Place> places_;
  int stretch_ = -1;
};

/// A place of the phrase that counts: by itself, where that is asked.
bool stands(const LabelText& text, const std::string& phrase, bool alone, LabelHit& hit) {
  for (std::size_t from = 0; find_phrase(text.words(), phrase, hit, from); from = hit.begin + 1)
    if (!alone || text.beside(hit) <= most_beside) return true;
  return false;
}

bool has_digit(const std::string& word) { return std::any_of(word.begin(), word.end(), [](unsigned char c) { return std::isdigit(c) != 0; }); }

}  // namespace

std::string PostLabel::motive() const { return motives.size() == 1 && !ticks ? motives.front() : unknown_motive; }

PostLabel read_post_label(const PageText& page, const ReturnWords& words, bool alone) {
  const LabelText text(page);
  PostLabel label;
  LabelHit hit;
  for (const ReturnMotive& motive : words.motives) {
    bool found = false;
    for (const std::string& phrase : motive.phrases) {
      if (!stands(text, phrase, alone, hit)) continue;
      found = true;
      label.ticks = label.ticks || text.ticked(hit);
    }
    if (found) label.motives.push_back(motive.code);
  }
  for (const std::string& phrase : words.back) label.back = label.back || stands(text, phrase, alone, hit);
  for (const std::string& phrase : words.registered) label.registered = label.registered || stands(text, phrase, false, hit);
  return label;
}

bool looks_like_envelope(const PageText& page, const ReturnWords& words) {
  const LabelText text(page);
  if (static_cast<int>(text.words().size()) > words.most_words) return false;
  std::string all = " ";
  for (const std::string& word : text.words()) all += word + ' ';
  return std::none_of(words.letter_words.begin(), words.letter_words.end(), [&](const std::string& phrase) { return all.find(' ' + phrase + ' ') != std::string::npos; });
}

std::vector<std::string> label_words(const PageText& page) { return LabelText(page).words(); }

bool shows_address(const std::vector<std::string>& words, const std::string& name, const std::string& place) {
  if (name.empty() || place.empty()) return false;
  for (const std::string& word : split(place, ' '))
    if (has_digit(word) && std::find(words.begin(), words.end(), word) == words.end()) return false;
  LabelHit hit;
  if (!find_phrase(words, place, hit)) return false;
  for (const std::string& word : split(name, ' '))
    if (!find_phrase(words, word, hit)) return false;
  return true;
}

}  // namespace pli
