#include "tests/support/paper.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "stages/engines/podofo.h"
#include "tests/support/raster.h"

namespace pli::testing {

Image text_page(double dpi) {
  PdfBuilder pdf("texte", "2026-01-01", "fr-FR");
  pdf.start_page(595.276, 841.89);
  pdf.text(Face::bold, 14, 60, 780, "Mairie de Montclair-le-Bourg — Hôtel de Ville");
  for (int i = 0; i < 34; ++i)
    pdf.text(Face::regular, 11, 60, 740 - i * 18,
             i % 3 == 0 ? "Madame, Monsieur, je vous signale que l'éclairage de la rue illisible Lilli Ill n° 1111"
             : i % 3 == 1 ? "ne fonctionne plus depuis le 12 novembre ; | | | ||| il fait nuit noire dès 17 heures,"
                          : "merci de faire le nécessaire au 01 02 03 04 05 ou par lettre (réf. 2026-111-ABC*IIII*).");
  for (int i = 0; i < 9; ++i) pdf.fill({{60.0 + i * 50, 60, 1, 60}});  // a table's rules are bars, but no code
  pdf.fill({{60, 60, 401, 1}, {60, 90, 401, 1}, {60, 120, 401, 1}});
  return rasterised(pdf.finish(), 0, dpi);
}

Image white_page(double dpi) {
  return {static_cast<int>(std::lround(210 / 25.4 * dpi)), static_cast<int>(std::lround(297 / 25.4 * dpi)), 1, dpi};
}

Box print_code(Image& page, const Modules& modules, double module_mm, double x_mm, double y_mm, double bar_mm) {
  const double per_mm = page.dpi / 25.4, module = module_mm * per_mm;
  const double tall = modules.height == 1 && bar_mm > 0 ? bar_mm * per_mm : module;
  const int x0 = static_cast<int>(std::lround(x_mm * per_mm)), y0 = static_cast<int>(std::lround(y_mm * per_mm));
  const int width = static_cast<int>(std::lround(modules.width * module)), height = static_cast<int>(std::lround(modules.height * tall));
  const int quiet = static_cast<int>(std::lround(2.2 * per_mm));  // printers of codes leave white around them
  for (int y = std::max(0, y0 - quiet); y < std::min(page.height, y0 + height + quiet); ++y)
    for (int x = std::max(0, x0 - quiet); x < std::min(page.width, x0 + width + quiet); ++x) {
      const bool inside = x >= x0 && x < x0 + width && y >= y0 && y < y0 + height;
      const bool dark = inside && modules.at(std::min(modules.width - 1, static_cast<int>((x - x0 + 0.5) / module)),
                                             std::min(modules.height - 1, static_cast<int>((y - y0 + 0.5) / tall)));
      page.row(y)[x] = dark ? 0 : 255;
    }
  return {x0, y0, width, height};
}

Image worn(const Image& page, const Wear& wear) {
  Image out(page.width, page.height, 1, page.dpi);
  const double angle = wear.skew * std::numbers::pi / 180, cosine = std::cos(angle), sine = std::sin(angle);
  const double cx = page.width / 2.0, cy = page.height / 2.0;
  const int r = static_cast<int>(std::lround(wear.blur));
  const auto ink = [&](int x, int y) { return x < 0 || y < 0 || x >= page.width || y >= page.height ? 255 : page.pixels[static_cast<std::size_t>(y) * page.width + x]; };
  for (int y = 0; y < out.height; ++y)
    for (int x = 0; x < out.width; ++x) {
      const double sx = cosine * (x - cx) - sine * (y - cy) + cx, sy = sine * (x - cx) + cosine * (y - cy) + cy;
      const int ix = static_cast<int>(std::floor(sx)), iy = static_cast<int>(std::floor(sy));
      const double fx = sx - ix, fy = sy - iy;
      out.row(y)[x] = static_cast<std::uint8_t>(std::lround((1 - fy) * ((1 - fx) * ink(ix, iy) + fx * ink(ix + 1, iy)) + fy * ((1 - fx) * ink(ix, iy + 1) + fx * ink(ix + 1, iy + 1))));
    }
  std::uint32_t state = wear.seed * 2654435761u + 1;
  const Image sharp = out;
  for (int y = 0; y < out.height; ++y)
    for (int x = 0; x < out.width; ++x) {
      double sum = 0;
      int count = 0;
      for (int dy = -r; dy <= r; ++dy)
        for (int dx = -r; dx <= r; ++dx)
          if (x + dx >= 0 && y + dy >= 0 && x + dx < out.width && y + dy < out.height) sum += sharp.pixels[static_cast<std::size_t>(y + dy) * out.width + x + dx], ++count;
      state = state * 1664525u + 1013904223u;
      const double noise = wear.noise * ((state >> 8) / 8388608.0 - 1);
      const double value = wear.black + (wear.white - wear.black) * sum / count / 255 + noise;
      out.row(y)[x] = wear.bilevel ? (value * 2 > wear.black + wear.white ? 255 : 0) : static_cast<std::uint8_t>(std::clamp(value, 0.0, 255.0));
    }
  out.bilevel = wear.bilevel;
  return out;
}

Image turned(const Image& page, int degrees) {
  if (degrees == 0) return page;
  const Image once = turned(page, degrees - 90);
  Image out(once.height, once.width, 1, once.dpi);
  for (int y = 0; y < out.height; ++y)
    for (int x = 0; x < out.width; ++x) out.row(y)[x] = once.pixels[static_cast<std::size_t>(once.height - 1 - x) * once.width + y];
  return out;
}

}  // namespace pli::testing
