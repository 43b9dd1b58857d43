// The inside of a text model and its file. Only text_model*.cpp include this.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "classifiers/linear.h"
#include "classifiers/terms.h"
#include "classifiers/text_model.h"

namespace pli {

/// Terms the model knows, with the number of training letters that hold each. Feature numbers: words (with pairs), then grams.
struct Vocabulary {
  std::vector<std::string> words;          ///< words and pairs ("acte naissanc"), sorted
  std::vector<std::uint32_t> word_letters;
  std::vector<std::uint32_t> grams;        ///< buckets, ascending
  std::vector<std::uint32_t> gram_letters;
  std::uint32_t letters = 0;
  std::size_t features() const { return words.size() + grams.size(); }
};

struct TextModel::State {
  TrainOptions options;
  std::string trained_on;  ///< SHA-256 of the training letters
  Vocabulary vocabulary;
  LinearTask service, kind;
  std::string bytes, digest;  ///< the serialised model and its SHA-256

};

Vocabulary vocabulary_of(const std::vector<Terms>&, int min_documents);
SparseVector vector_of(const Vocabulary&, const Terms&);

/// Throws Fatal("model-invalid", {file, detail}). Every count is checked against the bytes that are left before anything is allocated.
std::string serialised_model(const TrainOptions&, const std::string& trained_on, const Vocabulary&, const LinearTask& service, const LinearTask& kind);
void parse_model(const std::string& bytes, const std::string& file, TextModel::State&);

}  // namespace pli
