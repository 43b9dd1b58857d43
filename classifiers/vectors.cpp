// From terms to sparse vectors: sublinear tf-idf, block by block, each block of its own length.
#include <algorithm>
#include <cmath>

#include "classifiers/text_model_state.h"

namespace pli {
namespace {

// Lengths of the blocks: README, "What was tried".
constexpr double word_block = 1.0, pair_block = 0.5, gram_block = 1.0, head_block = 0.5, subject_block = 0.4;
// Terms of the head and of the subject stand in the vocabulary behind a sign of their own.
constexpr const char *of_head = ">", *of_subject = "~";

template <class Map, class Key>
void kept(const std::map<Key, std::uint32_t>& seen, int min_documents, std::vector<Key>& keys, Map& letters) {
  for (const auto& [key, count] : seen)
    if (count >= static_cast<std::uint32_t>(min_documents)) keys.push_back(key), letters.push_back(count);
}

double weight_of(const Terms::Count& count, std::uint32_t letters_with, std::uint32_t letters) {
  const double idf = std::log((1.0 + letters) / (1.0 + letters_with)) + 1;
  return (1 + std::log(count.times)) * idf;
}

std::string signed_key(const char* sign, const std::string& key) { return sign + key; }
std::uint32_t signed_key(const char*, std::uint32_t key) { return key; }

// Both are sorted by key.
template <class Key, class Emit>
void look_up(const std::vector<Key>& known, const std::map<Key, Terms::Count>& terms, const char* sign, const Emit& emit) {
  auto from = known.begin();
  for (const auto& [term, count] : terms) {
    const Key key = signed_key(sign, term);
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
  const auto see = [&](const std::map<std::string, Terms::Count>& terms, const char* sign) {
    for (const auto& [key, count] : terms)
      if (count.common > 0) ++words[sign + key];
  };
  for (const Terms& terms : letters) {
    see(terms.words, "");
    see(terms.pairs, "");
    see(terms.head, of_head);
    see(terms.subject, of_subject);
    for (const auto& [key, count] : terms.grams) ++grams[key];
  }
  Vocabulary vocabulary;
  vocabulary.letters = static_cast<std::uint32_t>(letters.size());
  kept(words, min_documents, vocabulary.words, vocabulary.word_letters);
  kept(grams, min_documents, vocabulary.grams, vocabulary.gram_letters);
  return vocabulary;
}

SparseVector vector_of(const Vocabulary& vocabulary, const Terms& terms) {
  const auto block = [&](const auto& found, const auto& known, const std::vector<std::uint32_t>& letters_with, const char* sign, std::size_t offset, double length) {
    SparseVector entries;
    look_up(known, found, sign, [&](std::size_t place, const Terms::Count& count) {
      entries.push_back({static_cast<std::uint32_t>(place + offset), static_cast<float>(weight_of(count, letters_with[place], vocabulary.letters))});
    });
    scale(entries, length);
    return entries;
  };
  SparseVector all;
  const auto add = [&](const SparseVector& entries) { all.insert(all.end(), entries.begin(), entries.end()); };
  add(block(terms.words, vocabulary.words, vocabulary.word_letters, "", 0, word_block));
  add(block(terms.pairs, vocabulary.words, vocabulary.word_letters, "", 0, pair_block));
  add(block(terms.head, vocabulary.words, vocabulary.word_letters, of_head, 0, head_block));
  add(block(terms.subject, vocabulary.words, vocabulary.word_letters, of_subject, 0, subject_block));
  std::sort(all.begin(), all.end(), [](const SparseEntry& a, const SparseEntry& b) { return a.feature < b.feature; });
  add(block(terms.grams, vocabulary.grams, vocabulary.gram_letters, "", vocabulary.words.size(), gram_block));
  return all;
}

}  // namespace pli
