#include "stages/form_frames.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace pli {
namespace {

constexpr std::size_t few_frames = 6;
constexpr double around_frame = 3, box_line = 0.3, cell_line = 0.2, frame_reach = 1.0;   // mm
constexpr double clear_frame = 0.05, as_clear = 0.4;   // light frames vanish from black and white scans, and what is seen in their place is chance: the second is a share of the clearest
constexpr double near_fit = 0.35, near_middle = 0.6, frames_agree = 0.5, frames_apart = 30;   // mm

double median_of(std::vector<double> all) {
  std::nth_element(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(all.size() / 2), all.end());
  return all[all.size() / 2];
}

/// Those that one turn, size and shift of the sheet explains; `map` is believed when nothing explains more.
std::vector<PointPair> agreeing(const std::vector<PointPair>& pairs, const PlaneMap& map, double pixel) {
  const auto explained = [&](const PlaneMap& by) {
    std::vector<PointPair> out;
    for (const PointPair& pair : pairs)
      if (mean_miss(by, {pair}) <= frames_agree * pixel) out.push_back(pair);
    return out;
  };
  std::vector<PointPair> best = explained(map);
  for (std::size_t i = 0; i < pairs.size() && best.size() < pairs.size(); ++i)  // nothing explains more than all
    for (std::size_t j = i + 1; j < pairs.size(); ++j) {
      if (std::hypot(pairs[i].sheet.x - pairs[j].sheet.x, pairs[i].sheet.y - pairs[j].sheet.y) < frames_apart) continue;
      const auto similar = fit_similar({pairs[i], pairs[j]});
      if (!similar) continue;
      if (auto more = explained(*similar); more.size() > best.size()) best = std::move(more);
    }
  return best;
}

}  // namespace

/// A plane through the offsets: how the sheet is bent or stretched between its marks.
struct FormFrames::OffsetPlane {
  std::array<double, 6> c{};
  PlanePoint at(double x, double y) const { return {c[0] + c[1] * x + c[2] * y, c[3] + c[4] * x + c[5] * y}; }
};

/// How clear a frame must stand to tell where the sheet lies.
double FormFrames::telling() const {
  double most = 0;
  for (const Seen& frame : frames_) most = std::max(most, frame.offset.clear);
  return std::max(clear_frame, as_clear * most);
}

std::vector<FormFrames::Seen> FormFrames::telling_frames() const {
  std::vector<Seen> out;
  const double clear = telling();
  std::copy_if(frames_.begin(), frames_.end(), std::back_inserter(out), [&](const Seen& frame) { return frame.offset.clear >= clear; });
  return out;
}

PlanePoint FormFrames::middle_offset(const std::vector<Seen>& frames) {
  std::vector<double> dx, dy;
  for (const Seen& frame : frames) dx.push_back(frame.offset.dx), dy.push_back(frame.offset.dy);
  return frames.empty() ? PlanePoint{} : PlanePoint{median_of(dx), median_of(dy)};
}

PointPair FormFrames::where_found(const Seen& frame) const { return {{frame.box.x, frame.box.y}, place_.map.at(frame.box.x + frame.offset.dx, frame.box.y + frame.offset.dy), 1}; }

FormFrames::OffsetPlane FormFrames::offset_plane() const {
  const std::vector<Seen> frames = telling_frames();
  const PlanePoint middle = middle_offset(frames);
  OffsetPlane plane{{middle.x, 0, 0, middle.y, 0, 0}};
  std::vector<PointPair> pairs;
  for (const Seen& frame : frames)
    if (std::abs(frame.offset.dx - middle.x) < near_middle && std::abs(frame.offset.dy - middle.y) < near_middle) pairs.push_back({{frame.box.x, frame.box.y}, {frame.offset.dx, frame.offset.dy}, 1});
  if (pairs.size() < 8) return plane;
  if (const auto fit = fit_affine(pairs)) plane.c = {fit->m[2], fit->m[0], fit->m[1], fit->m[5], fit->m[3], fit->m[4]};
  return plane;
}

bool FormFrames::settle(bool size_known) {
  for (const double reach : {4.0, 1.5}) {
    see_all(reach, 6);
    const std::vector<Seen> frames = telling_frames();
    const PlanePoint middle = middle_offset(frames);
    std::vector<PointPair> pairs;
    for (const Seen& frame : frames)
      if (std::abs(frame.offset.dx - middle.x) <= 1.2 && std::abs(frame.offset.dy - middle.y) <= 1.2) pairs.push_back(where_found(frame));
    if (frames_.size() < few_frames && size_known) {  // too few to turn a sheet by, enough to shift it when all of them say so
      if (pairs.size() < frames_.size()) return false;
      place_.map = place_.map.shifted(middle.x, middle.y);
      continue;
    }
    if (pairs.size() < few_frames || pairs.size() * 2 < frames.size()) return false;
    const auto map = fit_similar(pairs);
    if (!map) return false;
    place_.map = *map;
  }
  return true;
}

/// Marks that are half cut off put the sheet a little askew: the map that most frames agree on is better.
void FormFrames::refine() {
  see_all(1.5, 6);
  std::vector<PointPair> pairs;
  for (const Seen& frame : telling_frames()) pairs.push_back(where_found(frame));
  const std::size_t told = pairs.size();
  const double pixel = place_.map.scale_at(105, 148.5);
  const auto rough = fit_affine(agreeing(pairs, place_.map, pixel));
  if (!rough) return;
  std::erase_if(pairs, [&](const PointPair& pair) { return mean_miss(*rough, {pair}) > frames_agree * pixel; });
  const auto map = pairs.size() >= 14 ? fit_projective(pairs) : pairs.size() >= 8 ? fit_affine(pairs) : pairs.size() >= 4 ? fit_similar(pairs) : std::nullopt;
  const double before = mean_miss(place_.map, pairs) / pixel;
  if (map && pairs.size() * 2 >= told && before > 0.2 && mean_miss(*map, pairs) / pixel < 0.7 * before) place_.map = *map;
}

bool FormFrames::find(double most_residual) {
  refine();
  see_all(frame_reach, 10);
  const OffsetPlane plane = offset_plane();
  const double from = telling();
  double sum = 0;
  int told = 0, boxes = 0, clear_boxes = 0;
  for (Seen& frame : frames_) {
    frame.by = plane.at(frame.box.x, frame.box.y);
    const double away = std::hypot(frame.offset.dx - frame.by.x, frame.offset.dy - frame.by.y);
    boxes += frame.black ? 1 : 0;
    if (frame.offset.clear < clear_frame) continue;
    clear_boxes += frame.black ? 1 : 0;
    if (frame.offset.clear >= from) ++told, sum += away, most_ = std::max(most_, away);
    if (away <= near_fit) frame.by = {frame.offset.dx, frame.offset.dy};
  }
  residual_ = told ? sum / told : 0;
  if (residual_ > most_residual) return false;
  // Light frames vanish from copies and black and white scans; boxes' own lines are black. A few of them may all be filled in: the marks are trusted then.
  return clear_boxes * 3 >= boxes || (place_.marks >= 3 && frames_.size() < few_frames);
}

void FormFrames::see(const BoxMm& box, bool black, double reach, double per_mm) {
  const SheetPatch patch = patch_of(page_, place_, grown(box, std::max(around_frame, reach + 1)), per_mm);
  frames_.push_back({box, black, find_frame(patch, box, black ? box_line : cell_line, reach), {}});
}

void FormFrames::see_all(double reach, double per_mm) {
  frames_.clear();
  const bool light_too = !place_.bilevel || place_.marks < 3;   // what a black and white scan leaves of them says less than the marks
  for (const FormField& field : form_.fields) {
    if (field.page != number_) continue;
    for (const BoxMm& box : field.tick_boxes()) see(box, true, reach, per_mm);
    if (light_too && !field.cells.empty()) see(field.cells.front(), false, reach, per_mm), see(field.cells.back(), false, reach, per_mm);
  }
}

BoxMm FormFrames::found(const BoxMm& box) const {
  const Seen* nearest = nullptr;
  double best = 1e9;
  for (const Seen& frame : frames_) {
    const double away = std::hypot(frame.box.x - box.x, frame.box.y - box.y);
    if (away < best) best = away, nearest = &frame;
  }
  return nearest ? BoxMm{box.x + nearest->by.x, box.y + nearest->by.y, box.width, box.height} : box;
}

Box FormFrames::on_page(const BoxMm& at) const {
  const BoxMm box = found(at);
  double left = 1e9, top = 1e9, right = -1e9, bottom = -1e9;
  for (const auto& [x, y] : {std::pair{box.x, box.y}, {box.right(), box.y}, {box.x, box.bottom()}, {box.right(), box.bottom()}}) {
    const PlanePoint p = place_.map.at(x, y);
    left = std::min(left, p.x), right = std::max(right, p.x), top = std::min(top, p.y), bottom = std::max(bottom, p.y);
  }
  const int x = static_cast<int>(std::lround(left)), y = static_cast<int>(std::lround(top));
  return {x, y, static_cast<int>(std::lround(right)) - x, static_cast<int>(std::lround(bottom)) - y};
}

}  // namespace pli
