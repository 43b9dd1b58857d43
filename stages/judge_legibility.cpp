#include "stages/judge_legibility.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "pipeline/text.h"

namespace pli {
namespace {

using PageWords = std::vector<std::string>;

// The commonest little words, folded. PageWords that French shares with the others are in neither list.
constexpr std::array french = {"le",  "la",   "les",  "de",  "du",   "des",  "et",   "je",   "vous", "nous", "une",  "un",   "est",  "pour", "que", "qui",
                               "dans", "sur", "par",  "au",  "aux",  "ce",   "cette", "votre", "notre", "mon", "ma",  "mes",  "vos",  "nos",  "pas", "ne",
                               "avec", "en",  "il",   "elle", "ou",  "a",    "d",    "l",    "qu",   "n",    "j",    "s",    "c",    "madame", "monsieur", "rue"};
constexpr std::array foreign = {"the", "and", "of",  "to",  "is",  "you", "that", "for", "with", "this", "are", "have", "we",   "our",  "your", "from",
                                "der", "die", "das", "und", "ist", "ich", "sie",  "wir", "nicht", "mit", "von", "den",  "fur",  "ein",  "eine", "zu",
                                "el",  "los", "las", "del", "que", "y",   "por",  "para", "con",  "una", "su",  "usted", "il",  "di",   "che",  "della",
                                "per", "non", "sono", "gli", "os", "um",  "uma",  "nao", "para", "het", "een", "van",  "niet", "voor"};

template <std::size_t N>
bool among(const std::array<const char*, N>& list, std::string_view word) {
  return std::any_of(list.begin(), list.end(), [&](const char* other) { return word == other; });
}

bool is_vowel(char c) { return std::string_view("aeiouy").find(c) != std::string_view::npos; }

// Three letters or more as a Latin language puts them together; figures; and the little words.
bool looks_like_word(std::string_view word) {
  int letters = 0, vowels = 0, digits = 0, run = 0, longest = 0;
  for (const char c : word) {
    if (c >= '0' && c <= '9') ++digits;
    if (c < 'a' || c > 'z') continue;
    ++letters;
    vowels += is_vowel(c) ? 1 : 0;
    run = is_vowel(c) ? 0 : run + 1;
    longest = std::max(longest, run);
  }
  if (letters == 0) return digits >= 2;
  if (digits > 0) return letters <= 3 || digits >= 3;  // references and dates; letters with a lone figure among them are misread
  return among(french, word) || (letters >= 3 && vowels > 0 && longest <= 4 && vowels * 5 >= letters && vowels * 4 <= letters * 3);
}

PageWords words_of(const PageText& text) {
  PageWords out;
  for (const Block& block : text.blocks)
    for (const Line& line : block.lines)
      for (const Word& word : line.words)
        for (std::string& part : split(matching(word.text), ' '))
          if (!part.empty()) out.push_back(std::move(part));
  return out;
}

struct Counts {
  double words = 0, plausible = 0, french = 0, foreign = 0, long_words = 0;
};

Counts count(const PageWords& words) {
  Counts out;
  for (const std::string& word : words) {
    ++out.words;
    out.plausible += looks_like_word(word) ? 1 : 0;
    out.french += among(french, word) ? 1 : 0;
    out.foreign += among(foreign, word) && !among(french, word) ? 1 : 0;
    out.long_words += word.size() >= 5 ? 1 : 0;
  }
  return out;
}

constexpr int most_sparse_letters = 300;  // a page number, initials, a line: Tesseract's layout gives such pages up
constexpr double sparse_ink = 400, letter_ink = 8;  // mm²: frames, a signature; the boldest print of a title

// Labels on a map or a drawing: right or wrong, they are not what the page is.
bool is_labelled_picture(const Counts& found, const PageInk& ink) { return found.words < 40 && ink.outside > 1000 && ink.outside > 15 * ink.inside; }

}  // namespace

bool is_sparse_print(const PageInk& ink) {
  return ink.letters > 0 && ink.letters <= most_sparse_letters && ink.blots <= ink.letters / 10 && ink.strokes <= std::max(1, ink.letters / 10) &&
         ink.inside + ink.outside <= sparse_ink + letter_ink * ink.letters;
}

LegibilityVerdict judge_legibility(const PageText& text, double confidence, const PageInk& ink, bool expect_french) {
  LegibilityVerdict out;
  const Counts found = count(words_of(text));
  out.plausible = found.words > 0 ? found.plausible / found.words : 0;
  const auto judge = [&](Legibility legibility, const char* reason) {
    out.legibility = legibility;
    out.reason = reason;
    return out;
  };
  if (found.plausible == 0) return judge(Legibility::none, "no-text");
  if (found.words < 5 && ink.outside > 10 * ink.inside) return judge(Legibility::none, "no-text");  // a syllable found in a picture
  if (confidence < least_confidence) return judge(Legibility::low, "unsure-words");
  if (found.words >= 8 && out.plausible < 0.5) return judge(Legibility::low, "unlike-words");
  if (found.words >= 20 && found.long_words < 0.08 * found.words && found.french < 0.2 * found.words && found.plausible < 0.7 * found.words)
    return judge(Legibility::low, "unlike-words");
  if (expect_french && found.words >= 20 && found.foreign >= 0.12 * found.words && found.foreign > 2 * found.french)
    return judge(Legibility::low, "foreign-language");
  // A letterhead over a letter written by hand: what was read is right, but it is not the letter.
  if (is_labelled_picture(found, ink)) return judge(Legibility::low, "ink-without-words");
  if (ink.strokes >= least_strokes && ink.outside > 1.5 * ink.inside) return judge(Legibility::low, "ink-without-words");
  return out;
}

}  // namespace pli
