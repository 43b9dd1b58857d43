// Pages of text for tests, set line by line as on paper: no picture, no OCR.
#pragma once

#include <string>
#include <vector>

#include "stages/extract.h"

namespace pli {

/// An A4 page at 300 dpi. Each character is 24 pixels wide, a line 36 high, unless said otherwise.
class TypedPage {
 public:
  explicit TypedPage(int number = 1) : number_(number) {}

  /// A line at millimetres from the left and top.
  TypedPage& at(double x_mm, double y_mm, const std::string& text, double confidence = 0.95);
  /// Lines below one another, 6 mm apart.
  TypedPage& block(double x_mm, double y_mm, const std::vector<std::string>& lines, double confidence = 0.95);

  TextPage page() const { return {number_, 2480, 3508, 300, &text_}; }
  const PageText& text() const { return text_; }

 private:
  int number_;
  PageText text_;
};

/// Values of all fields of that name.
std::vector<std::string> values(const std::vector<Field>&, const std::string& name);
/// The only value of that name, "" when there is none, "many" when there are several.
std::string value(const std::vector<Field>&, const std::string& name);

}  // namespace pli
