// A sheet of paper to print on: text set by Pango, shapes drawn by cairo. Nothing else in samples/ knows these libraries.
// Lengths are millimetres from the top left, angles degrees counter-clockwise.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "pipeline/image.h"

namespace pli::samples {

inline constexpr double a4_width = 210, a4_height = 297;
inline constexpr double print_dpi = 300;  ///< of pages as they are printed

struct Face {
  std::string family = "Liberation Sans";
  double points = 11;
  bool bold = false, italic = false;
  double leading = 1.15;  ///< line spacing as a factor of the font's own
};

struct Ink {
  double red = 0.05, green = 0.05, blue = 0.05;
};

enum class Align { left, right, centre, justify };

/// How text is set. `indent` is the first line's (mm).
struct Setting {
  Face face;
  Align align = Align::left;
  double indent = 0;
  Ink ink;
};

class Canvas {
 public:
  Canvas(double width_mm, double height_mm, double dpi);
  ~Canvas();
  Canvas(Canvas&&) noexcept;
  Canvas& operator=(Canvas&&) noexcept;

  double width() const { return width_; }
  double height() const { return height_; }

  static constexpr std::size_t all_drawn = static_cast<std::size_t>(-1);
  struct Poured {
    double y;               ///< below the last line drawn
    std::size_t next_line;  ///< the first line that did not fit, or all_drawn
  };
  /// Draws the lines of `text` from `first_line` on while they end above `bottom`; each line as broken is appended to `lines`.
  Poured pour(double x, double y, double width, double bottom, const std::string& text, const Setting&, std::size_t first_line,
              std::vector<std::string>& lines);
  /// The same without a bottom; returns the y below.
  double text(double x, double y, double width, const std::string& text, const Setting&, std::vector<std::string>& lines);
  /// Width and height of the text on lines of its own (mm).
  std::pair<double, double> measure(const std::string& text, const Face&, double width = 1000) const;
  /// Text turned about its top left.
  void turned_text(double x, double y, double angle, const std::string& text, const Face&, Ink);

  void line(double x0, double y0, double x1, double y1, double thickness, Ink = {});
  void rectangle(double x, double y, double width, double height, double thickness, Ink = {}, double angle = 0);  ///< turned about its top left
  void filled(double x, double y, double width, double height, Ink);
  void circle(double x, double y, double radius, double thickness, Ink = {});
  void disc(double x, double y, double radius, Ink = {});
  /// A smooth stroke through the points (Catmull-Rom), as a pen makes it.
  void stroke(const std::vector<std::pair<double, double>>& points, double thickness, Ink);
  /// A picture `width` mm wide, placed without smoothing when `crisp` (barcodes).
  void picture(double x, double y, double width, ImageView, bool crisp = false);

  /// RGB, white paper.
  Image image() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
  double width_, height_;
};

}  // namespace pli::samples
