#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "samples/canvas.h"
#include "samples/marks.h"
#include "samples/returned.h"

namespace pli::samples {
namespace {

constexpr double quiet = 1.2;  // mm; half of the quiet zone is enough for a decoder

/// What a citizen and a mailroom do to a sheet before it is scanned.
struct Handling {
  bool pen = false, stamp = false;
  std::optional<Wear> copier;   ///< the sheet is a photocopy
  double contrast = 1;          ///< of the copier
  std::size_t spoilt = 0;       ///< the code that pen or stamp may lie over
  bool over = false;
};

Wear draw_copier(Level level, Random& random) {
  Wear wear;
  wear.mode = Wear::Mode::grey;
  wear.skew = random.uniform(-0.8, 0.8);
  wear.scale = random.uniform(0.94, 1.06);
  wear.shift_x = random.uniform(-1.5, 1.5), wear.shift_y = random.uniform(-1.5, 1.5);
  wear.paper = random.uniform(243, 255), wear.ink = random.uniform(20, level == Level::bad ? 75 : 50);
  wear.lid = random.pick(std::vector<double>{20, 250, 250});
  wear.blur = random.uniform(0.6, level == Level::bad ? 1.2 : 0.9);
  wear.noise = random.uniform(1.5, 4);
  wear.speckle = random.uniform(0.3, level == Level::bad ? 5 : 2);
  wear.streaks = random.chance(0.15) ? 1 : 0;
  return wear;
}

Handling draw_handling(Level level, Random& random) {
  const int step = static_cast<int>(level);
  static constexpr double copied[] = {0.1, 0.25, 0.4}, written[] = {0.2, 0.4, 0.5}, stamped[] = {0.1, 0.3, 0.3}, spoilt[] = {0.02, 0.1, 0.15};
  Handling handling;
  if (random.chance(copied[step])) handling.copier = draw_copier(level, random), handling.contrast = random.uniform(1, 1.7);
  handling.pen = random.chance(written[step]);
  handling.stamp = random.chance(stamped[step]);
  handling.over = (handling.pen || handling.stamp) && random.chance(spoilt[step] / (1 - (1 - written[step]) * (1 - stamped[step])));
  handling.spoilt = static_cast<std::size_t>(random.below(2));
  return handling;
}

/// A stroke, a date, a tick: what people write beside or across a code.
void write_by_hand(Canvas& canvas, const CodePlace& code, bool over, Random& random) {
  const double inwards = code.x < a4_width / 2 ? 1 : -1, edge = inwards > 0 ? code.x + code.side : code.x;
  if (over) {
    const double y = code.y + random.uniform(0.2, 0.8) * code.side;
    canvas.stroke({{code.x - 4, y + random.uniform(-4, 4)}, {code.x + code.side / 2, y}, {code.x + code.side + 6, y + random.uniform(-5, 5)}}, random.uniform(0.3, 0.7), pen_ink(random));
    return;
  }
  const double from = edge + inwards * random.uniform(0.8, 6);
  if (random.chance(0.5)) draw_signature(canvas, inwards > 0 ? from + 2 : from - 34, code.y + random.uniform(0.3, 1) * code.side, 30, random);
  else draw_scrawl(canvas, inwards > 0 ? from : from - 40, code.y + random.uniform(0.2, 0.7) * code.side, 38, 1, random);
}

void put_stamp(Canvas& canvas, const CodePlace& code, bool over, Random& random) {
  const std::string date = stamp_date("2026-11-23");
  const bool left = code.x < a4_width / 2;
  if (over) draw_stamp(canvas, code.x + (left ? random.uniform(-2, 8) : random.uniform(-40, -20)), code.y + random.uniform(0.2, 0.8) * code.side, date, random);
  else draw_stamp(canvas, left ? code.x + code.side + random.uniform(3, 10) : code.x - random.uniform(68, 75), code.y + random.uniform(0, 0.6) * code.side, date, random);
}

void raise_contrast(Image& image, double factor) {
  for (std::uint8_t& value : image.pixels) value = static_cast<std::uint8_t>(std::clamp(std::lround(128 + (value - 128) * factor), 0L, 255L));
}

Image marked(const PrintedSheet& sheet, const Handling& handling, Random& random) {
  if (!handling.pen && !handling.stamp) return sheet.image;
  Canvas canvas(a4_width, a4_height, sheet.image.dpi);
  canvas.picture(0, 0, a4_width, sheet.image, true);
  const CodePlace nowhere{10, 10, 20};
  const CodePlace& near = sheet.places.empty() ? nowhere : sheet.places[handling.spoilt % sheet.places.size()];
  if (handling.pen) write_by_hand(canvas, near, handling.over && !handling.stamp, random);
  if (handling.stamp) put_stamp(canvas, near, handling.over, random);
  return canvas.image();
}

/// With half its quiet zone, on the paper of the copy and then on the scan.
bool code_is_whole(const CodePlace& code, const std::optional<Wear>& copier, const Wear& scan) {
  double x = code.x - quiet, y = code.y - quiet, side = code.side + 2 * quiet;
  if (copier) {
    if (!whole_on_scan(*copier, x, y, side, side)) return false;
    const auto middle = lies_at(*copier, x + side / 2, y + side / 2);
    side *= copier->scale;
    x = middle.first - side / 2, y = middle.second - side / 2;
  }
  return whole_on_scan(scan, x, y, side, side);
}

bool readable(const PrintedSheet& sheet, const Handling& handling, const Wear& scan) {
  if (sheet.places.empty()) return true;
  for (std::size_t i = 0; i < sheet.places.size(); ++i)
    if (!(handling.over && i == handling.spoilt % sheet.places.size()) && code_is_whole(sheet.places[i], handling.copier, scan)) return true;
  return false;
}

std::vector<std::string> told(const Handling& handling, const Wear& wear) {
  std::vector<std::string> done;
  if (handling.copier) done.push_back(fmt::format("copied {:.0f} %", handling.copier->scale * 100));
  if (handling.pen) done.emplace_back(handling.over && !handling.stamp ? "pen over a code" : "pen");
  if (handling.stamp) done.emplace_back(handling.over ? "stamp over a code" : "stamp");
  if (wear.folds > 0) done.emplace_back("folded");
  return done;
}

}  // namespace

ScannedSheet return_sheet(const PrintedSheet& sheet, Level level, Random& random, bool lay_again) {
  Handling handling = draw_handling(level, random);
  ScannedSheet result{{}, draw_scan(level, random), {}};
  for (int again = 0; lay_again && again < 200 && !readable(sheet, handling, result.wear); ++again) {
    result.laid_again = true;
    const Wear other = draw_scan(level, random);
    if (handling.copier) handling.copier = draw_copier(level, random);
    result.wear.skew = other.skew, result.wear.scale = other.scale, result.wear.edges = other.edges, result.wear.holes = other.holes, result.wear.shift_x = other.shift_x, result.wear.shift_y = other.shift_y;
  }
  result.done = told(handling, result.wear);
  Image paper = marked(sheet, handling, random);
  if (handling.copier) {
    paper = scan_page(paper, {}, *handling.copier, random);
    raise_contrast(paper, handling.contrast);
  }
  result.scan = scan_page(paper, {}, result.wear, random);
  return result;
}

}  // namespace pli::samples
