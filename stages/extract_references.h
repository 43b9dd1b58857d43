// References: what the sender or the town calls a matter by - file, invoice, contract, permit and parcel numbers.
#pragma once

#include <vector>

#include "stages/extract_lines.h"

namespace pli {

/// Appends `reference` fields, each value once, at most 40. Reads only characters that belong to no other field: dates, sums, phones and checked numbers are out already.
void extract_references(std::vector<TextLine>&, std::vector<Field>&);

}  // namespace pli
