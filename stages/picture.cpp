#include "stages/picture.h"

#include <algorithm>
#include <cmath>

#include "pipeline/digest.h"
#include "pipeline/errors.h"
#include "pipeline/text.h"
#include "stages/engines/jpeg.h"
#include "stages/engines/png.h"
#include "stages/engines/tiff.h"
#include "stages/lift_stamp.h"
#include "stages/resample.h"

namespace pli {

void set_orientation(Decoded& page, int orientation) {
  // As EXIF 2.3 numbers them; a mirrored one is the mirror image of the value beside it, then turned.
  static constexpr int turns[9] = {0, 0, 0, 180, 180, 270, 90, 90, 270};
  page.turn = turns[orientation];
  page.mirrored = orientation == 2 || orientation == 4 || orientation == 5 || orientation == 7;
}

bool keeps_colour(std::size_t bytes, const AcquireOptions& options) {
  return options.keep_colour || bytes <= static_cast<std::size_t>(std::max(0, options.colour_bytes));
}

void judge_size(long long width, long long height, const Limits& limits) {
  if (width <= 0 || height <= 0) throw ItemError("damaged-page", {{"detail", "an image without width or height"}});
  const double megapixels = static_cast<double>(width) * static_cast<double>(height) / 1e6;
  if (megapixels > limits.page_megapixels)
    throw ItemError("page-too-large", {{"megapixels", std::to_string(std::llround(megapixels))}, {"limit", std::to_string(std::llround(limits.page_megapixels))}});
}

double guessed_dpi(int width, int height) {
  const double shorter = std::min(width, height) / 8.27, longer = std::max(width, height) / 11.69;
  const double fits = std::max(shorter, longer);
  for (const double usual : {75, 100, 150, 200, 240, 300, 400, 600})
    if (std::abs(fits / usual - 1) < 0.03) return usual;
  return std::clamp(std::round(fits), 50.0, 1200.0);
}

namespace {

// Cameras and screens write 72 or 96 without meaning it: a page wider than any scanner's glass was not measured so.
bool absurd(double dpi, int pixels) {
  constexpr double low = 50, high = 1200, screen = 100, glass_inches = 24;
  return dpi < low || dpi > high || (dpi < screen && pixels > glass_inches * dpi);
}

struct Resolution {
  double x = 0, y = 0;
  bool guessed = false;
};

Resolution resolution(const Decoded& page) {
  double x = page.dpi_x > 0 ? page.dpi_x : page.dpi_y, y = page.dpi_y > 0 ? page.dpi_y : page.dpi_x;
  const double lopsided = x > 0 && y > 0 ? std::max(x / y, y / x) : 1;
  if (page.drawn) return {x, y, false};
  if (absurd(x, page.image.width) || absurd(y, page.image.height) || lopsided > 4) {
    const double guess = guessed_dpi(page.image.width, page.image.height);
    return {guess, guess, true};
  }
  return {x, y, false};
}

// JPEG of a page scanned in colour, brought down to the resolution and the size that the options ask for.
void make_colour(const Decoded& page, double dpi, const AcquireOptions& options, Scan& scan) {
  constexpr int finest = 80, coarsest = 35;
  const double scale = std::min(1.0, options.colour_dpi / dpi);
  const bool smaller = scale < 0.95;
  const Image small = smaller ? shrunk(page.image, static_cast<int>(std::lround(page.image.width * scale)),
                                       static_cast<int>(std::lround(page.image.height * scale)))
                              : Image();
  const ImageView view = smaller ? small.view() : page.image.view();
  const auto wanted = static_cast<std::size_t>(std::max(1, options.colour_bytes));
  int quality = finest;
  scan.picture_bytes = encode_jpeg(view, quality);
  while (scan.picture_bytes.size() > wanted && quality > coarsest) {
    // A step of ten saves about a fifth in this range; the size says how many are needed.
    const double over = static_cast<double>(scan.picture_bytes.size()) / static_cast<double>(wanted);
    quality = std::max(coarsest, quality - std::max(5, static_cast<int>(std::log(over) * 40)));
    scan.picture_bytes = encode_jpeg(view, quality);
  }
  scan.picture = {"jpeg", view.width, view.height, view.channels, false, page.turn, "re-encoded"};
}

void make_stream(const Decoded& page, double dpi, const AcquireOptions& options, Scan& scan) {
  const Image& image = page.image;
  if (image.channels == 3) return make_colour(page, dpi, options, scan);
  if (image.bilevel) {
    scan.picture_bytes = encode_g4(image);
    scan.picture = {"g4", image.width, image.height, 1, true, page.turn, "repacked"};
  } else {
    std::string jpeg = page.was_lossy || page.drawn ? encode_jpeg(image, 85) : std::string();
    std::string flate = page.was_lossy ? std::string() : encode_flate(image);
    const bool lossless = jpeg.empty() || (!flate.empty() && flate.size() <= jpeg.size());
    scan.picture = {lossless ? "flate" : "jpeg", image.width, image.height, 1, false, page.turn, lossless ? "repacked" : "re-encoded"};
    scan.picture_bytes = std::move(lossless ? flate : jpeg);
    if (page.was_colour && !keeps_colour(scan.picture_bytes.size(), options)) make_colour(page, dpi, options, scan);
  }
}

Image thumbnail(const Image& image) {
  constexpr int longest = 420;
  const int side = std::max(image.width, image.height);
  if (side <= longest) return image;
  return shrunk(image, std::max(1, image.width * longest / side), std::max(1, image.height * longest / side));
}

// The same resolution in both directions: that of the finer one, as long as the page stays within its limit.
Image squared(Image image, const Resolution& r, const Limits& limits) {
  if (std::abs(r.x / r.y - 1) < 0.01) {
    image.dpi = std::round((r.x + r.y) * 50) / 100;
    return image;
  }
  double dpi = std::max(r.x, r.y);
  const double inches = image.width / r.x * (image.height / r.y);
  if (inches * dpi * dpi / 1e6 > limits.page_megapixels) dpi = std::min(r.x, r.y);
  const int width = std::max(1, static_cast<int>(std::lround(image.width * dpi / r.x)));
  const int height = std::max(1, static_cast<int>(std::lround(image.height * dpi / r.y)));
  Image out = width <= image.width && height <= image.height ? shrunk(image, width, height) : stretched(image, width, height);
  out.dpi = dpi;
  return out;
}

// Foreign words: shown to people, so without control characters and short.
std::map<std::string, std::string> clean_device(const std::map<std::string, std::string>& said) {
  constexpr std::size_t longest = 80;
  std::map<std::string, std::string> out;
  for (const auto& [name, value] : said) {
    std::string plain = trimmed(clean(value));
    std::replace_if(plain.begin(), plain.end(), [](char c) { return c == '\n' || c == '\f'; }, ' ');
    if (code_points(plain).size() > longest) plain = utf8(code_points(plain).substr(0, longest));
    if (!plain.empty()) out[name] = plain;
  }
  return out;
}

ScanOrigin origin_of(const Decoded& page) {
  const Image& image = page.image;
  const std::string shape = std::to_string(image.width) + 'x' + std::to_string(image.height) + 'x' + std::to_string(image.channels) + '\n';
  Sha256 digest;
  digest.add(shape);
  digest.add({reinterpret_cast<const char*>(image.pixels.data()), image.pixels.size()});
  return {image.width, image.height, image.channels, digest.hex(), page.drawn ? 0 : page.dpi_x, page.drawn ? 0 : page.dpi_y, clean_device(page.device)};
}

}  // namespace

Scan finished(Decoded page, const Limits& limits, const AcquireOptions& options) {
  ScanOrigin origin = origin_of(page);
  if (page.mirrored) {
    mirror(page.image);
    page.picture = Picture();
  }
  if (page.picture.channels == 3 && !keeps_colour(page.bytes.size(), options)) page.picture = Picture();
  if (page.image.channels == 3 && page.picture.encoding.empty() && is_grey(page.image)) page.image = to_grey(page.image), page.was_colour = true;
  if (page.image.channels == 1 && !page.image.bilevel) page.image.bilevel = is_bilevel(page.image);
  const Resolution r = resolution(page);
  Scan scan;
  scan.dpi_guessed = r.guessed;
  scan.origin = std::move(origin);
  if (page.picture.encoding.empty()) {
    make_stream(page, std::max(r.x, r.y), options, scan);
  } else {
    scan.picture = page.picture;
    scan.picture.turn = page.turn;
    scan.picture_bytes = std::move(page.bytes);
  }
  scan.thumbnail = thumbnail(page.image);
  if (page.image.channels == 3) {
    page.image.dpi = (r.x + r.y) / 2;
    if (auto lifted = lift_stamp(page.image)) page.image = std::move(lifted->print), scan.stamp = squared(std::move(lifted->stamp), r, limits);
    else page.image = to_grey(page.image);
  }
  scan.image = squared(std::move(page.image), r, limits);
  if (page.turn != 0) {
    scan.image = turned(scan.image, page.turn);
    if (!scan.stamp.view().empty()) scan.stamp = turned(scan.stamp, page.turn);
    scan.thumbnail = turned(scan.thumbnail, page.turn);
  }
  return scan;
}

}  // namespace pli
