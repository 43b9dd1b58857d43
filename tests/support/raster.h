// A PDF as other programs see it: its pixels, words and their places, by Poppler.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "pipeline/image.h"
#include "pipeline/page.h"

namespace pli::testing {

struct SeenWord {
  std::string text;
  double x = 0, y = 0, width = 0, height = 0;  ///< pixels at the resolution asked for, from the top left
};

/// Page `index` (from 0) of a PDF's bytes, grey, at `dpi`.
Image rasterised(const std::string& pdf, int index, double dpi);
int page_count(const std::string& pdf);
/// Width and height of a page, points.
std::pair<double, double> page_points(const std::string& pdf, int index);
/// The text of a page as `pdftotext` gives it.
std::string page_text(const std::string& pdf, int index);
/// Its words with their boxes at `dpi`, in the order read.
std::vector<SeenWord> page_words(const std::string& pdf, int index, double dpi);
std::string pdf_title(const std::string& pdf);

}  // namespace pli::testing
