// What a row answers beforehand, printed into the zones of a form.
#include <algorithm>

#include "pipeline/errors.h"
#include "pipeline/text.h"
#include "stages/french_type.h"
#include "stages/lay_form.h"
#include "stages/set_lines.h"

namespace pli {
namespace {

constexpr double comb_size = 11, zone_size = 10.5, cross_size = 13;

class Prefill {
 public:
  Prefill(std::vector<LaidPage>& pages, const TypeFaces& faces, const LetterWords& words) : pages_(pages), faces_(faces), words_(words) {}

  void add(const FormField& field, const Json& value) {
    page_ = &pages_[static_cast<std::size_t>(field.page) - 1];
    if (field.type == "checkbox") {
      if (value.get<bool>()) cross(field.box);
    } else if (field.type == "choice") {
      cross(option(field, value.get<std::string>()));
    } else if (field.type == "choices") {
      for (const Json& one : value) cross(option(field, one.get<std::string>()));
    } else if (field.type == "text") {
      zone(field, value.get<std::string>());
    } else {
      comb(field, value.get<std::string>());
    }
  }

 private:
  static const BoxMm& option(const FormField& field, const std::string& value) {
    for (const FormOption& one : field.options)
      if (one.value == value) return one.box;
    throw ItemError("form-answer-unknown", {{"question", field.name}});
  }

  void centred(const BoxMm& box, char32_t c, double size) {
    const double width = faces_.width(TypeFace::bold, size, c), height = faces_[TypeFace::bold].cap_height * size * point_mm;
    page_->text.push_back({TypeFace::bold, size, box.x + (box.width - width) / 2, box.y + (box.height + height) / 2, std::u32string(1, c)});
  }

  void cross(const BoxMm& box) { centred(box, U'X', cross_size); }

  void comb(const FormField& field, const std::string& value) {
    const std::u32string text = code_points(comb_text(field, value));
    if (text.size() > field.cells.size()) throw ItemError("form-answer-too-long", {{"question", field.name}});
    for (std::size_t i = 0; i < text.size(); ++i)
      if (text[i] != ' ') centred(field.cells[i], text[i], comb_size);
  }

  /// The characters as they stand in the cells: a date as JJMMAAAA, an amount to the right.
  static std::string comb_text(const FormField& field, const std::string& value) {
    if (field.check == "date") return value.size() == 10 ? value.substr(8, 2) + value.substr(5, 2) + value.substr(0, 4) : value;
    std::string out;
    if (field.type == "digits") std::copy_if(value.begin(), value.end(), std::back_inserter(out), [](char c) { return c >= '0' && c <= '9'; });
    else out = capitals(value);
    if (field.check == "amount" && out.size() < field.cells.size()) out.insert(0, field.cells.size() - out.size(), ' ');
    return out;
  }

  void zone(const FormField& field, const std::string& value) {
    double y = field.box.y + 1;
    StyledText styled;
    styled.add(code_points(value), plain_style);
    const double leading = zone_size * 1.22 * point_mm;
    for (SetLine& line : set_lines(french_type(styled, words_), faces_, zone_size, field.box.width - 3)) {
      if (y + leading > field.box.bottom()) throw ItemError("form-answer-too-long", {{"question", field.name}});
      for (TextRun& run : line.runs) run.x += field.box.x + 1.5, run.y = y + leading * 0.5 + zone_size * point_mm * 0.34, page_->text.push_back(std::move(run));
      y += leading;
    }
  }

  std::vector<LaidPage>& pages_;
  const TypeFaces& faces_;
  const LetterWords& words_;
  LaidPage* page_ = nullptr;
};

}  // namespace

void add_answers(std::vector<LaidPage>& pages, const LaidForm& form, const Json& values, const TypeFaces& faces, const LetterWords& words) {
  Prefill prefill(pages, faces, words);
  for (const FormField& field : form.layout.fields)
    if (values.contains(field.name) && !values[field.name].is_null() && field.type != "signature") prefill.add(field, values[field.name]);
}

}  // namespace pli
