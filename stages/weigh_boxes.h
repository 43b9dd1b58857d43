// What the boxes of a page say of one another: where the threshold of a black and white scan left but rests of some strokes, it left nothing at all of others.
#pragma once

#include <vector>

#include "pipeline/form.h"
#include "stages/read_box.h"

namespace pli {

/// A question with boxes to tick, and what each of them looks like, in the order of its `tick_boxes`.
struct SeenQuestion {
  const FormField* field = nullptr;
  std::vector<BoxReading> boxes;
  int count(BoxState) const;
  bool settled() const;   ///< a choice that bears its one tick, and nothing in doubt
};

/// What became of a page's strokes on its way through the scanner.
enum class Strokes {
  kept,    ///< nothing says that any were lost
  whole,   ///< each tick is as wide as those that no threshold takes away: dots and thin lines elsewhere are dirt
  faint    ///< rests show that others may be gone
};

/// Of a page in grey or colour always `kept` or `whole`: its boxes bear no traces.
Strokes strokes_kept(const std::vector<SeenQuestion>&);
/// Of a page whose strokes are whole: what was doubtful for dots or a thin line alone is empty.
void clear_dirt(std::vector<SeenQuestion>&);
/// Of a page whose strokes are faint and that bears no whole tick: a rest of a stroke is a tick, and so are dots where a choice has nothing else.
void believe_rests(std::vector<SeenQuestion>&);
/// Of a page that may have lost ticks: no box is taken for empty but those of a settled choice, and all where each choice of several is settled.
void doubt_empty_boxes(std::vector<SeenQuestion>&);

}  // namespace pli
