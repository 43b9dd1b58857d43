// Pages for tests: text set by Pango, strokes of a pen, grey areas and scanner noise, all from the arguments alone.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "pipeline/image.h"

namespace pli::testing {

/// A white sheet to print on; every measure is in millimetres from the top left.
class Typeset {
 public:
  explicit Typeset(double dpi = 300, double width = 210, double height = 297);
  ~Typeset();
  Typeset(const Typeset&) = delete;
  Typeset& operator=(const Typeset&) = delete;

  /// Wraps `utf8` at `width`; returns the y below it.
  double text(double x, double y, double width, const std::string& utf8, double points = 11, const std::string& font = "DejaVu Serif");
  /// A pen drawn through the points, smoothly.
  void stroke(const std::vector<std::pair<double, double>>& points, double width = 0.4, double grey = 0);
  void area(double x, double y, double width, double height, double grey);

  Image page() const;  ///< grey, 8 bits

 private:
  struct Surface;
  std::unique_ptr<Surface> surface_;
};

/// Lines of loops and zigzags that no reader can read, from `seed`.
void scribble(Typeset&, std::uint32_t seed, double top = 40, int lines = 18);

/// Each pixel brought from 0..255 to dark..light, with noise of about `amplitude` grey levels.
Image scanned(Image page, std::uint32_t seed, int dark = 40, int light = 225, int amplitude = 10);
/// Every pixel at random, in grains of `grain` pixels: what a halftone picture looks like to a detector.
Image noise(int width, int height, double dpi, std::uint32_t seed, int grain = 2);
/// Black where darker than `threshold`, white elsewhere.
Image thresholded(Image page, int threshold = 128);

/// A French letter of fifteen lines or so with sender, addressee, subject and body, and that text line by line.
extern const char* const letter_sender;
extern const char* const letter_addressee;
extern const char* const letter_subject;
extern const char* const letter_body;
Image letter_page(double dpi = 300);

}  // namespace pli::testing
