// What a town's own mail teaches: documents whose service a person confirmed or corrected, masked before anything is made of them.
#pragma once

#include <string>
#include <vector>

#include "classifiers/text_model.h"
#include "pipeline/registry.h"
#include "templates/services.h"

namespace pli {

struct LearntLetters {
  std::vector<TrainingLetter> letters;  ///< in the order of the batches and their documents; the author is the batch
  int unconfirmed = 0;                  ///< nobody looked at them: a model that learns from its own verdicts learns its own mistakes
  int unusable = 0;                     ///< taken away, without text, or of a service that the town doesn't have (any more)
};

/// Reads record.json, correction.json and text.txt of each document; of all finished batches when none is named. A document counts when its correction says the service or the
/// kind, or confirms it; a kind that only Pli said is learnt from confirmed documents alone. Throws UsageError("unknown-batch" {batch}).
LearntLetters confirmed_letters(const Registry&, const std::vector<std::string>& batches, const Services&);

/// The text without the words of `names` (a sender's name, street, town), numbers, and words with an @: what a model may see.
std::string masked_text(const std::string& text, const std::vector<std::string>& names);

}  // namespace pli
