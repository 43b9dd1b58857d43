// From the millimetres of a sheet to the pixels of its scan and back: a projective map, as paper under a lamp needs it.
#pragma once

#include <array>
#include <optional>
#include <vector>

#include "pipeline/form.h"

namespace pli {

struct PlanePoint {
  double x = 0, y = 0;
};
/// Of a zone on the sheet (mm), and of the pixels of a box on the page.
inline PlanePoint middle_of(const BoxMm& box) { return {box.x + box.width / 2, box.y + box.height / 2}; }
inline PlanePoint middle_of(const Box& box) { return {box.x + (box.width - 1) / 2.0, box.y + (box.height - 1) / 2.0}; }

/// A place on the sheet (mm) and where it was found on the page (pixels).
struct PointPair {
  PlanePoint sheet, page;
  double weight = 1;
};

struct PlaneMap {
  std::array<double, 9> m{1, 0, 0, 0, 1, 0, 0, 0, 1};
  PlanePoint at(double x, double y) const;
  /// Pixels to a millimetre around a place.
  double scale_at(double x, double y) const;
  /// Maps a place to where this one maps the place so far beside it.
  PlaneMap shifted(double dx, double dy) const;
};

/// Turn, size and shift alone, by least squares over two pairs or more.
std::optional<PlaneMap> fit_similar(const std::vector<PointPair>&);
/// By least squares over three pairs or more that don't lie on one line.
std::optional<PlaneMap> fit_affine(const std::vector<PointPair>&);
/// By least squares over four pairs or more, no three of the first four on one line.
std::optional<PlaneMap> fit_projective(const std::vector<PointPair>&);

/// Mean distance, pixels, between where the map puts the places and where they were found.
double mean_miss(const PlaneMap&, const std::vector<PointPair>&);

}  // namespace pli
