// Which way print runs: the tilt of its lines and the quarter turn that makes it upright. Leptonica's part of straighten.
#pragma once

#include <memory>
#include <string>

#include "pipeline/image.h"

namespace pli {

std::string leptonica_version();

/// Where rows of ink stand sharpest. The measure is Postl's: the sum of squared differences between neighbouring rows, the page sheared to each angle.
struct TiltReading {
  double angle = 0;      ///< degrees, counter-clockwise positive
  double score = 0;      ///< the measure at the angle, at the sweep's resolution: compares two directions of one page
  double sharpness = 0;  ///< score over the median of all angles tried: near 1 where there are no lines
};

/// The ink of one page, for measuring directions on it.
class Ink {
 public:
  /// `mask`: 255 is ink.
  explicit Ink(ImageView mask);
  ~Ink();
  Ink(Ink&&) noexcept;
  Ink& operator=(Ink&&) noexcept;

  /// A copy turned clockwise by quarters (0, 90, 180, 270).
  Ink turned(int quarter_turn) const;
  /// A copy turned clockwise by `degrees`.
  Ink untilted(double degrees) const;

  /// Tries -`range`..`range` in steps of half a degree on a copy reduced by four, then closes in between its neighbours.
  TiltReading sweep(double range) const;
  /// Closes in on the tilt within half a degree of `near`, to about a hundredth: by halves on copies reduced by two, then at full size.
  double refined(double near) const;
  /// Ascenders against descenders, in standard deviations: positive is upright, negative upside down, 0 too few to tell (pixUpDownDetect).
  /// Wants 150 dpi, horizontal and nearly straight lines.
  double upright() const;

 private:
  struct Bits;
  explicit Ink(std::unique_ptr<Bits>);
  std::unique_ptr<Bits> bits_;
};

}  // namespace pli
