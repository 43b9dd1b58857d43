#include "stages/engines/leptonica_direction.h"

#include <cmath>

#include "stages/engines/leptonica_pix.h"

namespace pli {

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
  const auto radians = static_cast<l_float32>(degrees * M_PI / 180);
  return Ink(std::make_unique<Bits>(Bits{PixPtr(pixRotate(bits_->pix.get(), radians, L_ROTATE_SAMPLING, L_BRING_IN_WHITE, 0, 0))}));
}

TiltReading Ink::tilt(double center, double range, double step, int sweep_reduction, int search_reduction) const {
  l_float32 angle = 0, ratio = 0, score = 0;
  const auto f = [](double value) { return static_cast<l_float32>(value); };
  const bool failed = pixFindSkewSweepAndSearchScorePivot(bits_->pix.get(), &angle, &ratio, &score, sweep_reduction, search_reduction, f(center), f(range),
                                                          f(step), 0.01F, L_SHEAR_ABOUT_CENTER) != 0;
  if (failed || !std::isfinite(angle) || !std::isfinite(ratio)) return {};
  return {angle, ratio, score};
}

TurnReading Ink::turn() const {
  l_float32 upright = 0, sideways = 0;
  l_int32 orientation = L_TEXT_ORIENT_UNKNOWN;
  TurnReading out;
  if (pixOrientDetect(bits_->pix.get(), &upright, &sideways, 0, 0) != 0) return out;
  out.upright = upright;
  out.sideways = sideways;
  if (makeOrientDecision(upright, sideways, 0, 0, &orientation, 0) != 0) return out;
  switch (orientation) {
    case L_TEXT_ORIENT_UP: out.rotation = 0; break;
    case L_TEXT_ORIENT_LEFT: out.rotation = 90; break;
    case L_TEXT_ORIENT_DOWN: out.rotation = 180; break;
    case L_TEXT_ORIENT_RIGHT: out.rotation = 270; break;
    default: break;
  }
  return out;
}

}  // namespace pli
