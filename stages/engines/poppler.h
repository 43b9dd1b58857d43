// Adapter of Poppler: a PDF page as a person would see it. Nothing is printed; errors are ItemError("damaged-page").
#pragma once

#include <filesystem>

#include "pipeline/image.h"

namespace pli {

/// Page `index` (from 0) drawn on white at `dpi`, RGB, /Rotate applied, cut to its crop box. An empty user password is tried.
Image render_pdf_page(const std::filesystem::path&, int index, double dpi);

}  // namespace pli
