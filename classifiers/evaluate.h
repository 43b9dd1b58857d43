// How good the classifier is, measured on letters whose service and kind are known: what `pli evaluate` prints.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "classifiers/cascade.h"

namespace pli {

/// One code of a task. Precision, recall and F1 are 0 when there is nothing to divide by.
struct CodeScore {
  std::string code;
  int letters = 0, given = 0, right = 0;
  double precision = 0, recall = 0, f1 = 0;
};

/// What a threshold would do: the share of letters that need no person, and the share of those that go wrong.
struct CurvePoint {
  double threshold = 0, coverage = 0, error = 0;
  int sure = 0, wrong = 0;
};

struct Mistake {
  std::string id, author, truth, given;
  double confidence = 0;
};

/// A kind counts as right when it is the letter's kind or its alternative.
struct TaskScore {
  int letters = 0, right = 0;
  double accuracy = 0, low = 0, high = 0;  ///< with Wilson's 95 % interval
  double macro_f1 = 0;                     ///< mean over the codes that occur
  double log_loss = 0;                     ///< mean -ln of the probability given to the truth (nats)
  std::vector<CodeScore> codes;            ///< by code
  std::map<std::string, std::map<std::string, int>> confusion;  ///< truth -> given -> letters
  std::vector<CurvePoint> curve;           ///< thresholds 0.5 to 0.99, and the one in force
  std::vector<Mistake> mistakes;           ///< surest first, at most 50
};

struct Evaluation {
  TaskScore service, kind;
  std::map<std::string, Evaluation> authors;  ///< by author, where there are several
  int review = 0;                             ///< letters that would wait for a person
  int routed_wrong = 0;                       ///< letters routed without a person, to the wrong service
};

/// Judges each letter by its text alone (no sheet, no dossier). Letters without a kind count for the service only.
Evaluation evaluate(const Cascade&, const Services&, const std::vector<TrainingLetter>&);

/// Trains once for each author on the others' letters and `learnt`, and judges his: what to expect of people whom the model has never read. Letters of `learnt` are never judged.
/// ItemError("training-data-invalid") with fewer than two authors in all.
Evaluation cross_validate_by_author(const std::vector<TrainingLetter>&, const Services&, const Rules&, const std::vector<TrainingLetter>& learnt = {}, const TrainOptions& = {});

/// Wilson's score interval at 95 % for `right` of `n`.
std::pair<double, double> wilson_interval(int right, int n);

}  // namespace pli
