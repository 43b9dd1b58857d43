#include "stages/judge_legibility.h"

#include <algorithm>

#include "pipeline/text.h"

namespace pli {
namespace {

bool is_vowel(char32_t c) { return c == U'a' || c == U'e' || c == U'i' || c == U'o' || c == U'u' || c == U'y'; }

// A word as people write it: three letters or more with vowels among them and no long run of consonants, or figures.
bool looks_like_word(const std::string& raw) {
  int letters = 0, vowels = 0, digits = 0, run = 0, longest = 0;
  const std::u32string points = code_points(folded(raw));
  for (const char32_t c : points) {
    if (c >= U'0' && c <= U'9') ++digits;
    if (c < U'a' || c > U'z') continue;
    ++letters;
    vowels += is_vowel(c) ? 1 : 0;
    run = is_vowel(c) ? 0 : run + 1;
    longest = std::max(longest, run);
  }
  const int others = static_cast<int>(points.size()) - letters - digits;
  if (others > letters + digits) return false;
  if (digits > 0 && letters == 0) return true;
  return letters >= 3 && vowels > 0 && longest <= 4 && vowels * 5 >= letters;
}

}  // namespace

LegibilityVerdict judge_legibility(const PageText& text, double confidence, const PageInk& ink) {
  LegibilityVerdict out;
  int words = 0, plausible = 0;
  for (const Block& block : text.blocks)
    for (const Line& line : block.lines)
      for (const Word& word : line.words) {
        if (matching(word.text).size() < 2) continue;
        ++words;
        plausible += looks_like_word(word.text) ? 1 : 0;
      }
  out.plausible = words > 0 ? static_cast<double>(plausible) / words : 0;
  const auto judge = [&](Legibility legibility, const char* reason) {
    out.legibility = legibility;
    out.reason = reason;
    return out;
  };
  if (plausible == 0) return judge(Legibility::none, "no-text");
  if (confidence < 0.5) return judge(Legibility::low, "unsure-words");
  if (words >= 8 && out.plausible < 0.5) return judge(Legibility::low, "unlike-language");
  if (ink.outside > 3 * ink.inside && ink.strokes > 10) return judge(Legibility::low, "ink-without-words");
  return out;
}

}  // namespace pli
