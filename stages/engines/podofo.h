// PDF/A-1b documents written with PoDoFo 0.9.8: pictures as they are, invisible words over them, printed text, filled rectangles.
// It only ever writes: PDFs of others are never read with it. Equal calls give equal bytes; text is checked before PoDoFo sees it.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/page.h"

namespace pli {

/// Where a picture's unit square goes on the page: x' = a·x + c·y + e, y' = b·x + d·y + f, in points from the bottom left.
struct Placement {
  double a = 1, b = 0, c = 0, d = 1, e = 0, f = 0;
};

/// A word to find and copy, not to see. Points from the bottom left; (x, y) is the start of its baseline.
struct InvisibleWord {
  std::string text;   ///< UTF-8
  double x = 0, y = 0, width = 0;
  double size = 10;   ///< font size: the same over a line, or readers shuffle its words
};

struct PointRect {
  double x = 0, y = 0, width = 0, height = 0;
};

enum class Face { regular, bold };

/// A document made page by page.
class PdfBuilder {
 public:
  /// `title` ends up in the trailer's /ID, so it should be unique; `date` is ISO, dates of the PDF are that day at 00:00 UTC.
  /// Throws UsageError("bad-date"); later, Fatal("data-missing") when a font or, for pages with colour, the sRGB profile is not installed.
  PdfBuilder(const std::string& title, const std::string& date, const std::string& language);
  ~PdfBuilder();
  PdfBuilder(const PdfBuilder&) = delete;
  PdfBuilder& operator=(const PdfBuilder&) = delete;

  /// All that follows goes on this page. Sizes in points.
  void start_page(double width, double height);
  /// Embeds the stream as it is. Throws ItemError("damaged-page") when the bytes can't be what `picture` says.
  void picture(const Picture& picture, std::string_view bytes, const Placement&);
  void invisible(const std::vector<InvisibleWord>&);
  /// Prints with the embedded Liberation Sans; characters that the face lacks become '?'.
  void text(Face, double size, double x, double y, std::string_view utf8);
  double text_width(Face, double size, std::string_view utf8);
  /// Fills all in one stroke of the brush, so that neighbours leave no hairlines. `grey`: 0 black, 1 white.
  void fill(const std::vector<PointRect>&, double grey = 0);

  /// The file's bytes; the builder is used up.
  std::string finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace pli
