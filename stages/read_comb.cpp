#include "stages/read_comb.h"

#include <algorithm>

#include "stages/read_box.h"

namespace pli {
namespace {

constexpr double cell_inset = 0.45, least_written = 0.025;  // mm inside the cell's frame; share of its inside

}  // namespace

CombReading CombReader::read(const SheetPatch& patch, const FormField&, const std::vector<BoxMm>& cells) const {
  CombReading reading;
  for (const BoxMm& cell : cells) {
    const BoxMm inside{cell.x + cell_inset, cell.y + cell_inset, cell.width - 2 * cell_inset, cell.height - 2 * cell_inset};
    const bool written = strokes_in(patch, inside, 0.8).share() >= least_written;
    reading.text += written ? '?' : '_';
    reading.empty = reading.empty && !written;
  }
  reading.confidence = reading.empty ? 0.98 : 0;
  return reading;
}

}  // namespace pli
