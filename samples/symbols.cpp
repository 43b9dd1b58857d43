#include "samples/symbols.h"

#include "stages/engines/zxing.h"

namespace pli::samples {

Image draw_symbol(const std::string& format, const std::string& text, int height) {
  const Modules modules = make_code(format, text);
  const bool linear = modules.height == 1;
  const int quiet = linear ? 10 : format == "DataMatrix" ? 2 : 4;
  Image image(modules.width + 2 * quiet, (linear ? height : modules.height) + 2 * quiet, 1, 300);
  image.bilevel = true;
  for (int y = quiet; y < image.height - quiet; ++y)
    for (int x = quiet; x < image.width - quiet; ++x) image.row(y)[x] = modules.at(x - quiet, linear ? 0 : y - quiet) ? 0 : 255;
  return image;
}

}  // namespace pli::samples
