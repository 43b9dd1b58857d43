#include "stages/mask_numbers.h"

#include <algorithm>
#include <tuple>

#include "pipeline/text.h"
#include "stages/extract_numbers.h"

namespace pli {
namespace {

// Cells of a form are read as bars and brackets between the figures.
void open_cells(TextLine& line) {
  const auto opened = [](char c) { return c == '|' || c == '[' || c == ']' || c == '_' ? ' ' : c; };
  for (std::string* text : {&line.plain, &line.fold}) std::transform(text->begin(), text->end(), text->begin(), opened);
}

Box words_box(const TextLine& line, const TextRange& range) {
  Box box;
  for (std::size_t at = range.begin; at < range.end; ++at)
    if (const int word = line.word_at[at]; word >= 0) box = united(box, line.words[static_cast<std::size_t>(word)]->box);
  return box;
}

bool touches(const Box& a, const Box& b) { return a.x < b.right() && b.x < a.right() && a.y < b.bottom() && b.y < a.bottom(); }

bool touches_any(const Box& box, const std::vector<Box>& boxes) {
  return std::any_of(boxes.begin(), boxes.end(), [&](const Box& other) { return touches(box, other); });
}

// A word's box is shrunk before it is held against a place: lines of close print overlap by a pixel or two.
Box core(const Box& b) { return {b.x + b.width / 8, b.y + b.height / 4, b.width - b.width / 4, b.height - b.height / 2}; }

constexpr std::size_t bare_cells = 13, keyed_cells = 15;   // of a comb for a social security number, without and with its key

/// Whether people are to write a social security number there.
bool asks_for_one(const FormField& field) {
  if (field.type != "digits" && field.type != "capitals" && field.type != "text") return false;
  const std::string words = ' ' + matching(field.label) + ' ' + matching(field.name) + ' ';
  for (const char* sign : {" securite sociale ", " secu ", " nir ", " numero insee "})
    if (words.find(sign) != std::string::npos) return true;
  return field.type == "digits" && field.check.empty() && (field.cells.size() == bare_cells || field.cells.size() == keyed_cells);
}

bool written(const Answer& answer) {
  const auto* text = std::get_if<std::string>(&answer.value);
  return (text && !text->empty()) || !answer.text.empty() || !answer.crop.empty();
}

bool holds_one(const Answer& answer) {
  const auto* value = std::get_if<std::string>(&answer.value);
  return (value && without_nir(*value) != *value) || without_nir(answer.text) != answer.text;
}

void add_answers_with_numbers(const FormReading& reading, const std::vector<FormLayout>& forms, std::vector<Box>& boxes) {
  const FormLayout* form = find_layout(forms, reading.id, reading.version);
  for (const Answer& answer : reading.answers) {
    const FormField* field = form ? form->find(answer.name) : nullptr;
    if (written(answer) && (holds_one(answer) || (field && asks_for_one(*field)))) boxes.push_back(answer.box);
  }
}

}  // namespace

std::vector<Box> find_social_numbers(const PageFacts& facts, const std::vector<FormLayout>& forms) {
  std::vector<TextLine> lines = text_lines({{1, facts.width, facts.height, facts.dpi, &facts.text}});
  std::vector<Box> boxes = facts.masked;
  for (TextLine& line : lines) {
    open_cells(line);
    for (const TextRange& range : social_numbers(line.plain))
      if (range.sure) boxes.push_back(words_box(line, range));
  }
  std::vector<Field> fields;
  extract_ibans(lines, fields);
  extract_numbers(lines, fields);
  for (const Field& field : fields)
    if (field.name == "nir") boxes.push_back(field.box);
  for (const Barcode& code : facts.barcodes)
    if (without_nir(code.text) != code.text) boxes.push_back(code.box);
  if (facts.form) add_answers_with_numbers(*facts.form, forms, boxes);
  std::erase_if(boxes, [](const Box& box) { return box.width <= 0 || box.height <= 0; });
  std::sort(boxes.begin(), boxes.end(), [](const Box& a, const Box& b) { return std::tie(a.y, a.x, a.width, a.height) < std::tie(b.y, b.x, b.width, b.height); });
  boxes.erase(std::unique(boxes.begin(), boxes.end()), boxes.end());
  return boxes;
}

void mask(PageFacts& facts, const std::vector<Box>& boxes) {
  if (boxes.empty()) return;
  facts.masked = boxes;
  for (Block& block : facts.text.blocks)
    for (Line& line : block.lines)
      for (Word& word : line.words)
        if (touches_any(core(word.box), boxes)) word.text = utf8(std::u32string(code_points(word.text).size(), U'█'));
  if (facts.form)
    for (Answer& answer : facts.form->answers) {
      const bool in_words = std::holds_alternative<std::string>(answer.value) || !answer.text.empty() || !answer.crop.empty();
      if (!in_words || !answer.boxes.empty() || !touches_any(core(answer.box), boxes)) continue;
      answer.value = std::monostate(), answer.text = utf8(U"█"), answer.crop.clear();
    }
  for (Barcode& code : facts.barcodes)
    if (touches_any(code.box, boxes) && without_nir(code.text) != code.text) code.text = utf8(U"█");
}

}  // namespace pli
