// How much of a page's text a reader gave back, against what was printed on it.
#pragma once

#include <string>

namespace pli::bench {

struct TextScore {
  double cer = 0;    ///< edit distance over the truth's length: also counts ink that is not in the truth (stamps, signatures)
  double lost = 0;   ///< replaced and deleted characters of the truth alone, over its length
  double words = 1;  ///< share of the truth's words of two letters or more that were found, each as often as it stands there; blind to order and case
};

/// Both texts compared in NFC with plain quotes and dashes and single spaces, whole, in reading order (Levenshtein distance; among the cheapest ways the one that loses least).
TextScore score_text(const std::string& truth, const std::string& read);

/// 2 M / (a + b), M the length of the longest common subsequence of letters and digits, folded: 1 for equal texts.
double likeness(const std::string& a, const std::string& b);

}  // namespace pli::bench
