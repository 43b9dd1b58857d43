#include "stages/weigh_boxes.h"

#include <algorithm>

namespace pli {
namespace {

constexpr int faint_boxes = 2, faint_specks = 4;   // boxes with traces in them, and their dots: dirt alone makes no such page
constexpr double whole_stroke = 0.52;   // mm as a scan shows it, mean of a tick: who leaves so wide strokes loses none to a threshold
constexpr double most_dirt = 0.04, dirty_box = 0.97;   // share of a box's inside that grains or a fold's line bear; confidence that they are dirt
constexpr double rest_of_tick = 0.9;    // confidence
constexpr int fewest_dots = 2;          // of a tick: one alone may be dirt
constexpr int fewest_settled = 2;       // choices that bear their ticks: had the scan lost some, one of these would be among them

/// Boxes of a page by what they bear, and the specks in all of them.
struct BoxTally {
  int ticked = 0, whole = 0, rests = 0, traced = 0, frayed = 0, thick = 0, specked = 0, specks = 0;
};

BoxTally tally(const std::vector<SeenQuestion>& questions) {
  BoxTally all;
  for (const SeenQuestion& question : questions)
    for (const BoxReading& box : question.boxes) {
      const bool ticked = box.state == BoxState::ticked;
      all.ticked += ticked ? 1 : 0, all.whole += ticked && box.width >= whole_stroke ? 1 : 0;
      all.rests += box.trace == Trace::rest ? 1 : 0, all.traced += box.frayed || box.trace != Trace::none ? 1 : 0;
      all.frayed += box.frayed ? 1 : 0, all.thick += box.frayed && box.filled >= most_dirt ? 1 : 0;
      all.specked += box.specks > 0 ? 1 : 0, all.specks += box.specks;
    }
  return all;
}

void tick(BoxReading& box) { box.state = BoxState::ticked, box.confidence = rest_of_tick; }

}  // namespace

int SeenQuestion::count(BoxState state) const {
  return static_cast<int>(std::count_if(boxes.begin(), boxes.end(), [state](const BoxReading& box) { return box.state == state; }));
}

bool SeenQuestion::settled() const { return field->type == "choice" && count(BoxState::ticked) == 1 && count(BoxState::empty) + 1 == static_cast<int>(boxes.size()); }

Strokes strokes_kept(const std::vector<SeenQuestion>& questions) {
  const BoxTally all = tally(questions);
  if (all.ticked > 0 && all.whole == all.ticked && all.thick == 0) return Strokes::whole;
  const bool dotted = all.specked >= faint_boxes && all.specks >= faint_specks && all.specked > all.ticked;
  return all.frayed > 0 || dotted || (all.ticked == 0 && all.rests >= faint_boxes) ? Strokes::faint : Strokes::kept;
}

void clear_dirt(std::vector<SeenQuestion>& questions) {
  for (SeenQuestion& question : questions)
    for (BoxReading& box : question.boxes)
      if (box.trace == Trace::specks) box.state = BoxState::empty, box.confidence = dirty_box;
}

void believe_rests(std::vector<SeenQuestion>& questions) {
  const BoxTally all = tally(questions);
  if (all.traced < faint_boxes || all.rests + all.ticked == 0 || all.whole > 0) return;   // a fold, or dirt: whose ticks are whole leaves no rests
  for (SeenQuestion& question : questions) {
    for (BoxReading& box : question.boxes)
      if (box.trace == Trace::rest) tick(box);
    if (question.field->type != "choice" || question.count(BoxState::empty) + 1 != static_cast<int>(question.boxes.size())) continue;
    for (BoxReading& box : question.boxes)
      if (box.trace == Trace::specks && box.specks >= fewest_dots) tick(box);
  }
}

void doubt_empty_boxes(std::vector<SeenQuestion>& questions) {
  int choices = 0, settled = 0;
  for (const SeenQuestion& question : questions) choices += question.field->type == "choice" ? 1 : 0, settled += question.settled() ? 1 : 0;
  if (settled >= fewest_settled && settled == choices) return;
  for (SeenQuestion& question : questions) {
    if (question.settled()) continue;
    for (BoxReading& box : question.boxes)
      if (box.state == BoxState::empty) box.state = BoxState::doubtful, box.confidence = 0.5;
  }
}

}  // namespace pli
