// What a person did to a box: ticked, crossed, filled or circled it, blackened it because it was wrong, or left it alone.
#pragma once

#include "stages/register_form.h"

namespace pli {

enum class BoxState { empty, ticked, cancelled, doubtful };

/// What a doubtful box of a black and white scan bears: a hand's or dirt.
enum class Trace {
  none,
  specks,   ///< too small for strokes
  rest      ///< a stroke or ring that is less than a tick, or as short or round as a grain of dirt
};

struct BoxReading {
  BoxState state = BoxState::empty;
  double confidence = 1;    ///< of the state
  double filled = 0;        ///< share of the inside that bears strokes
  double ink = 0;           ///< mean of the inside, 0..1
  double ring = 0;          ///< share of the directions around it in which a stroke lies
  double width = 0;         ///< mm of its strokes, mean; of the ring's where that is the tick
  int specks = 0;           ///< dots inside that are too small for strokes, on a black and white scan
  Trace trace = Trace::none;
  bool frayed = false;      ///< a black and white scan shows but rests of a stroke: thinner than any pen's, or dots all over
};

struct BoxOptions {
  double line = 0.3;        ///< mm, of the box's frame
  double empty_below = 0.016, ticked_from = 0.04;  ///< share of the inside that bears strokes
  double least_stroke = 1.1, longest_dot = 1.6;  ///< mm: a shorter stroke, or a round one up to that, may be a grain of dirt or somebody's dot
  double black_from = 0.93; ///< up to the frame on all sides: blackened
  double thinnest = 0.32;   ///< mm as a scan shows it, mean: a thinner stroke is a rest of a pencil's
  int most_specks = 0;      ///< on a black and white scan: more dots may be what its threshold left of a pencil's stroke
  double ring_reach = 2.6;  ///< mm around the box where nothing is printed: a ring there is a tick
};

/// `patch` holds the box with `ring_reach` around it; `box` stands where its frame was found.
BoxReading read_box(const SheetPatch&, const BoxMm& box, const BoxOptions& = {});

}  // namespace pli
