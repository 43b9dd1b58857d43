// Fields of a letter: who writes, when, about what, with which numbers. Each with its place and a confidence.
#pragma once

#include <string>
#include <vector>

#include "pipeline/page.h"
#include "pipeline/record.h"

namespace pli {

/// A page of a document with its text, in upright pixels.
struct TextPage {
  int number = 1;
  int width = 0, height = 0;
  double dpi = 300;
  const PageText* text = nullptr;
};

struct ExtractOptions {
  std::string received;             ///< ISO date: a letter is not dated after it
  std::vector<std::string> town;    ///< the town's own names and postcodes: the addressee, never the sender
  std::vector<std::string> urgent = {};  ///< phrases that start a deadline (templates/services.h)
};

/// Fields named as CONTRACT.md says, and Pli's own: `planning_file`, `parcel`, `plate` and `invoice` (references of a kind that is known, in a form that can be looked up), `urgent` (a phrase that
/// starts a deadline), `nir` (a social security number stands there: where, never which); checksums decide for IBAN, SIRET and phone. Values that fail their check are not fields.
std::vector<Field> extract(const std::vector<TextPage>&, const ExtractOptions& = {});

/// The letter's parts that classifiers weigh apart; everything that is not found stays empty. What lies behind the letter's end is left out of the body (stages/letter_part.h).
struct LetterText {
  std::string subject, sender, body;
};
LetterText letter_text(const std::vector<TextPage>&, const std::vector<Field>&);

}  // namespace pli
