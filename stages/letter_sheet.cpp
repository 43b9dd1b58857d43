#include "stages/letter_sheet.h"

#include <algorithm>

#include "pipeline/errors.h"
#include "pipeline/text.h"
#include "stages/address_block.h"
#include "stages/form_marks.h"
#include "stages/french_type.h"
#include "stages/set_lines.h"

namespace pli {
namespace {

// Millimetres of an A4 sheet.
constexpr double sheet_width = 210, sheet_height = 297, left = 25, right = 190;
constexpr double code_edge = 10, code_module = 0.6, quiet_modules = 4, letter_beside_code = 36;
constexpr int usual_modules = 37;             // version 5: more than any letter's code needs
constexpr double fold_clearance = 4, printer_edge = 5;
constexpr double head_top = 10, contact_top = 50;
constexpr double foot_rule = 269.5, foot_line = 274.5, foot_small = 279, foot_leading = 3.6;
constexpr double address_size = 10, address_leading = 4.23, address_margin = 0.8;
constexpr double beside_window = 4, below_window = 6;
constexpr double logo_most_width = 45, logo_most_height = 18;
constexpr double form_head_height = 23;       // under the window: place and date, subject, reference
constexpr double small_size = 9, small_leading = 4.1, tiny_size = 7.5;

SheetBox quiet_box(const PlacedCode& code, int modules) {
  const double quiet = quiet_modules * code.module, side = modules * code.module;
  return {code.x - quiet, code.y - quiet, code.x + side + quiet, code.y + side + quiet};
}

std::string joined(const std::vector<std::string>& parts) {
  std::string out;
  for (const std::string& part : parts)
    if (!part.empty()) out += (out.empty() ? "" : " · ") + part;
  return out;
}

/// The text's lines within the window's guaranteed height, closer where seven must stand in a low one.
double leading_for(std::size_t lines, double height, double capital) {
  if (lines < 2) return address_leading;
  return std::min(address_leading, (height - 2 * address_margin - capital) / static_cast<double>(lines - 1));
}

}  // namespace

std::string filled_label(std::string label, const std::string& name, const std::string& value) {
  if (const auto at = label.find('{' + name + '}'); at != std::string::npos) label.replace(at, name.size() + 2, value);
  return label;
}

LetterSheet::LetterSheet(const LetterTemplate& letter, const Stationery& stationery, const TypeFaces& faces, int logo_width, int logo_height)
    : stationery_(stationery), faces_(faces), codes_(letter.codes) {
  const Envelope* envelope = stationery.envelopes.find(letter.envelope);
  if (!envelope) throw UsageError("template-invalid", {{"file", letter.name + "/letter.toml"}, {"detail", "envelope: there is no " + letter.envelope}});
  envelope_ = *envelope;
  form_ = letter.form != nullptr;
  if (letter.font == "serif") text_size_ = 11.5;
  refuse_unsafe_codes(letter);
  if (logo_width <= 0 || logo_height <= 0) return;
  const double scale = std::min(logo_most_width / logo_width, logo_most_height / logo_height);
  logo_ = {has_code("top-left") ? beside_code() : left, head_top, logo_width * scale, logo_height * scale, 0};
}

bool LetterSheet::has_code(const char* place) const { return std::count(codes_.begin(), codes_.end(), place) > 0; }

double LetterSheet::beside_code() const { return form_ ? form_code_edge + form_code_side + 4 : letter_beside_code; }

PlacedCode LetterSheet::code_at(const std::string& place, int modules) const {
  if (form_) {
    const BoxMm box = form_code_box(place == "top-left");
    return {box.x, box.y, box.width / modules};
  }
  const double side = modules * code_module;
  return {place.ends_with("left") ? code_edge : sheet_width - code_edge - side, place.starts_with("top") ? code_edge : sheet_height - code_edge - side, code_module};
}

void LetterSheet::refuse_unsafe_codes(const LetterTemplate& letter) const {
  const auto refuse = [&](const std::string& detail) { throw UsageError("template-invalid", {{"file", letter.name + "/letter.toml"}, {"detail", "codes: " + detail}}); };
  for (const std::string& place : codes_) {
    if (place != "top-left" && place != "top-right" && place != "bottom-left" && place != "bottom-right") refuse(place + ": top-left, top-right, bottom-left or bottom-right expected");
    if (std::count(codes_.begin(), codes_.end(), place) > 1) refuse(place + " stands twice");
    const SheetBox box = quiet_box(code_at(place, usual_modules), usual_modules);
    if (box.left < printer_edge || box.right > sheet_width - printer_edge) refuse(place + ": too near to the edge");
    if (box.meets(envelope_.exposed())) refuse(place + ": the window of " + envelope_.name + " could show it");
    for (double fold : envelope_.folds)
      if (fold > box.top - fold_clearance && fold < box.bottom + fold_clearance) refuse(place + ": a fold could cross it");
  }
}

double LetterSheet::write(LaidPage& page, const std::string& text, char style, double size, double x, double y, double width) const {
  StyledText styled;
  styled.add(code_points(text), style);
  const double leading = size == text_size_ ? leading_ : size * 1.28 * point_mm;
  for (SetLine& line : set_lines(french_type(styled, stationery_.words), faces_, size, width)) {
    y += leading;
    for (TextRun& run : line.runs) run.x += x, run.y = y, page.text.push_back(std::move(run));
  }
  return y;
}

void LetterSheet::write_right(LaidPage& page, const std::string& text, double size, double right_end, double y) const {
  const std::u32string points = code_points(text);
  page.text.push_back({TypeFace::regular, size, right_end - faces_.width(TypeFace::regular, size, points), y, points});
}

double LetterSheet::letterhead(LaidPage& page) const {
  const double x = has_code("top-left") ? beside_code() : left;
  // Beside the window there is less room than above it.
  const double width = envelope_.exposed().left - beside_window - x;
  double y = head_top - 1;
  if (logo_.height > 0) page.logo = true, y = logo_.y + logo_.height + 0.5;
  y = write(page, stationery_.town.name, bold_style, 12, x, y, width) + 0.6;
  for (const std::string& line : stationery_.town.sender) y = write(page, line, plain_style, small_size, x, y, width);
  return y;
}

double LetterSheet::contact(LaidPage& page, const LetterHead& head, double y) const {
  const double width = envelope_.exposed().left - beside_window - left;
  const auto line = [&](const char* label, const char* name, const std::string& value, char style) {
    if (!value.empty()) y = write(page, filled_label(stationery_.words.label(label), name, value), style, small_size, left, y, width);
  };
  line("service", "service", head.service, bold_style);
  if (!head.agent.empty()) line("agent", "agent", head.agent + (head.capacity.empty() ? "" : ", " + head.capacity), plain_style);
  line("phone", "phone", head.phone, plain_style);
  line("email", "email", head.email, plain_style);
  line("hours", "hours", head.hours, plain_style);
  return y;
}

/// As far right as a full line goes: people and machines expect an address there.
double LetterSheet::address_left() const {
  const SheetBox box = envelope_.guaranteed();
  return std::max(box.left + 0.3, box.right - 0.3 - faces_[TypeFace::address].advance('0') * address_size * point_mm * address_columns);
}

void LetterSheet::address(LaidPage& page, const std::vector<std::string>& lines) const {
  const SheetBox box = envelope_.guaranteed();
  const FontMeasures& font = faces_[TypeFace::address];
  const double capital = font.cap_height * address_size * point_mm;
  const double leading = leading_for(lines.size(), box.bottom - box.top, capital);
  const double height = capital + leading * static_cast<double>(lines.size() - 1);
  const double x = address_left();
  double y = (box.top + box.bottom - height) / 2 + capital;
  for (const std::string& line : lines) {
    page.text.push_back({TypeFace::address, address_size, x, y, code_points(line)});
    y += leading;
  }
}

TypeArea LetterSheet::head(LaidPage& page, const LetterHead& head) const {
  const double sender_end = letterhead(page);
  address(page, head.address);
  const double contact_end = contact(page, head, std::max(sender_end + 5, contact_top));
  const SheetBox exposed = envelope_.exposed();
  double y = exposed.bottom + below_window;
  const double date_x = address_left();
  const std::string date = filled_label(filled_label(stationery_.words.label("place-date"), "place", stationery_.town.place), "date", head.date);
  y = std::max(write(page, date, plain_style, text_size_, date_x, y - leading_, right - date_x), contact_end + 2) + 3.5;
  y = write(page, filled_label(stationery_.words.label("subject"), "subject", head.subject), bold_style, text_size_, left, y, right - left);
  y = write(page, filled_label(stationery_.words.label("reference"), "reference", head.reference), plain_style, text_size_, left, y, right - left);
  TypeArea area;
  area.left = left, area.right = right, area.size = text_size_, area.leading = leading_;
  area.first_top = y + 5.5, area.next_top = has_code("top-left") || has_code("top-right") ? 38 : 25;
  area.bottom = foot_rule - 5;
  return area;
}

TypeArea LetterSheet::form_area() const {
  TypeArea area;
  area.left = left, area.right = right, area.size = text_size_, area.leading = leading_;
  area.first_top = envelope_.exposed().bottom + form_head_height, area.next_top = 38, area.bottom = 261;
  return area;
}

/// The text, or as much of it as one line holds, with an ellipsis.
std::string LetterSheet::fitted(const std::string& text, char style, double size, double width) const {
  std::u32string points = code_points(text);
  if (faces_.width(face_of(style), size, points) <= width) return text;
  while (!points.empty() && faces_.width(face_of(style), size, points + U"…") > width) points.pop_back();
  return utf8(points + U"…");
}

void LetterSheet::form_head(LaidPage& page, LetterHead head, double top) const {
  const std::string label = filled_label(stationery_.words.label("subject"), "subject", "");
  head.subject = fitted(head.subject, bold_style, text_size_, right - left - 4 - faces_.width(face_of(bold_style), text_size_, code_points(label)));
  if (this->head(page, head).first_top - 5.5 > top) throw ItemError("form-head-too-high", {});
}

void LetterSheet::frame(LaidPage& page, int number, int pages, const std::string& reference, int modules) const {
  const LetterWords& words = stationery_.words;
  const std::string quoted = filled_label(words.label("reference"), "reference", reference);
  if (number > 1) write(page, stationery_.town.name, bold_style, small_size, has_code("top-left") ? beside_code() : left, head_top - 1, 100);
  const double begin = has_code("bottom-left") ? beside_code() : left, end = has_code("bottom-right") ? sheet_width - beside_code() : right;
  page.boxes.push_back({begin, foot_rule, end - begin, 0.2, 0.5});
  write(page, quoted, bold_style, small_size, begin, foot_line - small_size * 1.28 * point_mm, end - begin - 25);
  write_right(page, filled_label(filled_label(words.label("page"), "page", std::to_string(number)), "pages", std::to_string(pages)), small_size, end, foot_line);
  const Town& town = stationery_.town;
  const double y = write(page, joined({town.name, town.address}), plain_style, tiny_size, begin, foot_small - tiny_size * 1.28 * point_mm, end - begin);
  write(page, joined({town.phone, town.email, town.website}), plain_style, tiny_size, begin, y, end - begin);
  for (double fold : envelope_.folds) page.boxes.push_back({printer_edge + 0.5, fold - 0.05, 4, 0.1, 0.4});
  for (const std::string& place : codes_) page.codes.push_back(code_at(place, modules));
  if (form_) add_form_marks(page);
}

std::vector<Strip> LetterSheet::signature(const Signatory& signatory, const TypeArea& area) const {
  std::vector<Strip> strips;
  const double signature_left = address_left(), width = area.right - signature_left;
  const auto add = [&](const std::string& text, double above) {
    StyledText styled;
    styled.add(code_points(text), plain_style);
    for (SetLine& line : set_lines(french_type(styled, stationery_.words), faces_, area.size, width)) {
      Strip strip{.above = above, .height = area.leading, .text = std::move(line.runs), .boxes = {}};
      for (TextRun& run : strip.text) run.x += signature_left, run.y = area.leading * 0.5 + area.size * point_mm * 0.34;
      strips.push_back(std::move(strip));
      above = 0;
    }
  };
  add(signatory.delegation, area.leading);
  add(signatory.capacity, 0);
  add(signatory.name, area.signature_room);
  return strips;
}

}  // namespace pli
