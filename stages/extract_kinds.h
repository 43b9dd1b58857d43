// References of a kind that is known by its form: files of urban planning, parcels, plates of vehicles, invoices.
#pragma once

#include <vector>

#include "stages/extract_lines.h"

namespace pli {

/// For each `reference` of a known kind a field of that name beside it, its value in the form in which it is looked up: `planning_file` PC0498902500058 (A423-3 of the code de l'urbanisme; seven figures
/// or a letter and figures at the end), `parcel` AK 217, `plate` AB-123-CD, `invoice` as written. Plates are found where no label names them.
void extract_kinds(std::vector<TextLine>&, std::vector<Field>&);

}  // namespace pli
