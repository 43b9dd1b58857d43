#include "stages/straighten.h"

#include <algorithm>
#include <cmath>

#include "stages/engines/leptonica_direction.h"
#include "stages/engines/opencv_marks.h"
#include "stages/engines/opencv_paper.h"
#include "stages/engines/tesseract.h"

namespace pli {
namespace {

constexpr double turn_dpi = 150;         // ENGINES §3: as sure as 300 dpi at a quarter of the cost
constexpr double ink_ratio = 0.7;        // darker than this share of its paper is print
constexpr int least_marks = 8;           // fewer shapes of letters have no direction that could be trusted
constexpr int marks_with_turn = 60;      // from ten words on, a page whose turn stays unknown is worth a person's look
constexpr double least_contrast = 3;     // rows against columns: pictures and noise stay near 1, print is above 8
constexpr double least_sharpness = 2;    // best against worst angle around the tilt: print is above 3

struct Direction {
  bool known = false;      // rows of print run along one axis
  bool sideways = false;   // and it is the vertical one
  double tilt = 0;
};

// The axis whose rows of ink vary most, and its tilt to about a tenth of a degree.
Direction find_direction(const Ink& ink, double most) {
  const auto sweep = [&](const Ink& page) { return page.tilt(0, most + 1, 0.5, 4, 4); };
  const TiltReading across = sweep(ink), along = sweep(ink.turned(90));
  const bool sideways = along.score > across.score;
  const TiltReading& best = sideways ? along : across;
  const double other = std::max(1.0, sideways ? across.score : along.score);
  return {best.score / other >= least_contrast, sideways, best.angle};
}

struct Turn {
  int rotation = 0;
  double confidence = 0;
};

Turn sure_turn(int rotation, double confidence) { return {rotation % 360, confidence}; }

Turn find_turn(const Ink& ink, const Direction& direction, ImageView small) {
  const int first = direction.sideways ? 90 : 0;
  const TurnReading reading = ink.turned(first).untilted(direction.tilt).turn();
  if (reading.rotation >= 0) {
    const double sigma = std::max(std::abs(reading.upright), std::abs(reading.sideways));
    return sure_turn(first + reading.rotation, std::min(0.999, 0.95 + 0.004 * (sigma - 8)));
  }
  // Capitals and figures have no ascenders: ask for the shapes of the characters themselves.
  const std::optional<TurnOpinion> opinion = turn_by_characters(turned(small, first, direction.tilt));
  if (opinion && opinion->confidence >= 0.5) return sure_turn(first + opinion->rotation, opinion->confidence);
  return {};
}

struct Tilt {
  double angle = 0, confidence = 0;
};

Tilt find_tilt(ImageView grey, ImageView light, const Direction& direction, double most) {
  const Ink ink(ink_of(grey, light, ink_ratio, true));
  const int first = direction.sideways ? 90 : 0;
  const TiltReading fine = (first == 0 ? ink.tilt(direction.tilt, 1, 0.25, 4, 1) : ink.turned(first).tilt(direction.tilt, 1, 0.25, 4, 1));
  const double confidence = std::clamp(0.5 + (fine.ratio - least_sharpness) / 4, 0.0, 0.999);
  if (fine.ratio < least_sharpness || std::abs(fine.angle) > most) return {0, std::min(confidence, 0.49)};
  return {fine.angle, confidence};
}

}  // namespace

Upright straighten(ImageView scan, const StraightenOptions& options) {
  Upright out;
  const Image grey = grey_copy(scan);
  const Image small = reduced(grey, turn_dpi);
  const Image light = paper_light(small);
  const Image mask = ink_of(small, light, ink_ratio, true);
  const Marks marks = find_marks(mask);
  if (marks.text_like >= least_marks && std::min(small.width, small.height) >= 64) {
    const Ink ink(mask);
    const Direction direction = find_direction(ink, options.max_skew_degrees);
    if (direction.known) {
      const Turn turn = find_turn(ink, direction, whitened(small, light));
      const Tilt tilt = find_tilt(grey, light, direction, options.max_skew_degrees);
      out.rotation = turn.rotation;
      out.rotation_confidence = turn.confidence;
      out.skew = tilt.angle;
      out.skew_confidence = tilt.confidence;
      if (turn.confidence == 0 && (direction.sideways || marks.text_like >= marks_with_turn)) out.doubts.push_back("turn-unsure");
      if (tilt.confidence < 0.5 && marks.text_like >= marks_with_turn) out.doubts.push_back("skew-unsure");
    }
  }
  out.page = turned(grey, out.rotation, std::abs(out.skew) < options.min_skew_degrees ? 0 : out.skew);
  return out;
}

}  // namespace pli
