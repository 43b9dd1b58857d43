#include "stages/resample.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <cstring>
#include <initializer_list>
#include <numbers>
#include <numeric>

namespace pli {

Image to_grey(ImageView in) {
  Image out = Image::unset(in.width, in.height, 1, in.dpi);
  out.bilevel = in.bilevel;
  for (int y = 0; y < in.height; ++y) {
    const std::uint8_t* from = in.row(y);
    std::uint8_t* to = out.row(y);
    if (in.channels == 1) {
      std::memcpy(to, from, static_cast<std::size_t>(in.width));
      continue;
    }
    for (int x = 0; x < in.width; ++x, from += 3)
      to[x] = static_cast<std::uint8_t>((77 * from[0] + 150 * from[1] + 29 * from[2] + 128) >> 8);
  }
  return out;
}

bool is_grey(ImageView in) {
  if (in.channels == 1) return true;
  for (int y = 0; y < in.height; ++y) {
    const std::uint8_t* p = in.row(y);
    unsigned differs = 0;
    for (int x = 0; x < in.width; ++x, p += 3) differs |= (p[0] ^ p[1]) | (p[0] ^ p[2]);
    if (differs) return false;
  }
  return true;
}

bool is_bilevel(ImageView in) {
  if (in.channels != 1) return false;
  for (int y = 0; y < in.height; ++y) {
    const std::uint8_t* p = in.row(y);
    unsigned between = 0;
    for (int x = 0; x < in.width; ++x) between |= static_cast<std::uint8_t>(p[x] + 1) > 1;
    if (between) return false;
  }
  return true;
}

bool was_bilevel(ImageView in) {
  if (in.channels != 1) return false;
  constexpr int dark = 64, light = 192;
  constexpr double most_dark = 0.5, most_light = 0.9;
  std::array<long, 256> counts{};
  for (int y = 0; y < in.height; y += 3)
    for (int x = 0; x < in.width; ++x) ++counts[in.row(y)[x]];
  const long darks = std::accumulate(counts.begin(), counts.begin() + dark, 0L), lights = std::accumulate(counts.begin() + light, counts.end(), 0L);
  return static_cast<double>(counts[0]) >= most_dark * static_cast<double>(darks) && static_cast<double>(counts[255]) >= most_light * static_cast<double>(lights);
}

namespace {

constexpr unsigned white_weight = 256;  // what the weights of one new pixel come to

// What one new pixel covers of the old ones along one axis: `weights` of those from `first` on.
struct Span {
  int first = 0, count = 0;
  std::size_t weights = 0;  // where they begin
};

struct Weights {
  enum class Step { any, half, three_quarters } step = Step::any;
  std::vector<Span> spans;
  std::vector<std::uint16_t> all;

  void add(int first, std::initializer_list<unsigned> weights) {
    spans.push_back({first, static_cast<int>(weights.size()), all.size()});
    for (const unsigned weight : weights) all.push_back(static_cast<std::uint16_t>(weight));
  }
};

// The steps from 300 dpi to 150 and to 225, which every page takes: one pattern all along, whatever the last pixels come to.
Weights pattern(Weights::Step step, int from, int to) {
  constexpr unsigned w = white_weight;
  Weights out;
  out.step = step;
  for (int i = 0; i < to; ++i) {
    const int first = step == Weights::Step::half ? 2 * i : 4 * (i / 3) + i % 3, place = step == Weights::Step::half ? 1 : i % 3;
    if (first + 1 >= from) out.add(from - 1, {w});
    else out.add(first, {w / 4 * (3 - static_cast<unsigned>(place)), w / 4 * (1 + static_cast<unsigned>(place))});
  }
  return out;
}

Weights weights_of(int from, int to) {
  if (to == std::lround(from * 0.75)) return pattern(Weights::Step::three_quarters, from, to);
  if (to == std::lround(from * 0.5)) return pattern(Weights::Step::half, from, to);
  Weights out;
  for (long long i = 0; i < to; ++i) {
    const long long begin = from * i, end = from * (i + 1);  // in 1/to of an old pixel
    const int first = static_cast<int>(begin / to), last = static_cast<int>((end - 1) / to);
    out.spans.push_back({first, last - first + 1, out.all.size()});
    long long given = 0;  // each weight is rounded with those before it, so that white stays white
    for (long long k = first; k <= last; ++k) {
      const long long covered = std::min(end, (k + 1) * to) - begin, due = (2 * white_weight * covered + from) / (2LL * from);
      out.all.push_back(static_cast<std::uint16_t>(due - given));
      given = due;
    }
  }
  return out;
}

// Sixteen bits hold the weighted sum of white: eight pixels at a time.
void weigh_rows(ImageView in, const Span& rows, const std::uint16_t* weights, std::vector<std::uint16_t>& sum) {
  const std::size_t n = sum.size();
  std::uint16_t* to = sum.data();
  for (int k = 0; k < rows.count; ++k) {
    const std::uint8_t* from = in.row(rows.first + k);
    const std::uint16_t weight = weights[k];
    if (k == 0) for (std::size_t i = 0; i < n; ++i) to[i] = static_cast<std::uint16_t>(weight * from[i]);
    else for (std::size_t i = 0; i < n; ++i) to[i] = static_cast<std::uint16_t>(to[i] + weight * from[i]);
  }
}

// A half goes to the even side: always up, it would make paper lighter than it is.
std::uint8_t of_weights(unsigned sum) {
  constexpr unsigned one = white_weight * white_weight;
  return static_cast<std::uint8_t>((sum + one / 2 - 1 + (sum / one & 1)) / one);
}

void three_of_four(const std::uint16_t* from, std::uint8_t* to, int groups) {
  for (; groups > 0; --groups, from += 4, to += 3) {
    to[0] = of_weights(192u * from[0] + 64u * from[1]);
    to[1] = of_weights(128u * (from[1] + from[2]));
    to[2] = of_weights(64u * from[2] + 192u * from[3]);
  }
}

void one_of_two(const std::uint16_t* from, std::uint8_t* to, int pairs) {
  for (int x = 0; x < pairs; ++x) to[x] = of_weights(128u * (from[2 * x] + from[2 * x + 1]));
}

void weigh_columns(const std::vector<std::uint16_t>& sum, const Weights& columns, int channels, std::uint8_t* to) {
  std::size_t done = 0;
  if (channels == 1 && columns.step != Weights::Step::any) {
    const bool half = columns.step == Weights::Step::half;
    const std::size_t groups = std::min(sum.size() / (half ? 2 : 4), columns.spans.size() / (half ? 1 : 3));
    half ? one_of_two(sum.data(), to, static_cast<int>(groups)) : three_of_four(sum.data(), to, static_cast<int>(groups));
    done = half ? groups : 3 * groups;
    to += done;
  }
  for (std::size_t x = done; x < columns.spans.size(); ++x)
    for (int k = 0; k < channels; ++k) {
      const Span& s = columns.spans[x];
      const std::uint16_t* from = sum.data() + static_cast<std::ptrdiff_t>(s.first) * channels + k;
      unsigned value = 0;
      for (int i = 0; i < s.count; ++i) value += static_cast<unsigned>(columns.all[s.weights + static_cast<std::size_t>(i)]) * from[static_cast<std::ptrdiff_t>(i) * channels];
      *to++ = of_weights(value);
    }
}

}  // namespace

Image shrunk(ImageView in, int width, int height) {
  width = std::clamp(width, 1, in.width);
  height = std::clamp(height, 1, in.height);
  Image out = Image::unset(width, height, in.channels, in.dpi * width / in.width);
  const Weights columns = weights_of(in.width, width), rows = weights_of(in.height, height);
  std::vector<std::uint16_t> sum(static_cast<std::size_t>(in.width) * static_cast<std::size_t>(in.channels));
  for (int y = 0; y < height; ++y) {
    const Span& span = rows.spans[static_cast<std::size_t>(y)];
    weigh_rows(in, span, rows.all.data() + span.weights, sum);
    weigh_columns(sum, columns, in.channels, out.row(y));
  }
  return out;
}

Image stretched(ImageView in, int width, int height) {
  Image out = Image::unset(width, height, in.channels, in.dpi * width / std::max(1, in.width));
  const int c = in.channels;
  struct Tap { int left, right; int weight; };  // weight of `right`, in 1/256
  std::vector<Tap> taps(static_cast<std::size_t>(width));
  for (int x = 0; x < width; ++x) {
    const double at = std::clamp((x + 0.5) * in.width / width - 0.5, 0.0, in.width - 1.0);
    const int left = static_cast<int>(at);
    taps[static_cast<std::size_t>(x)] = {left * c, std::min(left + 1, in.width - 1) * c, static_cast<int>(std::lround((at - left) * 256))};
  }
  for (int y = 0; y < height; ++y) {
    const double at = std::clamp((y + 0.5) * in.height / height - 0.5, 0.0, in.height - 1.0);
    const int top = static_cast<int>(at), down = static_cast<int>(std::lround((at - top) * 256));
    const std::uint8_t *a = in.row(top), *b = in.row(std::min(top + 1, in.height - 1));
    std::uint8_t* to = out.row(y);
    for (const Tap& t : taps)
      for (int k = 0; k < c; ++k) {
        const int upper = a[t.left + k] * (256 - t.weight) + a[t.right + k] * t.weight;
        const int lower = b[t.left + k] * (256 - t.weight) + b[t.right + k] * t.weight;
        *to++ = static_cast<std::uint8_t>((upper * (256 - down) + lower * down + 32768) >> 16);
      }
  }
  return out;
}

static void quarter_turn(ImageView in, Image& out, bool clockwise) {
  constexpr int tile = 32;  // both sides of a tile stay in the first cache
  const int c = in.channels;
  for (int ty = 0; ty < in.height; ty += tile)
    for (int tx = 0; tx < in.width; tx += tile)
      for (int x = tx; x < std::min(tx + tile, in.width); ++x) {
        std::uint8_t* to = out.row(clockwise ? x : in.width - 1 - x);
        for (int y = ty; y < std::min(ty + tile, in.height); ++y) {
          const std::uint8_t* from = in.row(y) + static_cast<std::size_t>(x) * c;
          std::uint8_t* p = to + static_cast<std::size_t>(clockwise ? in.height - 1 - y : y) * c;
          for (int k = 0; k < c; ++k) p[k] = from[k];
        }
      }
}

Image turned(ImageView in, int degrees) {
  assert(degrees % 90 == 0);
  const bool sideways = degrees % 180 != 0;
  Image out = Image::unset(sideways ? in.height : in.width, sideways ? in.width : in.height, in.channels, in.dpi);
  out.bilevel = in.bilevel;
  const std::size_t c = static_cast<std::size_t>(in.channels), length = static_cast<std::size_t>(in.width) * c;
  if (sideways) {
    quarter_turn(in, out, degrees == 90);
  } else {
    for (int y = 0; y < in.height; ++y) {
      if (degrees == 0) {
        std::memcpy(out.row(y), in.row(y), length);
        continue;
      }
      const std::uint8_t* from = in.row(in.height - 1 - y);
      std::uint8_t* to = out.row(y) + length;
      for (std::size_t x = 0; x < length; x += c) {
        to -= c;
        for (std::size_t k = 0; k < c; ++k) to[k] = from[x + k];
      }
    }
  }
  return out;
}

namespace {

// Pixels between `a` and `b`: the share of `b` is `at` for the first, and grows by `step`, in 1/65536. Eight at a time: all fits in sixteen bits.
void blend(const std::uint8_t* a, const std::uint8_t* b, std::uint16_t at, std::uint16_t step, int count, std::uint8_t* to) {
  for (int i = 0; i < count; ++i, at = static_cast<std::uint16_t>(at + step)) {
    const auto share = static_cast<std::uint16_t>(at >> 8);
    to[i] = static_cast<std::uint8_t>(static_cast<std::uint16_t>(a[i] * (256 - share) + b[i] * share + 128) >> 8);
  }
}

// Calls `run(x, count, whole, at, step)` for each stretch of x in 0..n in which `start + slope * x` has the same whole part.
template <typename Run>
void stretches(double start, double slope, int n, Run&& run) {
  constexpr double one = 4294967296.0;
  const long long step = std::llround(slope * one);
  long long at = std::llround(start * one);
  const auto short_step = static_cast<std::uint16_t>(step < 0 ? -(-step >> 16) : step >> 16);  // towards zero: a stretch never leaves its whole part
  for (int x = 0; x < n;) {
    const long long part = at & 0xffffffffLL;
    const long long most = step > 0 ? (0xffffffffLL - part) / step + 1 : step < 0 ? part / -step + 1 : n;
    const int count = static_cast<int>(std::min<long long>(most, n - x));
    run(x, count, static_cast<int>(at >> 32), static_cast<std::uint16_t>(part >> 16), short_step);
    at += step * count;
    x += count;
  }
}

constexpr std::uint8_t outside = 255;

// One row, its pixel x taken from `start + slope * x` + x.
void slide(const std::uint8_t* row, int width, double start, double slope, std::uint8_t* to) {
  stretches(start, slope, width, [&](int x, int count, int whole, std::uint16_t at, std::uint16_t step) {
    const int end = x + count, first = std::clamp(-whole, x, end), last = std::clamp(width - 1 - whole, first, end);  // both neighbours lie in the row
    std::fill(to + x, to + first, outside);
    blend(row + first + whole, row + first + whole + 1, static_cast<std::uint16_t>(at + step * (first - x)), step, last - first, to + first);
    std::fill(to + last, to + end, outside);
    if (last < end && last + whole == width - 1) blend(row + width - 1, &outside, static_cast<std::uint16_t>(at + step * (last - x)), 0, 1, to + last);
  });
}

}  // namespace

// A turn is a slide of each row along itself, then one of each column: x'/cos - y*tan, then x'*sin + y'*cos.
Image tilted(ImageView in, double degrees) {
  assert(in.channels == 1 && std::abs(degrees) <= 45);
  const double angle = -degrees * std::numbers::pi / 180, c = std::cos(angle), s = std::sin(angle), cx = (in.width - 1) / 2.0, cy = (in.height - 1) / 2.0;
  Image slid = Image::unset(in.width, in.height, 1, in.dpi), out = Image::unset(in.width, in.height, 1, in.dpi);
  for (int y = 0; y < in.height; ++y) slide(in.row(y), in.width, cx - cx / c - s / c * (y - cy), 1 / c - 1, slid.row(y));
  const std::vector<std::uint8_t> white(static_cast<std::size_t>(in.width), outside);
  const auto row = [&](int y) { return y >= 0 && y < in.height ? slid.row(y) : white.data(); };
  for (int y = 0; y < in.height; ++y)
    stretches(cy + c * (y - cy) - s * cx, s, in.width, [&](int x, int count, int whole, std::uint16_t at, std::uint16_t step) {
      blend(row(whole) + x, row(whole + 1) + x, at, step, count, out.row(y) + x);
    });
  return out;
}

void mirror(Image& image) {
  const int c = image.channels;
  for (int y = 0; y < image.height; ++y) {
    std::uint8_t* row = image.row(y);
    for (int left = 0, right = image.width - 1; left < right; ++left, --right)
      std::swap_ranges(row + left * c, row + (left + 1) * c, row + right * c);
  }
}

}  // namespace pli
