#include "stages/engines/leptonica_direction.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "stages/engines/leptonica_pix.h"

namespace pli {
namespace {

l_float32 radians(double degrees) { return static_cast<l_float32>(degrees * M_PI / 180); }

double rows_score(Pix* ink, double degrees) {
  l_float32 sum = 0;
  const PixPtr sheared(pixVShearCenter(nullptr, ink, radians(degrees), L_BRING_IN_WHITE));
  if (!sheared || pixFindDifferentialSquareSum(sheared.get(), &sum) != 0) return 0;
  return sum;
}

// Climbs from `at`: looks `step` to both sides, moves to the better, halves the step until it is below `least`.
double closer(Pix* ink, double at, double score, double step, double least) {
  for (; step >= least; step /= 2)
    for (bool moved = true; moved;) {
      moved = false;
      for (const double side : {at - step, at + step}) {
        const double other = rows_score(ink, side);
        if (other <= score) continue;
        at = side;
        score = other;
        moved = true;
        break;
      }
    }
  return at;
}

}  // namespace

struct Ink::Bits {
  PixPtr pix;
};

std::string leptonica_version() {
  char* text = getLeptonicaVersion();
  std::string out = text != nullptr ? text : "";
  lept_free(text);
  return out.starts_with("leptonica-") ? out.substr(10) : out;
}

Ink::Ink(ImageView mask) : bits_(std::make_unique<Bits>(Bits{ink_pix(mask)})) { setMsgSeverity(L_SEVERITY_NONE); }
Ink::Ink(std::unique_ptr<Bits> bits) : bits_(std::move(bits)) {}
Ink::~Ink() = default;
Ink::Ink(Ink&&) noexcept = default;
Ink& Ink::operator=(Ink&&) noexcept = default;

Ink Ink::turned(int quarter_turn) const {
  return Ink(std::make_unique<Bits>(Bits{PixPtr(pixRotateOrth(bits_->pix.get(), quarter_turn / 90))}));
}

Ink Ink::untilted(double degrees) const {
  return Ink(std::make_unique<Bits>(Bits{PixPtr(pixRotate(bits_->pix.get(), radians(degrees), L_ROTATE_SAMPLING, L_BRING_IN_WHITE, 0, 0))}));
}

TiltReading Ink::sweep(double range) const {
  constexpr double step = 0.5;
  const PixPtr small(pixReduceRankBinaryCascade(bits_->pix.get(), 1, 1, 0, 0));
  std::vector<double> scores;
  const int steps = static_cast<int>(std::floor(range / step));
  for (int i = -steps; i <= steps; ++i) scores.push_back(rows_score(small.get(), i * step));
  const auto best = std::max_element(scores.begin(), scores.end());
  TiltReading out;
  out.score = *best;
  out.angle = (static_cast<int>(best - scores.begin()) - steps) * step;
  out.angle = closer(small.get(), out.angle, *best, step / 2, 0.1);
  std::nth_element(scores.begin(), scores.begin() + steps, scores.end());
  out.sharpness = scores[static_cast<std::size_t>(steps)] > 0 ? out.score / scores[static_cast<std::size_t>(steps)] : 0;
  return out;
}

double Ink::refined(double near) const {
  const PixPtr half(pixReduceRankBinaryCascade(bits_->pix.get(), 1, 0, 0, 0));
  const double around = closer(half.get(), near, rows_score(half.get(), near), 0.25, 0.05);
  return closer(bits_->pix.get(), around, rows_score(bits_->pix.get(), around), 0.08, 0.008);
}

double Ink::upright() const {
  l_float32 sigma = 0;
  return pixUpDownDetect(bits_->pix.get(), &sigma, 0, 0, 0) == 0 && std::isfinite(sigma) ? sigma : 0;
}

}  // namespace pli
