#include "stages/register_form.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "stages/engines/opencv_form.h"
#include "stages/resample.h"

namespace pli {
namespace {

constexpr double wide_reach = 26, code_reach = 18, codes_reach = 8;  // mm: how far from its expected place a mark is looked for, by what is known
constexpr double most_miss = 1.6;                                    // mm, mean, of a turned and scaled sheet without any bend; copiers stretch by half a percent
constexpr double most_code_miss = 2.5;                               // mm: a reader's box is a rough one
constexpr double least_scale = 0.9, most_scale = 1.1;
constexpr std::array sizes_of_copies = {1.0, 0.98, 1.02, 0.96, 1.04, 0.94, 1.06};

PlaneMap as_scanned(const ImageView& page) {
  const double scale = page.dpi / 25.4;
  return {{scale, 0, page.width / 2.0 - 105 * scale, 0, scale, page.height / 2.0 - 148.5 * scale, 0, 0, 1}};
}

/// What the codes alone say of where the sheet lies, and how far off that may be.
struct Guess {
  PlaneMap map;
  double reach = wide_reach;
  std::vector<PointPair> codes;
};

Guess guess_of(const ImageView& page, const FormLayout& form, const std::vector<Box>& boxes) {
  Guess guess{as_scanned(page), wide_reach, {}};
  for (const Box& box : boxes) {
    const PlanePoint at = middle_of(box);
    const BoxMm* nearest = nullptr;
    double best = 1e9;
    for (const BoxMm& code : form.codes) {
      const PlanePoint there = guess.map.at(middle_of(code).x, middle_of(code).y);
      const double away = std::hypot(at.x - there.x, at.y - there.y);
      if (away < best) best = away, nearest = &code;
    }
    if (nearest && best < page.width * 0.25) guess.codes.push_back({middle_of(*nearest), at, 0.3});
  }
  if (guess.codes.size() == 2 && std::hypot(guess.codes[0].sheet.x - guess.codes[1].sheet.x, guess.codes[0].sheet.y - guess.codes[1].sheet.y) > 1) {
    if (const auto similar = fit_similar(guess.codes)) guess.map = *similar, guess.reach = codes_reach;
  } else if (!guess.codes.empty()) {
    guess.codes.resize(1);
    const PlanePoint there = guess.map.at(guess.codes[0].sheet.x, guess.codes[0].sheet.y);
    guess.map.m[2] += guess.codes[0].page.x - there.x, guess.map.m[5] += guess.codes[0].page.y - there.y;
    guess.reach = code_reach;
  }
  return guess;
}

struct Choice {
  std::array<const SquareMark*, 4> marks{};
  int count = 0;
  double miss = 1e9;     // mm
  PlaneMap map;
};

class Matching {
 public:
  Matching(const FormLayout& form, const Guess& guess, const std::vector<SquareMark>& squares, double pixels) : form_(form), guess_(guess), pixels_(pixels) {
    for (std::size_t corner = 0; corner < 4; ++corner) {
      const PlanePoint there = guess.map.at(middle_of(form.marks[corner]).x, middle_of(form.marks[corner]).y);
      near_[corner].push_back(nullptr);
      for (const SquareMark& square : squares)
        if (square.heart == (corner == 3) && std::hypot(square.x - there.x, square.y - there.y) <= guess.reach * pixels) near_[corner].push_back(&square);
      // The nearest few: a page full of black squares is no form.
      std::sort(near_[corner].begin() + 1, near_[corner].end(), [&](const SquareMark* a, const SquareMark* b) { return std::hypot(a->x - there.x, a->y - there.y) < std::hypot(b->x - there.x, b->y - there.y); });
      if (near_[corner].size() > 6) near_[corner].resize(6);
    }
  }

  Choice best() const {
    Choice best;
    for (const SquareMark* a : near_[0])
      for (const SquareMark* b : near_[1])
        for (const SquareMark* c : near_[2])
          for (const SquareMark* d : near_[3]) consider({a, b, c, d}, best);
    return best;
  }

 private:
  void consider(const std::array<const SquareMark*, 4>& marks, Choice& best) const {
    std::vector<PointPair> pairs;
    for (std::size_t i = 0; i < 4; ++i)
      if (marks[i]) pairs.push_back({middle_of(form_.marks[i]), {marks[i]->x, marks[i]->y}, 1});
    const int count = static_cast<int>(pairs.size());
    const std::size_t codes = guess_.codes.size();
    if (count + static_cast<int>(codes) < 4 || count < 2 || count < best.count) return;
    std::vector<PointPair> all = pairs;
    all.insert(all.end(), guess_.codes.begin(), guess_.codes.end());
    const auto similar = fit_similar(pairs);
    if (!similar) return;
    const double scale = similar->scale_at(105, 148.5) / pixels_;
    const double miss = mean_miss(*similar, pairs) / pixels_, code_miss = mean_miss(*similar, guess_.codes) / pixels_;
    if (scale < least_scale || scale > most_scale || miss > most_miss || code_miss > most_code_miss) return;
    const double weighed = miss + 0.2 * code_miss;
    if (count == best.count && weighed >= best.miss) return;
    const auto map = count == 4 ? fit_projective(pairs) : count == 3 ? fit_affine(pairs) : fit_affine(all);
    if (map) best = {marks, count, weighed, *map};
  }

  const FormLayout& form_;
  const Guess& guess_;
  double pixels_;   // to a millimetre
  std::array<std::vector<const SquareMark*>, 4> near_;
};

constexpr double stretch_mm = 10;

/// Greys of a stretch of a patch: paper is what nearly a third of it is lighter than, or as light as.
struct Levels {
  double paper = 255, lightest = 255;
};

Levels levels_of(Image& flat, int from, int to) {
  std::array<int, 256> counts{};
  for (int y = 0; y < flat.height; ++y)
    for (int x = from; x < to; ++x) ++counts[flat.row(y)[x]];
  const auto level = [&](double share) {
    int seen = 0, grey = 255;
    for (; grey > 0 && (seen += counts[static_cast<std::size_t>(grey)]) < share * flat.height * (to - from); --grey) {}
    return static_cast<double>(grey);
  };
  return {level(0.3), level(0.02)};
}

/// Grey of print where no mark tells: what a thousandth of the page is darker than.
double dark_of(const ImageView& page) {
  std::array<long, 256> counts{};
  long all = 0;
  for (int y = 0; y < page.height; y += 4)
    for (int x = 0; x < page.width; x += 4) ++counts[page.row(y)[x]], ++all;
  int grey = 0;
  for (long seen = 0; grey < 255 && (seen += counts[static_cast<std::size_t>(grey)]) < all / 200; ++grey) {}
  return grey;
}

/// Mean ink of a strip of a patch, mm.
double strip(const SheetPatch& patch, double x, double y, double width, double height) {
  const int left = std::max(0, patch.column(x)), right = std::min(patch.width, std::max(patch.column(x + width), patch.column(x) + 1));
  const int top = std::max(0, patch.row(y)), bottom = std::min(patch.height, std::max(patch.row(y + height), patch.row(y) + 1));
  double sum = 0;
  for (int py = top; py < bottom; ++py)
    for (int px = left; px < right; ++px) sum += patch.at(px, py);
  const int count = std::max(0, right - left) * std::max(0, bottom - top);
  return count ? sum / count : 0;
}

/// How much a pair of lines stands out from what is beside them, across (rows) or down (columns).
double line_pair(const SheetPatch& patch, const BoxMm& box, double line, double shift, bool across) {
  const double beside = 0.35;
  const auto stands_out = [&](double place) {
    const auto at = [&](double p) { return across ? strip(patch, box.x + 0.5, p, box.width - 1, line) : strip(patch, p, box.y + 0.5, line, box.height - 1); };
    return at(place) - std::max(at(place - line - beside), at(place + line + beside));
  };
  const double first = (across ? box.y : box.x) + shift, second = (across ? box.bottom() : box.right()) - line + shift;
  return std::min(0.35, stands_out(first)) + std::min(0.35, stands_out(second));
}

}  // namespace

std::optional<FormPlace> register_form(ImageView page, const FormLayout& form, const std::vector<Box>& codes) {
  if (page.empty() || page.channels != 1 || form.marks.size() != 4) return std::nullopt;
  const double pixels = page.dpi / 25.4;
  const Guess guess = guess_of(page, form, codes);
  const double known = guess.codes.size() == 2 ? guess.map.scale_at(105, 148.5) : pixels;
  const std::vector<SquareMark> squares = find_squares(page, form.marks[0].width * known);
  const Choice best = Matching(form, guess, squares, known).best();
  if (best.count == 0) return std::nullopt;
  FormPlace place{best.map, best.count, 0, was_bilevel(page)};
  for (const SquareMark* mark : best.marks)
    if (mark) place.ink += mark->grey / best.count;
  return place;
}

std::vector<FormPlace> places_by_codes(ImageView page, const FormLayout& form, const std::vector<Box>& codes) {
  if (page.empty() || page.channels != 1) return {};
  const Guess guess = guess_of(page, form, codes);
  if (guess.codes.empty()) return {};
  const double ink = dark_of(page);
  const bool bilevel = was_bilevel(page);
  if (guess.codes.size() == 2) return {{guess.map, 0, ink, bilevel}};
  std::vector<FormPlace> places;
  const PointPair& code = guess.codes.front();
  for (const double size : sizes_of_copies) {
    PlaneMap map = guess.map;
    for (const std::size_t i : {0U, 1U, 3U, 4U}) map.m[i] *= size;
    const PlanePoint there = map.at(code.sheet.x, code.sheet.y);
    map.m[2] += code.page.x - there.x, map.m[5] += code.page.y - there.y;
    places.push_back({map, 0, ink, bilevel});
  }
  return places;
}

SheetPatch patch_of(ImageView page, const FormPlace& place, const BoxMm& area, double per_mm) {
  SheetPatch patch{area.x, area.y, per_mm, static_cast<int>(std::lround(area.width * per_mm)), static_cast<int>(std::lround(area.height * per_mm)), 0, place.bilevel, {}};
  const auto corner = [&](double x, double y) {
    const PlanePoint p = place.map.at(x, y);
    return std::array<double, 2>{p.x, p.y};
  };
  const double right = area.x + patch.width / per_mm, bottom = area.y + patch.height / per_mm;
  Image flat = smoothed(flattened(page, {corner(area.x, area.y), corner(right, area.y), corner(area.x, bottom), corner(right, bottom)}, patch.width, patch.height), 3);
  const Levels all = levels_of(flat, 0, flat.width);
  patch.noise = std::max(0.0, (all.lightest - all.paper) / 1.6) / std::max(30.0, all.paper - place.ink);
  // Light falls off along a wide zone: each stretch has its own paper.
  const int stretches = std::max(1, static_cast<int>(std::lround(patch.width / per_mm / stretch_mm)));
  std::vector<double> papers;
  for (int i = 0; i < stretches; ++i) papers.push_back(levels_of(flat, patch.width * i / stretches, patch.width * (i + 1) / stretches).paper);
  patch.ink.reserve(flat.pixels.size());
  for (int py = 0; py < flat.height; ++py)
    for (int px = 0; px < flat.width; ++px) {
      const double at = std::clamp((px + 0.5) * stretches / patch.width - 0.5, 0.0, stretches - 1.0);
      const auto first = static_cast<std::size_t>(at), next = std::min(first + 1, papers.size() - 1);
      const double paper = papers[first] + (papers[next] - papers[first]) * (at - static_cast<double>(first));
      patch.ink.push_back(static_cast<float>(std::clamp((paper - flat.row(py)[px]) / std::max(30.0, paper - place.ink), 0.0, 1.0)));
    }
  return patch;
}

FrameOffset find_frame(const SheetPatch& patch, const BoxMm& box, double line, double reach) {
  FrameOffset best;
  double across = -1, down = -1;
  for (double shift = -reach; shift <= reach + 1e-9; shift += 0.1) {
    const double penalty = 0.04 * std::abs(shift), a = line_pair(patch, box, line, shift, true) - penalty, d = line_pair(patch, box, line, shift, false) - penalty;
    if (a > across) across = a, best.dy = shift;
    if (d > down) down = d, best.dx = shift;
  }
  best.clear = std::clamp(std::min(across, down) / 2, 0.0, 1.0);
  return best;
}

}  // namespace pli
