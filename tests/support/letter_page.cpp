#include "tests/support/letter_page.h"

#include "pipeline/text.h"

namespace pli {

TypedPage& TypedPage::at(double x_mm, double y_mm, const std::string& text, double confidence) {
  constexpr double dots = 300 / 25.4;
  constexpr int advance = 24, height = 36;
  int x = static_cast<int>(x_mm * dots);
  const int y = static_cast<int>(y_mm * dots);
  Line line;
  for (const std::string& word : split(text, ' ')) {
    const int width = static_cast<int>(code_points(word).size()) * advance;
    if (!word.empty()) line.words.push_back({word, {x, y, width, height}, confidence});
    x += width + advance;
  }
  for (const Word& word : line.words) line.box = united(line.box, word.box);
  line.baseline = y + height;
  Block block;
  block.box = line.box;
  block.lines.push_back(line);
  text_.blocks.push_back(block);
  return *this;
}

TypedPage& TypedPage::block(double x_mm, double y_mm, const std::vector<std::string>& lines, double confidence) {
  for (const std::string& line : lines) {
    at(x_mm, y_mm, line, confidence);
    y_mm += 6;
  }
  return *this;
}

std::vector<std::string> values(const std::vector<Field>& fields, const std::string& name) {
  std::vector<std::string> out;
  for (const Field& field : fields)
    if (field.name == name) out.push_back(field.value);
  return out;
}

std::string value(const std::vector<Field>& fields, const std::string& name) {
  const auto all = values(fields, name);
  return all.empty() ? "" : all.size() > 1 ? "many" : all[0];
}

}  // namespace pli
