#include "stages/lay_form.h"

#include <algorithm>

#include "pipeline/errors.h"
#include "pipeline/text.h"
#include "stages/form_marks.h"
#include "stages/french_type.h"
#include "stages/letter_sheet.h"
#include "stages/set_lines.h"

namespace pli {
namespace {

constexpr double tick_side = 4.5, tick_line = 0.3, tick_label = 3.4;              // mm; a label stands clear of a ring around its box
constexpr double row_pitch = 8.5, cell_width = 4, cell_height = 5.2, cell_pitch = 5.1;
constexpr double frame_line = 0.2, frame_grey = 0.45;                             // of what is written in: light, so that ink stands out
constexpr double title_size = 14, section_size = 12, question_size = 10.5, label_size = 10.5, hint_size = 8.5, text_size = 10;
constexpr double question_gap = 2.6, section_gap = 4, half_gap = 6, signature_width = 85, group_gap = 2.4;
constexpr std::size_t most_pages_of_form = 20;

double leading_of(double size) { return size * 1.22 * point_mm; }

/// Something that stays whole on a page: a head, a question, two questions side by side. Places are from its top.
struct Group {
  std::vector<TextRun> text;
  std::vector<FilledBox> boxes;
  std::vector<FormField> fields;
  double height = 0, above = 0;
  bool with_next = false, new_page = false;
};

class Setting {
 public:
  Setting(const TypeFaces& faces, const LetterWords& words, Group& group) : faces_(faces), words_(words), group_(group) {}

  /// Lines from `y` down; gives where they end.
  double write(const std::string& text, char style, double size, double x, double y, double width) {
    for (SetLine& line : lines(text, style, size, width)) {
      const double baseline = y + leading_of(size) * 0.5 + size * point_mm * 0.34;
      for (TextRun& run : line.runs) run.x += x, run.y = baseline, group_.text.push_back(std::move(run));
      y += leading_of(size);
    }
    return y;
  }

  std::vector<SetLine> lines(const std::string& text, char style, double size, double width) const {
    StyledText styled;
    styled.add(code_points(text), style);
    return set_lines(french_type(styled, words_), faces_, size, width);
  }

  void frame(const BoxMm& box, double line, double grey) {
    group_.boxes.push_back({box.x, box.y, box.width, line, grey});
    group_.boxes.push_back({box.x, box.bottom() - line, box.width, line, grey});
    group_.boxes.push_back({box.x, box.y + line, line, box.height - 2 * line, grey});
    group_.boxes.push_back({box.right() - line, box.y + line, line, box.height - 2 * line, grey});
  }

 private:
  const TypeFaces& faces_;
  const LetterWords& words_;
  Group& group_;
};

/// How many cells stand together: days, months and years; pairs of figures of a telephone number.
std::vector<int> cell_groups(const FormQuestion& q) {
  if (q.check == "date") return {2, 2, 4};
  if (q.check == "phone") return {2, 2, 2, 2, 2};
  if (q.check == "amount") return {q.cells, 2};
  return {q.cells};
}

class QuestionSetter {
 public:
  QuestionSetter(const FormQuestion& q, const TypeFaces& faces, const LetterWords& words, double x, double width) : q_(q), words_(words), set_(faces, words, group_), x_(x), width_(width) {
    field_.name = q.name, field_.type = q.type, field_.label = q.label, field_.required = q.required, field_.check = q.check, field_.feeds = q.feeds;
  }

  Group set() {
    const std::string label = q_.label + (q_.required ? " *" : "");
    if (q_.type == "checkbox") tick(label);
    else {
      y_ = set_.write(label, bold_style, question_size, x_, 0, width_);
      if (q_.type == "choice" || q_.type == "choices") options();
      else if (q_.type == "text" || q_.type == "signature") zone();
      else comb();
    }
    group_.height = y_;
    group_.fields.push_back(std::move(field_));
    return std::move(group_);
  }

 private:
  /// A box with its label beside it, in a row from `y`; gives the row's height.
  double tick_row(const std::string& label, double x, double y, double width, BoxMm& box) {
    const double lines = static_cast<double>(set_.lines(label, plain_style, label_size, width - tick_side - tick_label).size());
    const double height = std::max(row_pitch, lines * leading_of(label_size) + 3);
    box = {x, y + (height - tick_side) / 2, tick_side, tick_side};
    set_.frame(box, tick_line, 0);
    set_.write(label, plain_style, label_size, x + tick_side + tick_label, y + (height - lines * leading_of(label_size)) / 2, width - tick_side - tick_label);
    return height;
  }

  void tick(const std::string& label) { y_ = tick_row(label, x_ + 1, 0, width_ - 1, field_.box); }

  void options() {
    y_ += 0.6;
    const double top = y_, column = (width_ - 1) / q_.columns;
    for (std::size_t first = 0; first < q_.options.size(); first += static_cast<std::size_t>(q_.columns)) {
      double height = 0;
      const std::size_t last = std::min(q_.options.size(), first + static_cast<std::size_t>(q_.columns));
      // A row is as high as its highest label: measured first, so that its boxes stand on one line.
      std::vector<FormOption> row;
      for (std::size_t i = first; i < last; ++i) {
        const double lines = static_cast<double>(set_.lines(q_.options[i].label, plain_style, label_size, column - tick_side - tick_label - 2).size());
        height = std::max({height, row_pitch, lines * leading_of(label_size) + 3});
      }
      for (std::size_t i = first; i < last; ++i) {
        FormOption option{q_.options[i].value, q_.options[i].label, {}};
        const double x = x_ + 1 + column * static_cast<double>(i - first);
        const double own = std::max(row_pitch, static_cast<double>(set_.lines(option.label, plain_style, label_size, column - tick_side - tick_label - 2).size()) * leading_of(label_size) + 3);
        tick_row(option.label, x, y_ + (height - own) / 2, column - 2, option.box);
        field_.options.push_back(std::move(option));
      }
      y_ += height;
    }
    field_.box = {x_, top, width_, y_ - top};
  }

  void zone() {
    y_ += 1.2;
    field_.box = {x_, y_, q_.type == "signature" ? std::min(width_, signature_width) : width_, q_.height};
    set_.frame(field_.box, frame_line, frame_grey);
    y_ += q_.height;
  }

  void comb() {
    y_ += 1.4;
    double x = x_ + 0.5;
    const std::vector<int> groups = cell_groups(q_);
    for (std::size_t g = 0; g < groups.size(); ++g) {
      for (int i = 0; i < groups[g]; ++i, x += cell_pitch) {
        const BoxMm cell{x, y_, cell_width, cell_height};
        set_.frame(cell, frame_line, frame_grey);
        field_.cells.push_back(cell);
      }
      if (g + 1 < groups.size()) {
        if (q_.check == "amount") set_.write(",", bold_style, question_size, x - 0.2, y_ + 1.2, 10);
        x += group_gap;
      }
    }
    const BoxMm &first = field_.cells.front(), &last = field_.cells.back();
    field_.box = {first.x, first.y, last.right() - first.x, cell_height};
    if (field_.box.right() > x_ + width_ + 0.01) throw ItemError("form-question-too-wide", {{"question", q_.name}});
    if (q_.check == "date") set_.write(words_.label("form-date"), plain_style, hint_size, x + 0.6, y_ + 0.8, 60);
    if (q_.check == "amount") set_.write("€", plain_style, label_size, x + 0.6, y_ + 0.4, 10);
    y_ += cell_height;
  }

  const FormQuestion& q_;
  const LetterWords& words_;
  Group group_;
  Setting set_;
  FormField field_;
  double x_, width_, y_ = 0;
};

Group side_by_side(Group left, const Group& right) {
  left.text.insert(left.text.end(), right.text.begin(), right.text.end());
  left.boxes.insert(left.boxes.end(), right.boxes.begin(), right.boxes.end());
  left.fields.insert(left.fields.end(), right.fields.begin(), right.fields.end());
  left.height = std::max(left.height, right.height);
  return left;
}

std::vector<Group> groups_of(const FormTemplate& form, const TypeFaces& faces, const LetterWords& words, const TypeArea& area) {
  std::vector<Group> all;
  const double width = area.right - area.left, half = (width - half_gap) / 2;
  Group head;
  Setting setting(faces, words, head);
  double y = setting.write(form.title, bold_style, title_size, area.left, 0, width) + 1;
  for (const std::string& line : form.instructions) y = setting.write(line, plain_style, text_size, area.left, y, width) + 0.8;
  head.height = y, head.with_next = true;
  all.push_back(std::move(head));
  for (const FormSection& section : form.sections) {
    Group title;
    Setting set(faces, words, title);
    double end = set.write(section.title, bold_style, section_size, area.left, 0, width) + 0.4;
    title.boxes.push_back({area.left, end, width, 0.3, 0.3});
    end += 1.6;
    if (!section.text.empty()) end = set.write(section.text, plain_style, text_size, area.left, end, width) + 0.8;
    title.height = end, title.above = section_gap, title.with_next = true, title.new_page = section.page_break;
    all.push_back(std::move(title));
    for (std::size_t i = 0; i < section.questions.size(); ++i) {
      const FormQuestion& q = section.questions[i];
      const bool pair = q.half && i + 1 < section.questions.size() && section.questions[i + 1].half;
      Group group = QuestionSetter(q, faces, words, area.left, q.half ? half : width).set();
      if (pair) group = side_by_side(std::move(group), QuestionSetter(section.questions[++i], faces, words, area.left + half + half_gap, half).set());
      group.above = all.back().with_next ? 0 : question_gap;
      all.push_back(std::move(group));
    }
  }
  return all;
}

void move_down(BoxMm& box, double by) { box.y += by; }

class Paging {
 public:
  Paging(LaidForm& form, const TypeArea& area) : form_(form), area_(area) {}

  void lay(std::vector<Group> groups, double room) {
    start();
    for (std::size_t i = 0; i < groups.size(); ++i) {
      double needed = groups[i].height + (top_ ? 0 : groups[i].above);
      for (std::size_t k = i; groups[k].with_next && k + 1 < groups.size(); ++k) needed += groups[k + 1].above + groups[k + 1].height;
      if (i + 1 == groups.size()) needed += room;
      if (!top_ && (groups[i].new_page || y_ + needed > area_.bottom)) start();
      put(groups[i], room);
    }
    form_.end = y_;
  }

 private:
  void start() {
    if (form_.pages.size() >= most_pages_of_form) throw ItemError("letter-too-long", {{"limit", std::to_string(most_pages_of_form)}});
    y_ = form_.pages.empty() ? area_.first_top : area_.next_top;
    form_.pages.emplace_back();
    top_ = true;
  }

  void put(Group& group, double room) {
    if (!top_) y_ += group.above;
    const double highest = area_.bottom - (form_.pages.size() == 1 && top_ ? area_.first_top : area_.next_top);
    if (group.height > highest || room > highest) throw ItemError("form-question-too-high", {{"question", group.fields.empty() ? form_.layout.title : group.fields.front().name}});
    LaidPage& page = form_.pages.back();
    for (TextRun& run : group.text) run.y += y_, page.text.push_back(std::move(run));
    for (FilledBox& box : group.boxes) box.y += y_, page.boxes.push_back(box);
    for (FormField& field : group.fields) {
      field.page = static_cast<int>(form_.pages.size());
      move_down(field.box, y_);
      for (FormOption& option : field.options) move_down(option.box, y_);
      for (BoxMm& cell : field.cells) move_down(cell, y_);
      form_.layout.fields.push_back(std::move(field));
    }
    y_ += group.height;
    top_ = false;
  }

  LaidForm& form_;
  const TypeArea& area_;
  double y_ = 0;
  bool top_ = true;
};

}  // namespace

LaidForm lay_form(const FormTemplate& form, const TypeFaces& faces, const LetterWords& words, const TypeArea& area, double room) {
  LaidForm laid;
  laid.layout.id = form.name, laid.layout.version = form.version, laid.layout.title = form.title, laid.layout.service = form.service, laid.layout.kind = form.kind;
  Paging(laid, area).lay(groups_of(form, faces, words, area), room);
  laid.layout.pages = static_cast<int>(laid.pages.size());
  laid.layout.marks = form_mark_boxes();
  laid.layout.codes = {form_code_box(true), form_code_box(false)};
  return laid;
}

FormLayout layout_of(const LetterTemplate& letter, const Stationery& stationery) {
  const TypeFaces faces = load_type_faces(letter.font);
  const LetterSheet sheet(letter, stationery, faces, 0, 0);
  return lay_form(*letter.form, faces, stationery.words, sheet.form_area(), letter.form->closing.empty() ? 0 : form_closing_room).layout;
}

std::vector<FormLayout> form_layouts(const std::filesystem::path& folder, const Stationery& stationery) {
  std::vector<FormLayout> all;
  for (const std::string& name : form_template_names(folder)) all.push_back(layout_of(load_form_template(folder / name), stationery));
  return all;
}

}  // namespace pli
