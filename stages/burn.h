// Places of a page made black in its pixels: nothing lies under what was burnt.
#pragma once

#include <array>
#include <string>
#include <utility>
#include <vector>

#include "pipeline/image.h"
#include "pipeline/page.h"

namespace pli {

/// Four corners in order, in pixels.
using Quad = std::array<std::pair<double, double>, 4>;

struct Burnt {
  Picture picture;
  std::string bytes;
};

/// The stream with those places black, and a margin around them; the rest keeps its pixels (of a JPEG: its coefficients). `done` says "masked".
/// Throws ItemError("damaged-page").
Burnt burnt(const Picture&, const std::string& bytes, const std::vector<Quad>& places);

/// A page's thumbnail, upright, with `facts.masked` black.
Image burnt_thumbnail(Image, const PageFacts& facts);

}  // namespace pli
