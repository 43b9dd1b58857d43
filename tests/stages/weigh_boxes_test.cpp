// What the boxes of a page say of one another.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "stages/weigh_boxes.h"

using namespace pli;

namespace {

FormField question_of(const std::string& name, const std::string& type) {
  FormField field;
  field.name = name, field.type = type;
  return field;
}

const FormField home = question_of("home", "choice"), family = question_of("family", "choice"), aids = question_of("aids", "choices");

BoxReading seen_box(BoxState state, Trace trace = Trace::none, int specks = 0) {
  BoxReading box;
  box.state = state, box.trace = trace, box.specks = specks;
  return box;
}

const BoxReading bare = seen_box(BoxState::empty), rest = seen_box(BoxState::doubtful, Trace::rest), specks = seen_box(BoxState::doubtful, Trace::specks, 3),
                 speck = seen_box(BoxState::doubtful, Trace::specks, 1), other = seen_box(BoxState::doubtful), black = seen_box(BoxState::cancelled);

BoxReading stroke(double width) {
  BoxReading box = seen_box(BoxState::ticked);
  box.width = width, box.filled = 0.1, box.frayed = width < 0.32;
  return box;
}

/// A doubtful box with a thin line in it.
BoxReading line(double filled) {
  BoxReading box = rest;
  box.width = 0.2, box.filled = filled, box.frayed = true;
  return box;
}

/// The states of all boxes after `change`: e empty, t ticked, c cancelled, d doubtful, a space between questions.
template <class Change>
std::string states_after(Change change, std::vector<SeenQuestion> questions) {
  change(questions);
  std::string out;
  for (const SeenQuestion& question : questions) {
    if (!out.empty()) out += ' ';
    for (const BoxReading& box : question.boxes) out += "etcd"[static_cast<int>(box.state)];
  }
  return out;
}

}  // namespace

TEST_CASE("a page's strokes are whole where each tick is wide, faint where rests or many dots show, and kept where nothing says so") {
  CHECK(strokes_kept({{&home, {bare, stroke(0.6)}}, {&aids, {speck, bare}}}) == Strokes::whole);
  CHECK(strokes_kept({{&home, {bare, stroke(0.6)}}, {&aids, {stroke(0.4), bare}}}) == Strokes::kept);
  CHECK(strokes_kept({{&home, {bare, stroke(0.6)}}, {&aids, {stroke(0.2), bare}}}) == Strokes::faint);
  CHECK(strokes_kept({{&home, {bare, stroke(0.6)}}, {&aids, {line(0.03), bare}}}) == Strokes::whole);   // a fold's
  CHECK(strokes_kept({{&home, {bare, stroke(0.6)}}, {&aids, {line(0.05), bare}}}) == Strokes::faint);
  CHECK(strokes_kept({{&home, {bare, specks}}, {&aids, {speck, bare}}}) == Strokes::faint);
  CHECK(strokes_kept({{&home, {bare, speck}}, {&aids, {speck, bare}}}) == Strokes::kept);
  CHECK(strokes_kept({{&home, {bare, bare}}, {&aids, {bare, bare}}}) == Strokes::kept);
}

TEST_CASE("two strokes that are less than ticks on a page without one say that it lost some; one does not, nor two beside a tick") {
  CHECK(strokes_kept({{&home, {bare, rest}}, {&aids, {rest, bare}}}) == Strokes::faint);
  CHECK(strokes_kept({{&home, {bare, rest}}, {&aids, {bare, bare}}}) == Strokes::kept);
  CHECK(strokes_kept({{&home, {bare, rest}}, {&aids, {rest, stroke(0.4)}}}) == Strokes::kept);
}

TEST_CASE("where strokes are whole dots are dirt; a stroke that is less than a tick stays a doubt") {
  CHECK(states_after(clear_dirt, {{&home, {stroke(0.6), specks}}, {&aids, {rest, bare, speck}}}) == "te dee");
}

TEST_CASE("on a page that lost strokes rests of them are ticks, unless nothing else on it bears a trace or a tick is whole") {
  CHECK(states_after(believe_rests, {{&home, {bare, rest}}, {&aids, {rest, bare, stroke(0.4)}}}) == "et tet");
  CHECK(states_after(believe_rests, {{&home, {bare, bare}}, {&aids, {rest, bare, stroke(0.4)}}}) == "ee det");
  CHECK(states_after(believe_rests, {{&home, {bare, bare}}, {&aids, {rest, bare, stroke(0.2)}}}) == "ee tet");
  CHECK(states_after(believe_rests, {{&home, {bare, rest}}, {&aids, {rest, bare, stroke(0.6)}}}) == "ed det");
  CHECK(states_after(believe_rests, {{&home, {bare, other}}, {&aids, {rest, black, rest}}}) == "ed tct");
}

TEST_CASE("on a page that lost strokes dots are the tick of a choice that bears nothing else; one alone, dots in two boxes and those where several may be ticked stay doubts") {
  const SeenQuestion struck{&aids, {stroke(0.2), bare}};
  CHECK(states_after(believe_rests, {{&home, {bare, specks, bare}}, struck}) == "ete te");
  CHECK(states_after(believe_rests, {{&home, {bare, speck, bare}}, struck}) == "ede te");
  CHECK(states_after(believe_rests, {{&home, {specks, specks, bare}}, struck}) == "dde te");
  CHECK(states_after(believe_rests, {{&home, {stroke(0.4), specks, bare}}, struck}) == "tde te");
  CHECK(states_after(believe_rests, {{&aids, {bare, specks, rest}}, struck}) == "edt te");
  CHECK(states_after(believe_rests, {{&home, {bare, specks, bare}}, {&aids, {specks, bare}}}) == "ede de");   // dots are all the page bears: dirt
}

TEST_CASE("of a page that may have lost ticks no box is taken for empty but beside a choice's tick") {
  CHECK(states_after(doubt_empty_boxes, {{&home, {bare, stroke(0.4), bare}}, {&family, {bare, bare}}, {&aids, {bare, stroke(0.4)}}}) == "ete dd dt");
  CHECK(states_after(doubt_empty_boxes, {{&home, {bare, stroke(0.4), other}}, {&family, {stroke(0.4), stroke(0.4), bare}}}) == "dtd ttd");
}

TEST_CASE("where each of several choices bears its tick nothing was lost; one choice alone says little") {
  CHECK(states_after(doubt_empty_boxes, {{&home, {bare, stroke(0.4)}}, {&family, {stroke(0.4), bare}}, {&aids, {bare, rest}}}) == "et te ed");
  CHECK(states_after(doubt_empty_boxes, {{&home, {bare, stroke(0.4)}}, {&aids, {bare, rest}}}) == "et dd");
}
