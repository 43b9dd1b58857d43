#include "stages/straighten.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "stages/engines/leptonica_direction.h"
#include "stages/engines/opencv_marks.h"
#include "stages/engines/opencv_paper.h"
#include "stages/engines/tesseract.h"

namespace pli {
namespace {

constexpr double turn_dpi = 150;       // ENGINES §3: as sure as 300 dpi at a quarter of the cost
constexpr double ink_ratio = 0.7;      // darker than this share of its paper is print
constexpr double longest_print = 30;   // mm: a longer shape is a rule or a rim, and outshouts the rows of a short letter
constexpr int least_marks = 8;         // fewer shapes of letters have no direction that could be trusted
constexpr int marks_with_turn = 60;    // from ten words on, a page whose direction stays unknown is worth a person's look
constexpr double least_contrast = 3;   // rows against columns: pictures and noise stay near 1, letters are above 8, tables anywhere
constexpr double least_sharpness = 2;  // against the median of all angles
constexpr double least_sigma = 4.5;    // ascenders over descenders
constexpr double least_opinion = 0.5;

struct Axis {
  bool known = false;      // rows of print run along one axis
  bool sideways = false;   // and it is the vertical one
  double tilt = 0;         // of the print along it, to about a tenth of a degree
  double sharpness = 0;
};

Axis find_axis(const Ink& ink, double most) {
  const TiltReading across = ink.sweep(most + 1), along = ink.turned(90).sweep(most + 1);
  const bool sideways = along.score > across.score;
  const TiltReading& best = sideways ? along : across;
  const double other = std::max(1.0, sideways ? across.score : along.score);
  return {best.score / other >= least_contrast && best.sharpness >= least_sharpness, sideways, best.angle, best.sharpness};
}

struct Turn {
  int rotation = 0;
  double confidence = 0;  // 0: unknown
};

// What `small` shows, untilted first: characters have the last word on pages that ascenders would turn.
Turn by_characters(ImageView small, int first, double tilt) {
  const std::optional<TurnOpinion> opinion = turn_by_characters(turned(small, first, tilt));
  if (!opinion) return {};
  return {(first + opinion->rotation) % 360, opinion->confidence};
}

Turn find_turn(const Ink& ink, const Axis& axis, ImageView small) {
  const int first = axis.sideways ? 90 : 0;
  if (!axis.known) {  // a grid of figures has rows both ways
    const Turn turn = by_characters(small, first, axis.tilt);
    return turn.confidence >= 0.7 ? turn : Turn{};
  }
  const double sigma = (axis.sideways ? ink.turned(90) : ink.turned(0)).untilted(axis.tilt).upright();
  const double confidence = std::min(0.999, 0.95 + 0.005 * (std::abs(sigma) - least_sigma));
  // Most pages come upright: that needs no second opinion. Figures, capitals and foreign letters can make ascenders lie, so a turn does.
  if (sigma >= least_sigma && !axis.sideways) return {0, confidence};
  const Turn turn = by_characters(small, first, axis.tilt);
  if (std::abs(sigma) < least_sigma) return turn.confidence >= least_opinion ? turn : Turn{};
  const int rotation = (first + (sigma > 0 ? 0 : 180)) % 360;
  if (turn.confidence < least_opinion || turn.rotation == rotation) return {rotation, turn.confidence < least_opinion ? 0.9 : confidence};
  return turn.confidence >= 0.7 ? turn : Turn{};
}

}  // namespace

Upright straighten(ImageView scan, const StraightenOptions& options) {
  Upright out;
  const Image grey = grey_copy(scan);
  const Image small = reduced(grey, turn_dpi);
  const Image light = paper_light(small);
  const Image mask = ink_of(small, light, ink_ratio, true);
  const PrintedInk print = printed_ink(mask, longest_print);
  const int marks = std::min(small.width, small.height) >= 64 ? print.marks.text_like : 0;
  if (marks >= least_marks) {
    const Ink ink(print.ink);
    Axis axis = find_axis(ink, options.max_skew_degrees);
    if (!axis.known) axis = find_axis(Ink(mask), options.max_skew_degrees);  // a form's frame lies as its few words do
    const Turn turn = axis.known || marks >= marks_with_turn ? find_turn(ink, axis, whitened(small, light)) : Turn{};
    out.rotation = turn.rotation;
    out.rotation_confidence = turn.confidence;
    if (axis.known || (turn.confidence > 0 && axis.sharpness >= least_sharpness)) {
      const Ink full(ink_of(grey, light, ink_ratio, true));
      const double tilt = axis.sideways ? full.turned(90).refined(axis.tilt) : full.refined(axis.tilt);
      out.skew_confidence = std::clamp(1 - 0.5 * least_sharpness / axis.sharpness, 0.0, 0.999);
      if (std::abs(tilt) <= options.max_skew_degrees && std::abs(tilt) >= options.min_skew_degrees) out.skew = tilt;
    }
    if (turn.confidence == 0 && axis.known && (axis.sideways || marks >= marks_with_turn)) out.doubts.push_back("turn-unsure");
    if (turn.confidence > 0 && out.skew_confidence == 0 && marks >= marks_with_turn) out.doubts.push_back("skew-unsure");
  }
  out.page = turned(grey, out.rotation, out.skew);
  return out;
}

}  // namespace pli
