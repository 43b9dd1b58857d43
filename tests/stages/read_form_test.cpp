// Filled-in forms of ours, read by their zones.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "pipeline/code.h"
#include "stages/engines/opencv_form.h"
#include "stages/engines/opencv_paper.h"
#include "stages/read_form.h"
#include "stages/resample.h"
#include "tests/support/form_page.h"

using namespace pli;
using namespace pli::test;

namespace {

constexpr double dpi = 200;

const FormLayout& aid() {
  static const FormLayout form = form_layout("aide-sociale");
  return form;
}

Image blank_aid() {
  static const Image page = printed_form(laid_form("aide-sociale"), 1, dpi);
  return page;
}

const BoxMm& option(const std::string& field, const std::string& value) {
  for (const FormOption& one : aid().find(field)->options)
    if (one.value == value) return one.box;
  throw std::logic_error(value);
}

LetterCode aid_code(const std::string& form = "AIDE-SOCIALE@1") { return {"AB12", "2026-000123-X", "0123456789AB", 1, 1, form, ""}; }

std::vector<Box> code_boxes(const FormLayout& form) {
  std::vector<Box> boxes;
  for (const BoxMm& code : form.codes) boxes.push_back({static_cast<int>(code.x * dpi / 25.4), static_cast<int>(code.y * dpi / 25.4), static_cast<int>(code.width * dpi / 25.4), static_cast<int>(code.height * dpi / 25.4)});
  return boxes;
}

FormPage read_aid(const Image& page, const LetterCode& code = aid_code()) { return read_form(page, code, code_boxes(aid()), {aid()}, CombReader(), {}); }

const Answer& answer(const FormPage& read, const std::string& name) {
  for (const Answer& one : read.reading.answers)
    if (one.name == name) return one;
  throw std::logic_error(name);
}

std::string chosen(const FormPage& read, const std::string& name) {
  const auto* text = std::get_if<std::string>(&answer(read, name).value);
  return text ? *text : "";
}

Image black_and_white(Image page) {
  for (std::uint8_t& grey : page.pixels) grey = grey < 128 ? 0 : 255;
  return page;
}

/// As a scanner in grey gives it: no paper is of one grey.
Image grained(Image page) {
  for (std::size_t i = 0; i < page.pixels.size(); ++i) page.pixels[i] = static_cast<std::uint8_t>(std::clamp(page.pixels[i] - 10 + static_cast<int>((i * 7919) % 11), 0, 255));
  return page;
}

}  // namespace

TEST_CASE("on a blank print nothing is ticked, written or doubted, and the print is found where it was laid") {
  const FormPage read = read_aid(grained(blank_aid()));
  CHECK(read.reading.problem.empty());
  CHECK(read.reading.marks == 4);
  CHECK(read.reading.residual < 0.2);
  REQUIRE(read.reading.answers.size() == aid().fields.size());
  for (const Answer& one : read.reading.answers) {
    CHECK_MESSAGE(one.doubt.empty(), one.name);
    CHECK_MESSAGE(one.text.empty(), one.name);
  }
  CHECK(chosen(read, "situation").empty());
  CHECK(std::get<bool>(answer(read, "urgence").value) == false);
  CHECK(std::get<bool>(answer(read, "signature").value) == false);
  CHECK(std::get<std::vector<std::string>>(answer(read, "ressources").value).empty());
  CHECK(read.crops.empty());
}

TEST_CASE("crosses, ticks, rings, light pencil and a signature are seen; a box blackened beside a ticked one is a correction") {
  Image page = blank_aid();
  cross_box(page, option("situation", "couple"));
  fill_box(page, {option("logement", "locataire").x - 0.3, option("logement", "locataire").y - 0.3, 5.1, 5.1});
  const BoxMm home = option("logement", "heberge"), light = option("ressources", "rsa"), ring = option("ressources", "aah"), urgent = aid().find("urgence")->box, hand = aid().find("signature")->box;
  draw_stroke(page, home.x + 1, home.y + 2, home.x + 2, home.y + 4, 0.5), draw_stroke(page, home.x + 2, home.y + 4, home.x + 6.5, home.y - 2, 0.5);
  cross_box(page, light, 160);
  for (int i = 0; i < 24; ++i) draw_stroke(page, ring.x + 2.25 + 3.6 * std::cos(i * 0.26), ring.y + 2.25 + 3.6 * std::sin(i * 0.26), ring.x + 2.25 + 3.6 * std::cos((i + 1) * 0.26), ring.y + 2.25 + 3.6 * std::sin((i + 1) * 0.26), 0.45);
  cross_box(page, urgent);
  draw_stroke(page, hand.x + 5, hand.y + 6, hand.x + 20, hand.y + 3, 0.5), draw_stroke(page, hand.x + 20, hand.y + 3, hand.x + 24, hand.y + 9, 0.5);
  const FormPage read = read_aid(grained(page));
  CHECK(chosen(read, "situation") == "couple");
  CHECK(chosen(read, "logement") == "heberge");
  CHECK(answer(read, "logement").doubt.empty());
  CHECK(std::get<std::vector<std::string>>(answer(read, "ressources").value) == std::vector<std::string>{"rsa", "aah"});
  CHECK(std::get<bool>(answer(read, "urgence").value));
  CHECK(std::get<bool>(answer(read, "signature").value));
  CHECK(read.crops.size() == 1);
}

TEST_CASE("two answers where one is asked for, and a slip of the pen, go to a person with their picture") {
  Image page = blank_aid();
  cross_box(page, option("situation", "couple"));
  cross_box(page, option("situation", "seul"));
  const BoxMm slip = option("ressources", "salaire");
  draw_stroke(page, slip.x + 1.8, slip.y + 2.2, slip.x + 2.4, slip.y + 2.3, 0.3, 90);
  const FormPage read = read_aid(page);
  CHECK(answer(read, "situation").doubt == "form-twice");
  CHECK(chosen(read, "situation").empty());
  CHECK(answer(read, "ressources").doubt == "form-doubt");
  CHECK(read.crops.size() == 2);
  // Which box it is about stands beside the answer.
  for (const OptionBox& box : answer(read, "ressources").boxes) CHECK_MESSAGE(box.state == (box.value == "salaire" ? "doubtful" : "empty"), box.value);
  for (const OptionBox& box : answer(read, "situation").boxes) CHECK_MESSAGE(box.state == (box.value == "couple" || box.value == "seul" ? "ticked" : "empty"), box.value);
}

TEST_CASE("a frame that a copier blurred is no mark; a short stroke within a blurred frame is one") {
  Image page = blank_aid();
  const BoxMm box = option("situation", "couple");
  draw_stroke(page, box.x + 1.2, box.y + 3, box.x + 3.2, box.y + 1.4, 0.4);
  page = smoothed(page, 5);
  const FormPage read = read_aid(page);
  CHECK(chosen(read, "situation") == "couple");
  for (const Answer& one : read.reading.answers) {
    CHECK_MESSAGE(one.doubt.empty(), one.name);
    for (const OptionBox& seen : one.boxes) CHECK_MESSAGE(seen.state == (seen.value == "couple" ? "ticked" : "empty"), one.name << ' ' << seen.value);
  }
}

TEST_CASE("a grain of dirt that touches a copied frame's blur makes no stroke of it; a short stroke there is one") {
  Image page = blank_aid();
  const BoxMm dirty = option("situation", "couple"), ticked = option("logement", "heberge");
  for (const BoxMm& box : {dirty, ticked}) draw_stroke(page, box.right() - 0.6, box.y + 0.5, box.right() - 0.6, box.bottom() - 0.5, 0.25, 150);
  draw_stroke(page, dirty.right() - 1.0, dirty.y + 1.2, dirty.right() - 1.0, dirty.y + 1.2, 0.4);
  draw_stroke(page, ticked.right() - 0.9, ticked.y + 1, ticked.x + 1.6, ticked.y + 3, 0.4);
  const FormPage read = read_aid(grained(page));
  CHECK(chosen(read, "situation").empty());
  CHECK(chosen(read, "logement") == "heberge");
}

TEST_CASE("the line of a dirty roller that runs through boxes, straight or leaning, is no mark; a pen's stroke as upright is one") {
  for (const double lean : {0.0, 14.0}) {
    Image page = blank_aid();
    const BoxMm box = option("situation", "couple"), pen = option("logement", "heberge");
    draw_stroke(page, box.x + 2.2 + lean * box.y / 297, 0, box.x + 2.2 + lean * (box.y - 297) / 297, 297, 0.12, 120);
    draw_stroke(page, pen.x + 2, pen.y + 0.4, pen.x + 2.1, pen.y + 4, 0.4);
    const FormPage read = read_aid(page);
    CHECK_MESSAGE(chosen(read, "situation").empty(), lean);
    CHECK_MESSAGE(answer(read, "situation").doubt.empty(), lean);
    CHECK_MESSAGE(chosen(read, "logement") == "heberge", lean);
  }
}

TEST_CASE("where a black and white scan left only dots of a pencil's strokes nothing is taken for empty; one dot is one box's doubt, and dirt where each tick is whole") {
  Image page = blank_aid();
  page = black_and_white(page);
  const auto dot = [&](const BoxMm& box, double x, double y) { page.row(static_cast<int>((box.y + y) * dpi / 25.4))[static_cast<int>((box.x + x) * dpi / 25.4)] = 0; };
  dot(option("situation", "couple"), 2.2, 2.2);
  Image thin = page, whole = page;
  const BoxMm tick = option("ressources", "salaire");
  draw_stroke(thin, tick.x + 1, tick.y + 1, tick.x + 3.5, tick.y + 3.6, 0.3, 0);
  draw_stroke(whole, tick.x + 1, tick.y + 1, tick.x + 3.5, tick.y + 3.6, 0.65, 0);
  CHECK(answer(read_aid(thin), "situation").doubt == "form-doubt");
  CHECK(answer(read_aid(whole), "situation").doubt.empty());
  for (const Image* inked : {&thin, &whole}) {
    const FormPage dirty = read_aid(*inked);
    CHECK(answer(dirty, "logement").doubt.empty());
    CHECK(answer(dirty, "naissance").doubt.empty());
  }
  for (const double at : {1.2, 1.8, 2.6, 3.2}) dot(option("situation", "couple"), at, 4.4 - at), dot(option("logement", "heberge"), at, 4.4 - at);
  const FormPage faint = read_aid(page);
  for (const char* name : {"situation", "logement", "ressources", "urgence"}) CHECK_MESSAGE(answer(faint, name).doubt == "form-doubt", name);
  CHECK(answer(faint, "naissance").doubt == "form-cells");
}

TEST_CASE("a fold that runs through a box is no mark, a round grain of dirt in one is for a person to look at, a short stroke is a tick") {
  Image page = blank_aid();
  const BoxMm folded = option("situation", "seul"), dirty = option("logement", "sans"), ticked = option("aides", "loyer");
  draw_stroke(page, 0, folded.y + 3, 210, folded.y + 3, 0.3, 215);
  for (int i = 0; i < 4; ++i) draw_stroke(page, dirty.x + 2, dirty.y + 2 + 0.12 * i, dirty.x + 2.4, dirty.y + 2 + 0.12 * i, 0.5);
  draw_stroke(page, ticked.x + 1.5, ticked.y + 2.6, ticked.x + 3, ticked.y + 1.8, 0.4);
  const FormPage read = read_aid(grained(page));
  CHECK(answer(read, "situation").doubt.empty());
  CHECK(chosen(read, "situation").empty());
  CHECK(answer(read, "logement").doubt == "form-doubt");
  CHECK(std::get<std::vector<std::string>>(answer(read, "aides").value) == std::vector<std::string>{"loyer"});
}

TEST_CASE("a fold whose one side lies in its shade is no mark, nor is a line that runs past a box a ring; a pencil's cross on the fold is a tick, and a box blackened across it is blackened") {
  Image page = grained(blank_aid());
  const BoxMm folded = option("situation", "seul"), crossed = option("situation", "couple"), passed = option("aides", "autre"), black = option("logement", "locataire");
  cross_box(page, crossed, 150);
  fill_box(page, {black.x - 0.3, black.y - 0.3, 5.1, 5.1});
  const int fold = static_cast<int>((folded.y + 2.6) * dpi / 25.4);
  for (int row = fold - 12; row <= fold; ++row)
    for (int x = 0; x < page.width; ++x) page.row(row)[x] = static_cast<std::uint8_t>(std::max(0, page.row(row)[x] - (row >= fold - 1 ? 48 : 2 * (row - fold + 13))));
  draw_stroke(page, passed.x - 1, passed.y - 12, passed.x - 0.9, passed.y + 16, 0.2, 120);
  const FormPage read = read_aid(page);
  CHECK(chosen(read, "situation") == "couple");
  CHECK(answer(read, "situation").doubt.empty());
  CHECK(answer(read, "aides").doubt.empty());
  for (const OptionBox& box : answer(read, "logement").boxes) CHECK_MESSAGE(box.state == (box.value == "locataire" ? "cancelled" : "empty"), box.value);
}

TEST_CASE("on a black and white scan without a tick all questions go to a person; one with a tick and a grey one are believed") {
  const BoxMm sign = aid().find("signature")->box;
  const auto doubts = [](const Image& page) {
    const FormPage read = read_aid(page);
    return std::count_if(read.reading.answers.begin(), read.reading.answers.end(), [](const Answer& one) { return one.doubt == "form-doubt"; });
  };
  Image page = blank_aid();
  draw_stroke(page, sign.x + 5, sign.y + 8, sign.x + 30, sign.y + 5, 0.5);
  CHECK(doubts(black_and_white(page)) == 5);
  CHECK(doubts(grained(page)) == 0);
  cross_box(page, option("situation", "couple"));
  CHECK(doubts(black_and_white(page)) == 0);
}

TEST_CASE("whole figures on a black and white scan without a tick say that nothing was ticked, thin ones that ticks may be lost") {
  const auto dated = [](double width) {
    Image page = blank_aid();
    for (const BoxMm& cell : aid().find("naissance")->cells) {
      draw_stroke(page, cell.x + 1.4, cell.y + 1.5, cell.right() - 1.2, cell.y + 1.6, width, 0);
      draw_stroke(page, cell.right() - 1.2, cell.y + 1.5, cell.x + 1.8, cell.bottom() - 1, width, 0);
    }
    return black_and_white(page);
  };
  for (const double width : {0.1, 0.5, 0.9}) {
    const FormPage read = read_aid(dated(width));
    CHECK_MESSAGE(answer(read, "situation").doubt == (width > 0.7 ? "" : "form-doubt"), width);
    CHECK_MESSAGE(answer(read, "telephone").doubt == (width > 0.3 ? "" : "form-cells"), width);
  }
  Image folded = black_and_white(blank_aid());
  const BoxMm comb = aid().find("naissance")->box;
  draw_stroke(folded, 0, comb.y + 3, 210, comb.y + 3, 0.1, 0);
  cross_box(folded, option("ressources", "salaire"), 0);
  CHECK(answer(read_aid(folded), "situation").doubt.empty());
}

TEST_CASE("rests of a pencil's strokes in one box of a black and white scan put its empty boxes in doubt, a fine pen's stroke doesn't") {
  const BoxMm gone = option("logement", "sans"), thin = option("ressources", "rsa");
  Image page = blank_aid();
  cross_box(page, option("logement", "heberge"));
  Image dotted = black_and_white(page), frayed = dotted, pen = page;
  std::uint32_t state = 7;
  for (int y = static_cast<int>((gone.y - 0.3) * dpi / 25.4); y < static_cast<int>((gone.bottom() + 0.3) * dpi / 25.4); ++y)
    for (int x = static_cast<int>((gone.x - 0.3) * dpi / 25.4); x < static_cast<int>((gone.right() + 0.3) * dpi / 25.4); ++x) state = state * 1664525 + 1013904223, dotted.row(y)[x] = (state >> 28) < 6 ? 0 : 255;
  draw_stroke(frayed, thin.x + 1, thin.y + 1, thin.x + 3.5, thin.y + 3.6, 0.13, 0);
  draw_stroke(pen, thin.x + 1, thin.y + 1, thin.x + 3.5, thin.y + 3.6, 0.3, 0);
  for (const Image& scan : {dotted, frayed}) {
    const FormPage read = read_aid(scan);
    CHECK(answer(read, "situation").doubt == "form-doubt");
    CHECK(answer(read, "urgence").doubt == "form-doubt");
    for (const OptionBox& box : answer(read, "aides").boxes) CHECK_MESSAGE(box.state == "doubtful", box.value);
  }
  CHECK(answer(read_aid(frayed), "logement").doubt.empty());   // a choice that bears its tick is made
  CHECK(answer(read_aid(dotted), "logement").doubt == "form-doubt");
  const FormPage read = read_aid(black_and_white(pen));
  CHECK(answer(read, "situation").doubt.empty());
  CHECK(std::get<std::vector<std::string>>(answer(read, "ressources").value) == std::vector<std::string>{"rsa"});
}

TEST_CASE("a page without one of its marks, or without all of them, is still found; an empty sheet is not") {
  Image page = blank_aid();
  cross_box(page, option("situation", "couple"));
  fill_box(page, {8, 8, 12, 12}, 255);
  CHECK(read_aid(page).reading.marks == 3);
  CHECK(chosen(read_aid(page), "situation") == "couple");
  for (const BoxMm& mark : aid().marks) fill_box(page, {mark.x - 1, mark.y - 1, 7, 7}, 255);
  CHECK(chosen(read_aid(page), "situation") == "couple");
  CHECK(read_aid(Image(1654, 2339, 1, dpi)).reading.problem == "form-unregistered");
}

TEST_CASE("one code alone finds an enlarged or reduced copy that lost its marks") {
  for (const double size : {0.95, 1.0, 1.05}) {
    Image page = blank_aid();
    cross_box(page, option("situation", "couple"));
    for (const BoxMm& mark : aid().marks) fill_box(page, {mark.x - 1, mark.y - 1, 7, 7}, 255);
    const auto across = static_cast<int>(page.width * size), down = static_cast<int>(page.height * size);
    const Image other = size < 1 ? shrunk(page, across, down) : size > 1 ? stretched(page, across, down) : page;
    Image copy(page.width, page.height, 1, dpi);
    const int dx = (page.width - other.width) / 2, dy = (page.height - other.height) / 2;
    for (int y = std::max(0, dy); y < std::min(copy.height, dy + other.height); ++y)
      for (int x = std::max(0, dx); x < std::min(copy.width, dx + other.width); ++x) copy.row(y)[x] = other.view().row(y - dy)[x - dx];
    const Box code = code_boxes(aid())[1];
    const FormPage read = read_form(copy, aid_code(), {{static_cast<int>(code.x * size) + dx, static_cast<int>(code.y * size) + dy, static_cast<int>(code.width * size), static_cast<int>(code.height * size)}}, {aid()}, CombReader(), {});
    CHECK_MESSAGE(read.reading.problem.empty(), size);
    if (read.reading.problem.empty()) CHECK_MESSAGE(chosen(read, "situation") == "couple", size);
  }
}

TEST_CASE("a page of few zones is found by its marks when they are all filled in or too light to see, and by its codes when its frames stand there") {
  const auto form_of = [](std::initializer_list<const char*> names) {
    FormLayout form = aid();
    std::erase_if(form.fields, [&](const FormField& field) { return std::find(names.begin(), names.end(), field.name) == names.end(); });
    return form;
  };
  const auto read_as = [](const FormLayout& form, const Image& page) { return read_form(page, aid_code(), code_boxes(aid()), {form}, CombReader(), {}); };
  Image black = blank_aid();
  const BoxMm urgent = aid().find("urgence")->box;
  fill_box(black, {urgent.x - 0.5, urgent.y - 0.5, urgent.width + 1, urgent.height + 1});
  const FormPage one = read_as(form_of({"urgence", "signature"}), black);
  CHECK(one.reading.problem.empty());
  CHECK(answer(one, "urgence").boxes.front().state == "cancelled");
  Image light = blank_aid();
  for (std::uint8_t& grey : light.pixels) grey = grey < 60 ? 0 : 255;
  CHECK(read_as(form_of({"naissance", "telephone"}), light).reading.problem.empty());
  Image torn = blank_aid();
  cross_box(torn, option("situation", "couple"));
  for (const BoxMm& mark : aid().marks) fill_box(torn, {mark.x - 1, mark.y - 1, 7, 7}, 255);
  const FormPage few = read_as(form_of({"situation"}), torn);
  CHECK(few.reading.problem.empty());
  if (few.reading.problem.empty()) CHECK(chosen(few, "situation") == "couple");
  CHECK(read_as(form_of({"situation"}), Image(1654, 2339, 1, dpi)).reading.problem == "form-unregistered");
}

TEST_CASE("where a black and white scan lost the light frames of cells, what is written in them shifts no cell") {
  FormLayout form = aid();
  std::erase_if(form.fields, [](const FormField& field) { return field.cells.empty(); });
  Image page = blank_aid();
  for (std::uint8_t& grey : page.pixels) grey = grey < 60 ? 0 : 255;
  for (const FormField& field : form.fields)
    for (const BoxMm& cell : field.cells) {  // as square as a nought that somebody takes care over
      const double left = cell.x + 0.8, right = cell.right() + 0.6, top = cell.y + 0.7, bottom = cell.bottom() + 0.5;
      draw_stroke(page, left, top, right, top, 0.3, 0), draw_stroke(page, left, bottom, right, bottom, 0.3, 0), draw_stroke(page, left, top, left, bottom, 0.3, 0), draw_stroke(page, right, top, right, bottom, 0.3, 0);
    }
  const FormPage read = read_form(page, aid_code(), code_boxes(aid()), {form}, CombReader(), {});
  REQUIRE(read.reading.problem.empty());
  for (const Answer& one : read.reading.answers) {
    const BoxMm& box = form.find(one.name)->box;
    CHECK_MESSAGE(std::abs(one.box.x - box.x * dpi / 25.4) <= 2, one.name);
    CHECK_MESSAGE(std::abs(one.box.y - box.y * dpi / 25.4) <= 2, one.name);
  }
}

TEST_CASE("another version, another number of pages or an unknown form is not read with this layout") {
  CHECK(read_aid(blank_aid(), aid_code("AIDE-SOCIALE@2")).reading.problem == "form-unknown");
  CHECK(read_aid(blank_aid(), aid_code("AUTRE@1")).reading.problem == "form-unknown");
  LetterCode code = aid_code();
  code.pages = 2;
  CHECK(read_aid(blank_aid(), code).reading.problem == "form-unknown");
}

TEST_CASE("a sheet that lies upside down is not mistaken for an upright one") {
  CHECK(read_aid(turned(blank_aid(), 180, 0)).reading.problem == "form-unregistered");
}
