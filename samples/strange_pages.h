// Pages of which a reader of printed French can make nothing, or nothing without turning them: each comes to a town hall now and then.
#pragma once

#include "samples/degrade.h"
#include "samples/letter.h"
#include "samples/typeset.h"

namespace pli::samples {

enum class Strange { handwriting, photograph, map, cyrillic, fax_upside_down, letter };
inline constexpr int strange_kinds = 6;
const char* strange_name(Strange);

/// `letter` is the twin: an ordinary one. A fax is a letter with the sender's line at its head.
PrintedPage print_strange(Strange, const std::vector<SampleLetter>&, Random&);

/// A fax has 200 dpi, is black and white and lies upside down; photographs are never black and white.
Wear draw_scan_of(Strange, Level, Random&);

}  // namespace pli::samples
