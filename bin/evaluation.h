// How well letters are judged when their service is known: counts for `pli evaluate`.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "classifiers/cascade.h"

namespace pli {

struct Tally {
  int letters = 0;
  int service_right = 0;   ///< the first candidate is the letter's service
  int routed = 0;          ///< judged sure: would go to its service without a person
  int routed_right = 0;
  int with_kind = 0;       ///< letters whose kind is known
  int kind_right = 0;      ///< the kind or its accepted alternative
  void add(const Tally&);
};

struct Evaluation {
  Tally all;
  std::map<std::string, Tally> by_author, by_service;  ///< by_service: of the letter, not of the verdict
  std::map<std::string, std::map<std::string, int>> confusion;  ///< service of the letter, then the one given
};

/// Judges every letter by itself: subject, sender and body as they stand in the training file.
Evaluation evaluate(const Cascade&, const std::vector<TrainingLetter>&);

/// Each author's letters judged by rules and a model trained on all other authors: an author's habits are his own, so folds are never drawn at random.
/// Throws UsageError("authors-missing") when there are fewer than two authors (files).
Evaluation evaluate_by_author(const Services&, const Rules&, const std::vector<TrainingLetter>&);

}  // namespace pli
