// The openers of acquire, one a kind of file. Internal to acquire.
#pragma once

#include <filesystem>
#include <string>

#include "stages/acquire.h"

namespace pli {

Scan open_tiff_page(const std::filesystem::path&, int index, const Limits&, const AcquireOptions&);
Scan open_pdf_page(const std::filesystem::path&, int index, const Limits&, const AcquireOptions&);
Scan open_jpeg(const std::filesystem::path&, const Limits&, const AcquireOptions&);
Scan open_png(const std::filesystem::path&, const Limits&, const AcquireOptions&);

/// The pages of a TIFF that can be reached; throws ItemError("damaged-file") when not even one can.
int tiff_pages(const std::filesystem::path&, const Limits&);

/// A single image's file whole in memory; throws ItemError("page-too-large") over 256 MiB.
std::string image_file(const std::filesystem::path&);

/// What list_input throws for an archive, or its members in natural order, unpacked.
std::vector<Member> unpacked(const std::filesystem::path& archive, const std::filesystem::path& into, const Limits&);

}  // namespace pli
