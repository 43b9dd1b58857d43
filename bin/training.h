// Letters to learn from, as `pli train` and `pli evaluate` take them.
#pragma once

#include <string>
#include <vector>

#include "classifiers/text_model.h"
#include "templates/services.h"

namespace pli {

/// The letters of all files. Throws UsageError: "training-data-invalid" {file, line, detail}, "unknown-service" {service, file}.
std::vector<TrainingLetter> training_letters(const std::vector<std::string>& files, const Services&);

}  // namespace pli
