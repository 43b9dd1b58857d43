#include "stages/resample.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstring>

namespace pli {

Image to_grey(ImageView in) {
  Image out(in.width, in.height, 1, in.dpi);
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

namespace {

// What one new pixel covers of the old ones along one axis, in 1/256 of an old pixel.
struct Span {
  int first, last;
  unsigned first_weight, last_weight;
};

std::vector<Span> spans(int from, int to) {
  std::vector<Span> out(static_cast<std::size_t>(to));
  for (int i = 0; i < to; ++i) {
    const long long begin = 256LL * from * i / to, end = 256LL * from * (i + 1) / to;
    Span s{static_cast<int>(begin / 256), static_cast<int>((end - 1) / 256), 0, 0};
    s.first_weight = static_cast<unsigned>(std::min<long long>(256 - begin % 256, end - begin));
    s.last_weight = s.first == s.last ? 0 : static_cast<unsigned>(end - 256LL * s.last);
    out[static_cast<std::size_t>(i)] = s;
  }
  return out;
}

void add_row(std::vector<std::uint32_t>& sum, const std::uint8_t* row, unsigned weight) {
  for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += weight * row[i];
}

}  // namespace

Image shrunk(ImageView in, int width, int height) {
  width = std::clamp(width, 1, in.width);
  height = std::clamp(height, 1, in.height);
  Image out(width, height, in.channels, in.dpi * width / in.width);
  const auto columns = spans(in.width, width), rows = spans(in.height, height);
  const int c = in.channels;
  std::vector<std::uint32_t> sum(static_cast<std::size_t>(in.width) * c);
  for (int y = 0; y < height; ++y) {
    const Span& r = rows[static_cast<std::size_t>(y)];
    std::fill(sum.begin(), sum.end(), 0u);
    add_row(sum, in.row(r.first), r.first_weight);
    for (int k = r.first + 1; k < r.last; ++k) add_row(sum, in.row(k), 256);
    if (r.last > r.first) add_row(sum, in.row(r.last), r.last_weight);
    const double tall = r.first_weight + r.last_weight + 256.0 * std::max(0, r.last - r.first - 1);
    std::uint8_t* to = out.row(y);
    for (int x = 0; x < width; ++x) {
      const Span& s = columns[static_cast<std::size_t>(x)];
      const double share = 1 / (tall * (s.first_weight + s.last_weight + 256.0 * std::max(0, s.last - s.first - 1)));
      for (int k = 0; k < c; ++k) {
        std::uint64_t v = static_cast<std::uint64_t>(s.first_weight) * sum[static_cast<std::size_t>(s.first * c + k)];
        for (int i = s.first + 1; i < s.last; ++i) v += 256ull * sum[static_cast<std::size_t>(i * c + k)];
        if (s.last > s.first) v += static_cast<std::uint64_t>(s.last_weight) * sum[static_cast<std::size_t>(s.last * c + k)];
        *to++ = static_cast<std::uint8_t>(static_cast<double>(v) * share + 0.5);
      }
    }
  }
  return out;
}

Image stretched(ImageView in, int width, int height) {
  Image out(width, height, in.channels, in.dpi * width / std::max(1, in.width));
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
  Image out(sideways ? in.height : in.width, sideways ? in.width : in.height, in.channels, in.dpi);
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

void mirror(Image& image) {
  const int c = image.channels;
  for (int y = 0; y < image.height; ++y) {
    std::uint8_t* row = image.row(y);
    for (int left = 0, right = image.width - 1; left < right; ++left, --right)
      std::swap_ranges(row + left * c, row + (left + 1) * c, row + right * c);
  }
}

}  // namespace pli
