// Adapter of libexif: how a camera or scanner app says a JPEG must be turned.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace pli {

/// EXIF orientation 1..8 of an EXIF block (from "Exif\0\0"), 1 when it says none or nonsense.
int exif_orientation(std::string_view block);

/// What the camera wrote of itself: make, model, software, scanned.
std::map<std::string, std::string> exif_device(std::string_view block);

struct ExifResolution {
  double x = 0, y = 0;  ///< dots an inch; 0 when not said
};
ExifResolution exif_resolution(std::string_view block);

}  // namespace pli
