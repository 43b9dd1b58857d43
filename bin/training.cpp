#include "bin/training.h"

#include "pipeline/errors.h"

namespace pli {

std::vector<TrainingLetter> training_letters(const std::vector<std::string>& files, const Services& services) {
  std::vector<TrainingLetter> all;
  for (const std::string& file : files) {
    std::vector<TrainingLetter> letters;
    try {
      letters = load_training_letters(file);
    } catch (const ItemError& error) {
      throw UsageError(error.code(), error.args());  // here the letters are what the command was given, not an item among others
    }
    for (TrainingLetter& letter : letters) {
      if (!services.find(letter.service)) throw UsageError("unknown-service", {{"service", letter.service}, {"file", file}});
      all.push_back(std::move(letter));
    }
  }
  return all;
}

}  // namespace pli
