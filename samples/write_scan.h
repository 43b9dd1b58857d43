// Scans as files: what multifunction printers and mail programs make of them. The same pixels always give the same bytes.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "pipeline/image.h"

namespace pli::samples {

/// The pages of one TIFF. Bilevel pages become G4; others JPEG at `quality`, or LZW when it is 0.
std::string tiff_bytes(std::span<const Image> pages, int quality = 75);

std::string jpeg_bytes(ImageView, int quality = 75);
std::string png_bytes(ImageView);

/// A PDF with one full-page image a page: G4 for bilevel, JPEG for others, as a scanner writes it (no text layer).
std::string pdf_bytes(std::span<const Image> pages, int quality = 75);

/// A zip of stored entries (scans don't shrink), all dated 1980-01-01.
std::string zip_bytes(const std::vector<std::pair<std::string, std::string>>& entries);

}  // namespace pli::samples
