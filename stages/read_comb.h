// Characters written one to a cell: digits of dates, telephones, postcodes, amounts, each reading weighed against what the field may hold.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "pipeline/form.h"
#include "stages/register_form.h"

namespace pli {

struct CombReading {
  std::string text;         ///< a character a cell, _ for an empty one, ? for one that can't be told
  std::string value;        ///< in the record's form (ISO date, ten digits, decimal); "" when it isn't sure or there is none
  double confidence = 0;    ///< of the value, or of the comb being empty
  bool empty = true;        ///< nothing is written in it
};

class DigitModel;           // stages/digit_model.h

class CombReader {
 public:
  /// Without a model digits are seen but not told.
  explicit CombReader(std::shared_ptr<const DigitModel> model = nullptr) : model_(std::move(model)) {}

  /// `cells` as they stand in the patch, frames included.
  CombReading read(const SheetPatch&, const FormField&, const std::vector<BoxMm>& cells) const;

 private:
  std::shared_ptr<const DigitModel> model_;
};

}  // namespace pli
