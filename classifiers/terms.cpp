#include "classifiers/terms.h"

#include <algorithm>
#include <array>

#include "classifiers/letter_lines.h"
#include "pipeline/text.h"

namespace pli {
namespace {


// Sorted: searched by halves.
constexpr std::array small_words = std::to_array<std::string_view>(
    {"a", "ai", "aux", "au", "avec", "avez", "avons", "c", "ce", "cela", "ces", "cet", "cette", "comme", "d", "dans", "de", "des", "dont", "du", "elle", "elles", "en", "est", "et",
     "etait", "ete", "etre", "eu", "il", "ils", "j", "je", "l", "la", "le", "les", "leur", "leurs", "lui", "m", "ma", "madame", "mais", "me", "mes", "mme", "moi", "mon", "monsieur",
     "n", "ne", "ni", "nos", "notre", "nous", "on", "ont", "ou", "par", "pas", "plus", "pour", "qu", "que", "qui", "s", "sa", "sans", "se", "ses", "si", "son", "sont", "suis", "sur", "t",
     "tout", "tres", "un", "une", "vos", "votre", "vous", "y"});

bool is_small(std::string_view word) {
  static const auto sorted = [] {
    auto copy = small_words;
    std::sort(copy.begin(), copy.end());
    return copy;
  }();
  return std::binary_search(sorted.begin(), sorted.end(), word);
}

enum class Byte { letter, digit, joins, ends, other };

// Letters beyond ASCII are told from punctuation by the blocks they stand in: enough for text in Latin letters.
Byte kind_of(std::string_view text, std::size_t i, std::size_t& length) {
  const auto c = static_cast<unsigned char>(text[i]);
  length = 1;
  if (c < 0x80) {
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) return Byte::letter;
    if (c >= '0' && c <= '9') return Byte::digit;
    return c == '.' || c == ';' || c == '!' || c == '?' || c == ':' ? Byte::ends : Byte::other;
  }
  length = c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : 2;
  length = std::min(length, text.size() - i);
  const bool latin_mark = c == 0xC2 || (c == 0xC3 && length > 1 && (text[i + 1] == '\x97' || text[i + 1] == '\xB7'));
  return latin_mark || c == 0xE2 || c == 0xEF ? Byte::other : Byte::letter;
}

std::string folded_word(std::string_view raw) {
  std::string out;
  bool plain = true;
  for (const char c : raw) {
    plain = plain && static_cast<unsigned char>(c) < 0x80;
    out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return plain ? out : matching(raw);
}

// "associa-\ntion" is one word: the scan's lines are not the letter's.
std::string joined_over_lines(std::string text) {
  for (std::size_t at = text.find("-\n"); at != std::string::npos; at = text.find("-\n", at)) {
    const bool before = at > 0 && (std::islower(static_cast<unsigned char>(text[at - 1])) || text[at - 1] < 0);
    const bool after = at + 2 < text.size() && (std::islower(static_cast<unsigned char>(text[at + 2])) || text[at + 2] < 0);
    if (before && after) text.erase(at, 2);
    else at += 2;
  }
  return text;
}

// The first place is kept to show it.
template <class Map, class Key>
void count(Map& map, const Key& key, const TextWord& first, const TextWord& last, bool evidence) {
  auto [at, fresh] = map.try_emplace(key);
  if (fresh) at->second.begin = first.begin, at->second.end = last.end, at->second.evidence = evidence;
  at->second.times += 1;
  at->second.common += !first.proper && !last.proper;
}

void count_grams(Terms& terms, const TextWord& word) {
  const std::string padded = " " + word.folded + " ";
  for (std::size_t size = 3; size <= 5; ++size)
    for (std::size_t i = 0; i + size <= padded.size(); ++i) count(terms.grams, gram_bucket(std::string_view(padded).substr(i, size)), word, word, false);
}

void count_words(const std::vector<TextWord>& words, std::map<std::string, Terms::Count>& singles, std::map<std::string, Terms::Count>& pairs) {
  const TextWord* before = nullptr;   // the word just before
  const TextWord* meaning = nullptr;  // the last word that is not small: "acte (de) naissance"
  for (const TextWord& word : words) {
    if (word.after_break) before = meaning = nullptr;
    if (!word.small || word.folded.size() > 1) count(singles, word.key, word, word, !word.small && word.folded.size() > 2);
    if (word.proper) {
      before = meaning = nullptr;
      continue;
    }
    if (before) count(pairs, before->key + " " + word.key, *before, word, !before->small && !word.small);
    if (!word.small && meaning && meaning != before) count(pairs, meaning->key + " " + word.key, *meaning, word, true);
    if (!word.small) meaning = &word;
    before = &word;
  }
}

bool is_capital(std::string_view text, std::size_t at) {
  const auto c = static_cast<unsigned char>(text[at]);
  if (c < 0x80) return c >= 'A' && c <= 'Z';
  // U+00C0..U+00DE are the capitals of Latin-1.
  return c == 0xC3 && at + 1 < text.size() && static_cast<unsigned char>(text[at + 1]) <= 0x9E;
}

bool has_small_letter(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if ((c >= 'a' && c <= 'z') || (c == 0xC3 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) >= 0x9F)) return true;
  }
  return false;
}

// A capital after a small letter's word is a name's; so are long words all in capitals, unless the whole line is. A line of capitalised words (a signature) is names too.
void mark_names(TextWords& text) {
  const std::string_view t = text.text;
  std::size_t line_begin = 0, line_end = 0;
  bool small_line = false;
  for (std::size_t i = 0; i < text.words.size(); ++i) {
    TextWord& word = text.words[i];
    if (i == 0 || word.begin >= line_end) {
      line_begin = word.begin == 0 ? std::string_view::npos : t.rfind('\n', word.begin - 1);
      line_begin = line_begin == std::string_view::npos ? 0 : line_begin + 1;
      line_end = std::min(t.find('\n', word.begin), t.size());
      small_line = has_small_letter(t.substr(line_begin, line_end - line_begin));
    }
    if (word.small || !is_capital(t, word.begin) || !small_line) continue;
    const std::string_view raw = t.substr(word.begin, word.end - word.begin);
    const bool starts = word.after_break || i == 0 || text.words[i - 1].end <= line_begin;
    if (!has_small_letter(raw)) {
      word.proper = word.folded.size() > 6;  // shorter: CCAS, SPANC, SIRET
    } else if (starts) {
      const bool followed = i + 1 < text.words.size() && text.words[i + 1].begin < line_end;
      word.proper = followed && !text.words[i + 1].small && is_capital(t, text.words[i + 1].begin) && !text.words[i + 1].after_break;
    } else {
      word.proper = true;
    }
  }
}

// The sender's own names, wherever they stand with a capital.
void leave_out_sender(TextWords& text, std::string_view sender) {
  const TextWords names = words_of(sender.substr(0, 500));
  std::erase_if(text.words, [&](const TextWord& word) {
    return is_capital(text.text, word.begin) && !word.small && std::any_of(names.words.begin(), names.words.end(), [&](const TextWord& name) { return name.folded == word.folded; });
  });
}

void moved(TextWords& text, std::size_t by) {
  for (TextWord& word : text.words) word.begin += by, word.end += by;
}

}  // namespace

TextWords words_of(std::string_view text) {
  TextWords out;
  out.text = joined_over_lines(clean(text.substr(0, most_letter_bytes)));
  const std::string_view t = out.text;
  bool broken = true;
  for (std::size_t i = 0, length = 1; i < t.size(); i += length) {
    const Byte kind = kind_of(t, i, length);
    if (kind == Byte::ends || kind == Byte::digit) broken = true;
    if (kind != Byte::letter && kind != Byte::digit) continue;
    std::size_t end = i + length, more = 1;
    bool digits = kind == Byte::digit;
    for (; end < t.size(); end += more) {
      const Byte next = kind_of(t, end, more);
      if (next != Byte::letter && next != Byte::digit) break;
      digits = digits || next == Byte::digit;
    }
    length = end - i;
    if (digits) {
      broken = true;
      continue;
    }
    TextWord word{.key = {}, .folded = folded_word(t.substr(i, length)), .begin = i, .end = end};
    if (word.folded.empty() || word.folded.size() > 40) continue;
    word.key = stemmed(word.folded);
    word.small = is_small(word.folded);
    word.after_break = broken;
    broken = false;
    out.words.push_back(std::move(word));
  }
  mark_names(out);
  return out;
}

std::string stemmed(std::string_view word) {
  const auto drop = [&](char c) {
    if (word.size() > 4 && word.back() == c) word.remove_suffix(1);
  };
  drop('s');
  drop('x');
  drop('e');
  drop('e');
  return std::string(word);
}

std::uint32_t gram_bucket(std::string_view gram) {
  std::uint32_t hash = 2166136261u;
  for (const char c : gram) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619u;
  return (hash ^ (hash >> 18)) & (gram_buckets - 1);
}

Terms terms_of(std::string_view subject, std::string_view sender, std::string_view body) {
  Terms terms;
  const LetterLines lines = letter_lines(body, sender);
  TextWords matter = words_of(lines.matter), of_subject = words_of(subject), head = words_of(lines.head);
  for (TextWords* part : {&matter, &of_subject, &head}) leave_out_sender(*part, sender);
  count_words(matter.words, terms.words, terms.pairs);
  for (const TextWord& word : matter.words) {
    if (word.small) continue;
    terms.keys.push_back(word.key);
    if (!word.proper) count_grams(terms, word);
  }
  // The places of the other parts lie behind those of the matter.
  terms.shown = std::move(matter.text);
  for (auto [part, counts] : {std::pair{&of_subject, &terms.subject}, std::pair{&head, &terms.head}}) {
    moved(*part, terms.shown.size() + 1);
    count_words(part->words, *counts, *counts);
    terms.shown += "\n" + part->text;
  }
  return terms;
}

}  // namespace pli
