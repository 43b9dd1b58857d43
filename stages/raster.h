// An upright page on its way from the task that looked at it to the task that reads its words: not decoded twice.
#pragma once

#include <filesystem>

#include "pipeline/image.h"

namespace pli {

/// Pixels and resolution as they are, uncompressed, for this machine only.
void write_raster(const std::filesystem::path&, ImageView);
/// Where the stamp that was lifted from a page goes (stages/lift_stamp.h).
std::filesystem::path stamp_beside(const std::filesystem::path& raster);
/// Throws Fatal("work-folder-damaged") when the file is not what write_raster wrote.
Image read_raster(const std::filesystem::path&);

}  // namespace pli
