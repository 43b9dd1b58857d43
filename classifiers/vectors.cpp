// From terms to sparse vectors: sublinear tf-idf, each kind of term of length one, then weighed.
#include <algorithm>
#include <cmath>

#include "classifiers/text_model_state.h"

namespace pli {
namespace {

// Weights of the blocks and of the subject: README, "What was tried".
constexpr double word_block = 1.0, pair_block = 0.6, gram_block = 1.0;
constexpr double subject_boost = 1.0;

template <class Map, class Key>
void kept(const std::map<Key, std::uint32_t>& seen, int min_documents, std::vector<Key>& keys, Map& letters) {
  for (const auto& [key, count] : seen)
    if (count >= static_cast<std::uint32_t>(min_documents)) keys.push_back(key), letters.push_back(count);
}

double weight_of(const Terms::Count& count, std::uint32_t letters_with, std::uint32_t letters) {
  const double idf = std::log((1.0 + letters) / (1.0 + letters_with)) + 1;
  const double body = count.body > 0 ? 1 + std::log(count.body) : 0;
  const double subject = count.subject > 0 ? subject_boost * (1 + std::log(count.subject)) : 0;
  return (body + subject) * idf;
}

// Both are sorted by key.
template <class Key, class Emit>
void look_up(const std::vector<Key>& known, const std::map<Key, Terms::Count>& terms, const Emit& emit) {
  auto from = known.begin();
  for (const auto& [key, count] : terms) {
    from = std::lower_bound(from, known.end(), key);
    if (from == known.end()) return;
    if (*from == key) emit(static_cast<std::size_t>(from - known.begin()), count);
  }
}

void scale(SparseVector& block, double length) {
  double squares = 0;
  for (const SparseEntry& entry : block) squares += static_cast<double>(entry.value) * entry.value;
  if (squares <= 0) return;
  const double factor = length / std::sqrt(squares);
  for (SparseEntry& entry : block) entry.value = static_cast<float>(entry.value * factor);
}

}  // namespace

Vocabulary vocabulary_of(const std::vector<Terms>& letters, int min_documents) {
  std::map<std::string, std::uint32_t> words;
  std::map<std::uint32_t, std::uint32_t> grams;
  for (const Terms& terms : letters) {
    for (const auto& [key, count] : terms.words) ++words[key];
    for (const auto& [key, count] : terms.pairs) ++words[key];
    for (const auto& [key, count] : terms.grams) ++grams[key];
  }
  Vocabulary vocabulary;
  vocabulary.letters = static_cast<std::uint32_t>(letters.size());
  kept(words, min_documents, vocabulary.words, vocabulary.word_letters);
  kept(grams, min_documents, vocabulary.grams, vocabulary.gram_letters);
  return vocabulary;
}

SparseVector vector_of(const Vocabulary& vocabulary, const Terms& terms) {
  SparseVector words, pairs, grams;
  const auto into = [&](SparseVector& block, std::size_t offset, const std::vector<std::uint32_t>& letters_with) {
    return [&block, offset, &letters_with, &vocabulary](std::size_t place, const Terms::Count& count) {
      block.push_back({static_cast<std::uint32_t>(place + offset), static_cast<float>(weight_of(count, letters_with[place], vocabulary.letters))});
    };
  };
  look_up(vocabulary.words, terms.words, into(words, 0, vocabulary.word_letters));
  look_up(vocabulary.words, terms.pairs, into(pairs, 0, vocabulary.word_letters));
  look_up(vocabulary.grams, terms.grams, into(grams, vocabulary.words.size(), vocabulary.gram_letters));
  scale(words, word_block);
  scale(pairs, pair_block);
  scale(grams, gram_block);
  SparseVector all;
  all.reserve(words.size() + pairs.size() + grams.size());
  std::merge(words.begin(), words.end(), pairs.begin(), pairs.end(), std::back_inserter(all),
             [](const SparseEntry& a, const SparseEntry& b) { return a.feature < b.feature; });
  all.insert(all.end(), grams.begin(), grams.end());
  return all;
}

}  // namespace pli
