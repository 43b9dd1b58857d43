#include "stages/straighten.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

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
constexpr double least_opinion = 0.5, sure_opinion = 0.7;
constexpr std::size_t letters_asked = 90;  // Tesseract wants 50 for an opinion and would look at 250, four ways each

constexpr double faint_sharpness = 3, faint_tilt = 0.3;  // degrees: a faint direction, or one that nobody knows the way up of, may be a fold or a picture's horizon, and tells no smaller tilt

struct Axis {
  bool known = false;      // rows of print run along one axis
  bool framed = false;     // known by a frame alone: print needn't run along it
  bool sideways = false;   // and it is the vertical one
  double tilt = 0;         // of the print along it, to about a tenth of a degree
  double sharpness = 0;
};

Axis find_axis(const Ink& ink, double most) {
  const TiltReading across = ink.sweep(most + 1), along = ink.turned(90).sweep(most + 1);
  const bool sideways = along.score > across.score;
  const TiltReading& best = sideways ? along : across;
  const double other = std::max(1.0, sideways ? across.score : along.score);
  return {best.score / other >= least_contrast && best.sharpness >= least_sharpness, false, sideways, best.angle, best.sharpness};
}

struct Turn {
  int rotation = 0;
  double confidence = 0;  // 0: unknown
};

struct Print {
  Image page;                 // on white paper, at turn_dpi
  std::vector<Box> letters;
};

ImageView part(ImageView page, int left, int top, int right, int bottom) {
  left = std::max(0, left), top = std::max(0, top), right = std::min(page.width, right), bottom = std::min(page.height, bottom);
  page.data = page.row(top) + left;
  page.width = right - left, page.height = bottom - top;
  return page;
}

// The fewest rows of print that hold the letters asked for, or the whole page where it hasn't many more.
ImageView densest_rows(const Print& print, bool sideways) {
  if (print.letters.size() < letters_asked * 3 / 2) return print.page;
  std::vector<int> at;
  for (const Box& box : print.letters) at.push_back(sideways ? box.x + box.width / 2 : box.y + box.height / 2);
  std::sort(at.begin(), at.end());
  std::size_t best = 0;
  for (std::size_t i = 0; i + letters_asked <= at.size(); ++i)
    if (at[i + letters_asked - 1] - at[i] < at[best + letters_asked - 1] - at[best]) best = i;
  const int pad = static_cast<int>(turn_dpi * 0.15), from = at[best] - pad, to = at[best + letters_asked - 1] + pad;
  return sideways ? part(print.page, from, 0, to, print.page.height) : part(print.page, 0, from, print.page.width, to);
}

// What characters say, untilted first: they have the last word on pages that ascenders would turn.
Turn by_characters(ImageView print, int first, double tilt, CharacterShapes& shapes) {
  const std::optional<TurnOpinion> opinion = shapes.turn(turned(print, first, tilt));
  if (!opinion) return {};
  return {(first + opinion->rotation) % 360, opinion->confidence};
}

// A few rows are enough to be sure, or to agree with ascenders that are (`expected`); else the page is asked.
Turn by_some_characters(const Print& print, const Axis& axis, int first, std::optional<int> expected, CharacterShapes& shapes) {
  const ImageView rows = densest_rows(print, axis.sideways);
  const Turn turn = by_characters(rows, first, axis.tilt, shapes);
  const bool all = rows.width == print.page.width && rows.height == print.page.height;
  const double enough = expected == turn.rotation ? least_opinion : sure_opinion;
  return all || turn.confidence >= enough ? turn : by_characters(print.page, first, axis.tilt, shapes);
}

Turn find_turn(const Ink& ink, const Axis& axis, const Print& print, CharacterShapes& shapes) {
  const int first = axis.sideways ? 90 : 0;
  if (!axis.known) {  // a grid of figures has rows both ways
    const Turn turn = by_characters(print.page, first, axis.tilt, shapes);
    return turn.confidence >= sure_opinion ? turn : Turn{};
  }
  const double sigma = (axis.sideways ? ink.turned(90) : ink.turned(0)).untilted(axis.tilt).upright();
  const double confidence = std::min(0.999, 0.95 + 0.005 * (std::abs(sigma) - least_sigma));
  // Most pages come upright: that needs no second opinion. Figures, capitals and foreign letters can make ascenders lie, so a turn does.
  if (sigma >= least_sigma && !axis.sideways) return {0, confidence};
  const int rotation = (first + (sigma > 0 ? 0 : 180)) % 360;
  const bool told = std::abs(sigma) >= least_sigma;
  const Turn turn = by_some_characters(print, axis, first, told ? std::optional(rotation) : std::nullopt, shapes);
  if (!told) return turn.confidence >= (axis.framed ? sure_opinion : least_opinion) ? turn : Turn{};
  if (turn.confidence < least_opinion || turn.rotation == rotation) return {rotation, turn.confidence < least_opinion ? 0.9 : confidence};
  return turn.confidence >= sure_opinion ? turn : Turn{};
}

}  // namespace

Upright straighten(ImageView scan, const StraightenOptions& options) {
  CharacterShapes shapes;
  return straighten(scan, options, shapes);
}

Upright straighten(ImageView scan, const StraightenOptions& options, CharacterShapes& shapes) {
  Upright out;
  const Image copy = scan.channels == 1 ? Image() : grey_copy(scan);
  const ImageView grey = scan.channels == 1 ? scan : copy.view();
  const Image small = reduced(grey, turn_dpi);
  const Image light = paper_light(small);
  const Image mask = without_streaks(ink_of(small, light, ink_ratio, true));  // a streak in pieces has a direction as strong as a short letter's
  PrintedInk print = printed_ink(mask, longest_print);
  const int marks = std::min(small.width, small.height) >= 64 ? print.marks.text_like : 0;
  if (marks >= least_marks) {
    const Ink ink(print.ink);
    Axis axis = find_axis(ink, options.max_skew_degrees);
    if (!axis.known) {  // a form's frame lies as its few words do; a map's names run as its roads do
      axis = find_axis(Ink(mask), options.max_skew_degrees);
      axis.framed = axis.known;
    }
    const Turn turn = axis.known || marks >= marks_with_turn ? find_turn(ink, axis, {whitened(small, light), std::move(print.text_like)}, shapes) : Turn{};
    out.rotation = turn.rotation;
    out.rotation_confidence = turn.confidence;
    if (axis.known || (turn.confidence > 0 && axis.sharpness >= least_sharpness)) {
      const Ink full(ink_of(grey, light, ink_ratio, true));
      const double tilt = axis.sideways ? full.turned(90).refined(axis.tilt) : full.refined(axis.tilt);
      out.skew_confidence = std::clamp(1 - 0.5 * least_sharpness / axis.sharpness, 0.0, 0.999);
      const double least = turn.confidence > 0 && axis.sharpness >= faint_sharpness ? options.min_skew_degrees : std::max(options.min_skew_degrees, faint_tilt);
      if (std::abs(tilt) <= options.max_skew_degrees && std::abs(tilt) >= least) out.skew = tilt;
    }
    if (turn.confidence == 0 && axis.known && (axis.sideways || marks >= marks_with_turn)) out.doubts.push_back("turn-unsure");
    if (turn.confidence > 0 && out.skew_confidence == 0 && marks >= marks_with_turn) out.doubts.push_back("skew-unsure");
  }
  out.page = turned(grey, out.rotation, out.skew);
  return out;
}

}  // namespace pli
