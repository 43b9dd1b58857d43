// A separator sheet as it lies in a pile: title for people, QR codes for the machine.
#pragma once

#include <vector>

#include "pipeline/code.h"
#include "samples/typeset.h"

namespace pli::samples {

/// One A4 side with the code in four places. No text of it belongs to any document's truth.
PrintedPage print_sheet(const SheetCode&, double dpi);

}  // namespace pli::samples
