// Barcodes as pictures to print: one pixel a module, a quiet zone around.
#pragma once

#include <string>

#include "pipeline/image.h"

namespace pli::samples {

/// Formats as stages/engines/zxing.h names them. Linear symbols come `height` modules high.
/// Throws UsageError("code-invalid") when the format can't hold the text.
Image draw_symbol(const std::string& format, const std::string& text, int height = 30);

}  // namespace pli::samples
