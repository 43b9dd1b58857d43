// Which way print runs: the tilt of its lines and the quarter turn that makes it upright. Leptonica's part of straighten.
#pragma once

#include <memory>
#include <string>

#include "pipeline/image.h"

namespace pli {

std::string leptonica_version();

/// A tilt in degrees, counter-clockwise positive, and how much sharper the lines stand at it than at the worst angle tried (1: no lines).
struct TiltReading {
  double angle = 0;
  double ratio = 0;
  double score = 0;  ///< variance of the rows' ink at the angle, for comparing two directions of one page
};

/// The two evidences of orientation: in standard deviations, positive for upright and for turned a quarter counter-clockwise.
struct TurnReading {
  int rotation = -1;  ///< the clockwise turn that makes the page upright; -1 when it can't be told
  double upright = 0, sideways = 0;
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

  /// Sweeps `center` ± `range` degrees in steps of `step` on a copy reduced `sweep_reduction` times, then searches at `search_reduction` (1, 2, 4, 8).
  TiltReading tilt(double center, double range, double step, int sweep_reduction, int search_reduction) const;
  /// From ascenders against descenders (pixOrientDetect); wants 150 dpi and nearly straight lines.
  TurnReading turn() const;

 private:
  struct Bits;
  explicit Ink(std::unique_ptr<Bits>);
  std::unique_ptr<Bits> bits_;
};

}  // namespace pli
