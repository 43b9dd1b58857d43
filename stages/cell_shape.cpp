#include "stages/cell_shape.h"

#include <algorithm>
#include <cmath>

#include "stages/engines/opencv_form.h"

namespace pli {
namespace {

constexpr double frame_line_mm = 0.2;                       // as lay_form prints it
constexpr double band_mm = 0.18, thicker_mm = 0.16, darker = 0.2;   // beside a frame's line what may be its blur; how much thicker or darker a stroke on it is
constexpr double past_sides = 0.5, past_ends = 1.1;         // mm that a figure may leave its cell
constexpr double dirt_extent = 0.9, dirt_share = 0.12;      // smaller than that beside the figure is no part of it
constexpr double cell_inside = 0.4;                         // mm within the frame: what is written comes in that far
constexpr double frame_rest = 0.5;                          // mm about the frame: what lies nowhere else is a rest of it
constexpr int line_shift = 3;                               // pixels
constexpr int bridge_slope = 4;                             // pixels aside that a stroke may go while it crosses a line

/// One side of a cell: pixels along the line, and across it outwards and inwards.
struct CellSide {
  bool level;
  int from, to;       // along
  int line;           // across: the middle of the line
};

float ink_at(const SheetPatch& patch, bool level, int along, int across) {
  const int x = level ? along : across, y = level ? across : along;
  return x < 0 || y < 0 || x >= patch.width || y >= patch.height ? 0.0F : patch.at(x, y);
}

/// Where that line is darkest along its length: prints and scans shift a cell's frame by a pixel or three.
int settled_line(const SheetPatch& patch, const CellSide& side) {
  double most = -1;
  int best = side.line;
  for (int d = 0; d <= 2 * line_shift; ++d) {
    const int line = side.line + (d % 2 ? (d + 1) / 2 : -d / 2);
    double sum = 0;
    for (int along = side.from + 4; along < side.to - 4; ++along) sum += std::min(0.5F, ink_at(patch, side.level, along, line));
    if (sum > most * 1.02) most = sum, best = line;
  }
  return best;
}

std::vector<CellSide> sides_of(const SheetPatch& patch, const BoxMm& cell) {
  const double half = frame_line_mm / 2;
  const int left = patch.column(cell.x), right = patch.column(cell.right()), top = patch.row(cell.y), bottom = patch.row(cell.bottom());
  std::vector<CellSide> sides = {{true, left, right, static_cast<int>((cell.y + half - patch.y) * patch.per_mm)},
                                 {true, left, right, static_cast<int>((cell.bottom() - half - patch.y) * patch.per_mm)},
                                 {false, top, bottom, static_cast<int>((cell.x + half - patch.x) * patch.per_mm)},
                                 {false, top, bottom, static_cast<int>((cell.right() - half - patch.x) * patch.per_mm)}};
  for (CellSide& side : sides) side.line = settled_line(patch, side);
  return sides;
}

/// Pixels of the run of ink across the line at that place, and its darkest.
std::pair<int, double> run_across(const SheetPatch& patch, const CellSide& side, int along, double threshold, int reach) {
  double darkest = 0;
  int at = side.line, best = -1;
  for (int d = -2; d <= 2; ++d)
    if (const float ink = ink_at(patch, side.level, along, side.line + d); ink >= threshold && ink > darkest) darkest = ink, best = side.line + d;
  if (best < 0) return {0, 0};
  int first = at = best, last = at;
  while (at - first < reach && ink_at(patch, side.level, along, first - 1) >= threshold) --first;
  while (last - at < reach && ink_at(patch, side.level, along, last + 1) >= threshold) ++last;
  return {last - first + 1, darkest};
}

template <class T>
T middle_of_all(std::vector<T>& all, T none) {
  if (all.empty()) return none;
  std::nth_element(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(all.size() / 2), all.end());
  return all[all.size() / 2];
}

/// The cell with what is around it, pixels of the patch.
class CellInk {
 public:
  CellInk(const SheetPatch& patch, const BoxMm& cell, const CombLook& look) : patch_(patch), cell_(cell), threshold_(stroke_threshold(patch)), strokes_(strokes_on_paper(patch, {cell.x - past_sides, cell.y - past_ends, cell.width + 2 * past_sides, cell.height + 2 * past_ends}, look.streaks)) {
    if (look.ink < threshold_) return;
    const std::vector<CellSide> sides = sides_of(patch, cell);
    for (const CellSide& side : sides) clear(side, look);
    for (const CellSide& side : sides) bridge(side);
  }

  CellShape shape() {
    Image picture(strokes_.width, strokes_.height, 1, 300, 0);
    for (std::size_t i = 0; i < strokes_.ink.size(); ++i) picture.pixels[i] = strokes_.ink[i] ? 255 : 0;
    std::vector<int> labels;
    const std::vector<InkShape> shapes = ink_shapes(picture, &labels);
    const std::vector<bool> kept = own_shapes(shapes, labels);
    CellShape out{{strokes_.width, strokes_.height, {}}, 0, 0};
    out.shape.ink.reserve(labels.size());
    int left = strokes_.width, right = -1, top = strokes_.height, bottom = -1, within = 0, inside = 0;
    for (int y = 0; y < strokes_.height; ++y)
      for (int x = 0; x < strokes_.width; ++x) {
        const int label = labels[static_cast<std::size_t>(y) * static_cast<std::size_t>(strokes_.width) + static_cast<std::size_t>(x)];
        const bool ink = label > 0 && kept[static_cast<std::size_t>(label) - 1], in = is_in(x, y, -cell_inside);
        inside += in ? 1 : 0, within += in && ink ? 1 : 0;
        out.shape.ink.push_back(ink ? std::min(1.0F, patch_.at(strokes_.left + x, strokes_.top + y) * 1.6F) : 0.0F);
        if (ink) left = std::min(left, x), right = std::max(right, x), top = std::min(top, y), bottom = std::max(bottom, y);
      }
    out.share = inside ? static_cast<double>(within) / inside : 0;
    if (right >= left) out.extent = std::max(right - left + 1, bottom - top + 1) / patch_.per_mm;
    return out;
  }

 private:
  std::uint8_t* at(bool level, int along, int across) {
    const int x = (level ? along : across) - strokes_.left, y = (level ? across : along) - strokes_.top;
    if (x < 0 || y < 0 || x >= strokes_.width || y >= strokes_.height) return nullptr;
    return &strokes_.ink[strokes_.place(x, y)];
  }

  int band(const CombLook& look) const { return std::max(2, static_cast<int>(std::lround((look.wide / 2 + 0.5 * band_mm) * patch_.per_mm))); }

  /// What is no thicker and no darker than the line itself goes.
  void clear(const CellSide& side, const CombLook& look) {
    const int half = band_ = band(look), thick = static_cast<int>(std::lround((look.wide + thicker_mm) * patch_.per_mm));
    for (int along = side.from - half; along <= side.to + half; ++along) {
      const auto [wide, darkest] = run_across(patch_, side, along, threshold_, thick + 4);
      if (wide >= thick + 1) continue;
      for (int across = side.line - half; across <= side.line + half; ++across)
        if (std::uint8_t* pixel = at(side.level, along, across); pixel && ink_at(patch_, side.level, along, across) < look.ink + darker) *pixel = 0;
    }
  }

  /// What goes on at both sides of the line goes through it.
  void bridge(const CellSide& side) {
    const int before = side.line - band_ - 1, after = side.line + band_ + 1;
    for (int a = side.from - band_; a <= side.to + band_; ++a) {
      const std::uint8_t* first = at(side.level, a, before);
      if (!first || !*first) continue;
      for (int b = a - bridge_slope; b <= a + bridge_slope; ++b) {
        const std::uint8_t* last = at(side.level, b, after);
        if (!last || !*last) continue;
        for (int across = before + 1; across < after; ++across) {
          const int along = static_cast<int>(std::lround(a + static_cast<double>(b - a) * (across - before) / (after - before)));
          if (std::uint8_t* pixel = at(side.level, along, across); pixel && ink_at(patch_, side.level, along, across) >= threshold_) *pixel = 1;
        }
      }
    }
  }

  bool is_in(int x, int y, double more) const {
    const double mx = patch_.x + (strokes_.left + x + 0.5) / patch_.per_mm, my = patch_.y + (strokes_.top + y + 0.5) / patch_.per_mm;
    return mx >= cell_.x - more && mx <= cell_.right() + more && my >= cell_.y - more && my <= cell_.bottom() + more;
  }

  /// Shapes whose middle is in the cell, and no mere dots beside the figure.
  std::vector<bool> own_shapes(const std::vector<InkShape>& shapes, const std::vector<int>& labels) const {
    std::vector<int> within(shapes.size(), 0), off_frame(shapes.size(), 0);
    for (int y = 0; y < strokes_.height; ++y)
      for (int x = 0; x < strokes_.width; ++x)
        if (const int label = labels[static_cast<std::size_t>(y) * static_cast<std::size_t>(strokes_.width) + static_cast<std::size_t>(x)]; label > 0) {
          within[static_cast<std::size_t>(label) - 1] += is_in(x, y, 0) ? 1 : 0;
          off_frame[static_cast<std::size_t>(label) - 1] += is_in(x, y, -frame_rest) || !is_in(x, y, frame_rest) ? 1 : 0;
        }
    int largest = 0;
    for (std::size_t i = 0; i < shapes.size(); ++i)
      if (within[i] * 2 >= shapes[i].area && off_frame[i] * 10 >= shapes[i].area) largest = std::max(largest, shapes[i].area);
    std::vector<bool> kept(shapes.size());
    for (std::size_t i = 0; i < shapes.size(); ++i) {
      const bool dirt = shapes[i].area < dirt_share * largest && std::max(shapes[i].box.width, shapes[i].box.height) < dirt_extent * patch_.per_mm;
      kept[i] = within[i] * 2 >= shapes[i].area && !dirt && off_frame[i] * 10 >= shapes[i].area;
    }
    return kept;
  }

  const SheetPatch& patch_;
  const BoxMm& cell_;
  double threshold_;
  StrokeMask strokes_;
  int band_ = 2;
};

}  // namespace

CombLook look_of(const SheetPatch& patch, const std::vector<BoxMm>& cells) {
  const double threshold = stroke_threshold(patch);
  std::vector<double> inks;
  std::vector<int> wides;
  for (const BoxMm& cell : cells)
    for (const CellSide& side : sides_of(patch, cell))
      for (int along = side.from + 4; along < side.to - 4; along += 2) {
        const auto [wide, darkest] = run_across(patch, side, along, threshold, 8);
        inks.push_back(darkest);
        if (wide > 0) wides.push_back(wide);
      }
  if (cells.empty()) return {};
  const BoxMm comb{cells.front().x, cells.front().y, cells.back().right() - cells.front().x, cells.front().height};
  return {middle_of_all(inks, 0.0), middle_of_all(wides, 2) / patch.per_mm, streaks_beside(patch, comb)};
}

CellShape shape_in_cell(const SheetPatch& patch, const BoxMm& cell, const CombLook& look) { return CellInk(patch, cell, look).shape(); }

}  // namespace pli
