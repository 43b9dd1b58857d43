// Hands that fill in forms: pens of different width and colour, ways of ticking a box, figures written into cells.
#pragma once

#include <string>

#include "pipeline/form.h"
#include "samples/canvas.h"
#include "samples/random.h"

namespace pli::samples {

/// How somebody marks a box; `blackened` takes a mark back, `stray` is no mark: a short slip of the pen beside the box.
enum class Tick { tick, cross, slash, fill, hatch, circle, beyond, small, blackened };
inline constexpr int ticks = 9;
const char* tick_name(Tick);

/// A person with a pen.
struct Hand {
  Ink ink;
  std::string pen;          ///< black, blue, red, pencil, felt
  double width = 0.45;      ///< mm of a stroke
  double slant = 0;         ///< of upright strokes, share of their height
  double overshoot = 0.2;   ///< how far strokes leave the box, share of its side
  double wobble = 0.06;     ///< share of the box's side
  Tick usual = Tick::cross; ///< how this person ticks, most of the time
};
Hand draw_hand(Random&);
/// The person's usual way, now and then another. Never blackened.
Tick draw_tick(const Hand&, Random&);

void mark_box(Canvas&, const BoxMm&, Tick, const Hand&, Random&);
/// A figure from 0 to 9 in the middle of a cell.
void write_digit(Canvas&, const BoxMm& cell, int digit, const Hand&, Random&);
/// What somebody may write that is no digit: a crossed-out cell, a letter, a stroke.
void write_no_digit(Canvas&, const BoxMm& cell, const Hand&, Random&);

}  // namespace pli::samples
