// The text model: linear, over words and character n-grams that survive OCR errors, field by field; trained by `pli train`.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "pipeline/record.h"

namespace pli {

/// A letter to learn from: one line of LETTERS.jsonl. Unknown keys are ignored.
struct TrainingLetter {
  std::string id, subject, sender, body;
  std::string service, kind, kind_alternative;  ///< kind may be "": unknown
  std::string author;                           ///< folds are made by author, never at random: the file's name
};

/// Throws ItemError("training-data-invalid") naming file and line.
std::vector<TrainingLetter> load_training_letters(const std::filesystem::path& jsonl);

/// Chosen by cross-validation by author (README). They stand in the model's file.
struct TrainOptions {
  double service_cost = 2, kind_cost = 2;  ///< liblinear's C of each task: higher trusts the letters more, lower forgets faster
  int min_documents = 2;                     ///< a word or n-gram seen in fewer letters is dropped: most names of people go this way
};

class TextModel {
 public:
  TextModel();  ///< empty: says nothing
  ~TextModel();
  TextModel(TextModel&&) noexcept;
  TextModel& operator=(TextModel&&) noexcept;

  /// Deterministic: the same letters and options give the same bytes. At least two services are needed: ItemError("training-data-invalid").
  static TextModel train(const std::vector<TrainingLetter>&, const TrainOptions& = {});
  /// Throws Fatal("model-invalid") for a damaged or foreign file: it carries its schema and its own SHA-256.
  static TextModel load(const std::filesystem::path&);
  std::string serialised() const;

  bool empty() const;
  std::string digest() const;  ///< SHA-256 of the serialised model, "" when empty

  /// Calibrated probabilities, best first, with the terms that spoke for the best. `sure` is left false: thresholds are the cascade's.
  Verdict service(const std::string& subject, const std::string& sender, const std::string& body) const;
  Verdict kind(const std::string& subject, const std::string& sender, const std::string& body) const;

  /// Share of the text's words (small ones and numbers aside) that the training letters hold, 0..1: low for another language or for gibberish.
  struct Familiarity {
    int words = 0;
    double share = 0;
  };
  Familiarity familiarity(const std::string& body) const;

  struct State;  ///< text_model_state.h

 private:
  std::unique_ptr<State> state_;
};

}  // namespace pli
