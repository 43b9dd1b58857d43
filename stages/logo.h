// The town's logo as letters carry it.
#pragma once

#include <filesystem>
#include <memory>

#include "pipeline/image.h"

namespace pli {

/// A PNG or JPEG file as grey or RGB pixels, transparency laid on white; null for an empty path. Throws UsageError("template-invalid") for a file that is neither, damaged, or larger than 4 megapixels.
std::shared_ptr<const Image> read_logo(const std::filesystem::path&);

}  // namespace pli
