#include "stages/burn.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "stages/engines/jpeg.h"
#include "stages/engines/png.h"
#include "stages/engines/tiff.h"

namespace pli {
namespace {

// A place and a margin: letters reach a little beyond the box they were read in.
class BurntPlace {
 public:
  explicit BurntPlace(const Quad& quad) {
    double shortest = 1e9;
    for (std::size_t i = 0; i < 4; ++i) {
      const auto [x, y] = quad[i];
      const auto [to_x, to_y] = quad[(i + 1) % 4];
      const double length = std::max(1e-6, std::hypot(to_x - x, to_y - y));
      sides_[i] = {x, y, (to_x - x) / length, (to_y - y) / length};
      shortest = std::min(shortest, length);
      left_ = std::min(left_, x), right_ = std::max(right_, x), top_ = std::min(top_, y), bottom_ = std::max(bottom_, y);
    }
    margin_ = 2 + 0.12 * shortest;
    const double area = (quad[2].first - quad[0].first) * (quad[3].second - quad[1].second) - (quad[3].first - quad[1].first) * (quad[2].second - quad[0].second);
    sense_ = area < 0 ? -1 : 1;
  }

  /// Whether a square of that half width about the point reaches into it.
  bool holds(double x, double y, double reach = 0) const {
    for (const Side& side : sides_) {
      const double inside = sense_ * (side.along_x * (y - side.y) - side.along_y * (x - side.x));
      if (inside < -margin_ - reach) return false;
    }
    return true;
  }
  int left(int least = 0) const { return std::max(least, static_cast<int>(std::floor(left_ - margin_))); }
  int top(int least = 0) const { return std::max(least, static_cast<int>(std::floor(top_ - margin_))); }
  int right(int most) const { return std::min(most, static_cast<int>(std::ceil(right_ + margin_)) + 1); }
  int bottom(int most) const { return std::min(most, static_cast<int>(std::ceil(bottom_ + margin_)) + 1); }

 private:
  struct Side {
    double x = 0, y = 0, along_x = 1, along_y = 0;
  };
  std::array<Side, 4> sides_;
  double margin_ = 0, sense_ = 1, left_ = 1e9, top_ = 1e9, right_ = -1e9, bottom_ = -1e9;
};

std::vector<BurntPlace> places_of(const std::vector<Quad>& quads) { return {quads.begin(), quads.end()}; }

void blacken(Image& image, const std::vector<BurntPlace>& places) {
  for (const BurntPlace& place : places)
    for (int y = place.top(); y < place.bottom(image.height); ++y)
      for (int x = place.left(); x < place.right(image.width); ++x)
        if (place.holds(x + 0.5, y + 0.5)) std::fill_n(image.row(y) + static_cast<std::size_t>(x) * image.channels, image.channels, std::uint8_t{0});
}

}  // namespace

Burnt burnt(const Picture& picture, const std::string& bytes, const std::vector<Quad>& quads) {
  const std::vector<BurntPlace> places = places_of(quads);
  Burnt out{picture, {}};
  out.picture.done = "masked";
  if (picture.encoding == "jpeg") {
    out.bytes = burn_jpeg(bytes, [&](int x, int y, int width, int height) {
      const double reach = std::hypot(width, height) / 2;
      return std::any_of(places.begin(), places.end(), [&](const BurntPlace& place) { return place.holds(x + width / 2.0, y + height / 2.0, reach); });
    });
    return out;
  }
  const bool fax = picture.encoding == "g4";
  Image image = fax ? decode_g4(bytes, picture.width, picture.height, picture.white_is_zero) : decode_flate(bytes, picture.width, picture.height, picture.channels);
  blacken(image, places);
  if (fax) out.picture.white_is_zero = true;
  out.bytes = fax ? encode_g4(image) : encode_flate(image);
  return out;
}

// The thumbnail shows the page before its tilt was taken out.
Image burnt_thumbnail(Image image, const PageFacts& facts) {
  const double scale_x = static_cast<double>(image.width) / facts.width, scale_y = static_cast<double>(image.height) / facts.height;
  const double angle = -facts.skew * std::numbers::pi / 180, cosine = std::cos(angle), sine = std::sin(angle);
  std::vector<Quad> quads;
  for (const Box& box : facts.masked) {
    Quad quad;
    const std::pair<int, int> corners[] = {{box.x, box.y}, {box.right(), box.y}, {box.right(), box.bottom()}, {box.x, box.bottom()}};
    for (std::size_t i = 0; i < 4; ++i) {
      const double x = corners[i].first - facts.width / 2.0, y = corners[i].second - facts.height / 2.0;
      quad[i] = {(cosine * x - sine * y + facts.width / 2.0) * scale_x, (sine * x + cosine * y + facts.height / 2.0) * scale_y};
    }
    quads.push_back(quad);
  }
  blacken(image, places_of(quads));
  return image;
}

}  // namespace pli
