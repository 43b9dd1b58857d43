#include "tests/support/typeset.h"

#include <pango/pangocairo.h>

#include <algorithm>
#include <cmath>

namespace pli::testing {
namespace {

constexpr double mm_per_inch = 25.4;

// Small, and the same everywhere: standard distributions differ between libraries.
struct Dice {
  std::uint32_t state;
  std::uint32_t next() {
    state = state * 1664525U + 1013904223U;
    return state >> 8;
  }
  int below(int n) { return static_cast<int>(next() % static_cast<std::uint32_t>(n)); }
  double between(double low, double high) { return low + (high - low) * below(10000) / 10000.0; }
};

}  // namespace

struct Typeset::Surface {
  cairo_surface_t* surface;
  cairo_t* cairo;
  double dpi;
};

Typeset::Typeset(double dpi, double width, double height) {
  const auto pixels = [&](double mm) { return static_cast<int>(std::lround(mm * dpi / mm_per_inch)); };
  cairo_surface_t* surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, pixels(width), pixels(height));
  surface_.reset(new Surface{surface, cairo_create(surface), dpi});
  cairo_set_source_rgb(surface_->cairo, 1, 1, 1);
  cairo_paint(surface_->cairo);
  cairo_scale(surface_->cairo, dpi / mm_per_inch, dpi / mm_per_inch);
}

Typeset::~Typeset() {
  cairo_destroy(surface_->cairo);
  cairo_surface_destroy(surface_->surface);
}

double Typeset::text(double x, double y, double width, const std::string& utf8, double points, const std::string& font) {
  cairo_t* cairo = surface_->cairo;
  cairo_set_source_rgb(cairo, 0, 0, 0);
  PangoLayout* layout = pango_cairo_create_layout(cairo);
  PangoFontDescription* description = pango_font_description_from_string(font.c_str());
  pango_font_description_set_absolute_size(description, points * mm_per_inch / 72 * PANGO_SCALE);
  pango_layout_set_font_description(layout, description);
  pango_layout_set_width(layout, static_cast<int>(width * PANGO_SCALE));
  pango_layout_set_text(layout, utf8.c_str(), static_cast<int>(utf8.size()));
  cairo_move_to(cairo, x, y);
  pango_cairo_show_layout(cairo, layout);
  int w = 0, h = 0;
  pango_layout_get_size(layout, &w, &h);
  pango_font_description_free(description);
  g_object_unref(layout);
  return y + static_cast<double>(h) / PANGO_SCALE;
}

void Typeset::stroke(const std::vector<std::pair<double, double>>& points, double width, double grey) {
  if (points.size() < 2) return;
  cairo_t* cairo = surface_->cairo;
  cairo_set_source_rgb(cairo, grey, grey, grey);
  cairo_set_line_width(cairo, width);
  cairo_set_line_cap(cairo, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_join(cairo, CAIRO_LINE_JOIN_ROUND);
  cairo_move_to(cairo, points[0].first, points[0].second);
  for (std::size_t i = 1; i < points.size(); ++i) {
    const auto [x0, y0] = points[i - 1];
    const auto [x1, y1] = points[i];
    cairo_curve_to(cairo, x0 + (x1 - x0) * 0.6, y0, x1 - (x1 - x0) * 0.6, y1, x1, y1);
  }
  cairo_stroke(cairo);
}

void Typeset::area(double x, double y, double width, double height, double grey) {
  cairo_set_source_rgb(surface_->cairo, grey, grey, grey);
  cairo_rectangle(surface_->cairo, x, y, width, height);
  cairo_fill(surface_->cairo);
}

Image Typeset::page() const {
  cairo_surface_flush(surface_->surface);
  const unsigned char* data = cairo_image_surface_get_data(surface_->surface);
  const int stride = cairo_image_surface_get_stride(surface_->surface);
  Image out(cairo_image_surface_get_width(surface_->surface), cairo_image_surface_get_height(surface_->surface), 1, surface_->dpi);
  for (int y = 0; y < out.height; ++y)
    for (int x = 0; x < out.width; ++x) out.row(y)[x] = data[static_cast<std::ptrdiff_t>(y) * stride + 4 * x + 1];
  return out;
}

void scribble(Typeset& sheet, std::uint32_t seed, double top, int lines) {
  Dice dice{seed};
  for (int line = 0; line < lines; ++line) {
    const double base = top + line * 11 + dice.between(-0.8, 0.8);
    for (double x = 22 + dice.between(0, 6); x < 185;) {
      std::vector<std::pair<double, double>> word;
      const int turns = 5 + dice.below(16);
      for (int i = 0; i < turns && x < 190; ++i) {
        const bool tall = dice.below(5) == 0;
        word.emplace_back(x, base - (i % 2 == 0 ? 0 : tall ? dice.between(4, 6) : dice.between(1.6, 2.6)) + (dice.below(9) == 0 ? 3 : 0));
        x += dice.between(-0.4, 2.2);
      }
      sheet.stroke(word, 0.35);
      x += dice.between(3, 6);
    }
  }
}

Image scanned(Image page, std::uint32_t seed, int dark, int light, int amplitude) {
  Dice dice{seed};
  for (std::uint8_t& pixel : page.pixels) {
    const int bell = dice.below(amplitude * 2 + 1) + dice.below(amplitude * 2 + 1) - amplitude * 2;
    pixel = static_cast<std::uint8_t>(std::clamp(dark + (light - dark) * pixel / 255 + bell, 0, 255));
  }
  page.bilevel = false;
  return page;
}

Image noise(int width, int height, double dpi, std::uint32_t seed, int grain) {
  Dice dice{seed};
  Image out(width, height, 1, dpi);
  for (int y = 0; y < height; y += grain)
    for (int x = 0; x < width; x += grain) {
      const auto value = static_cast<std::uint8_t>(dice.below(256));
      for (int dy = 0; dy < grain && y + dy < height; ++dy)
        for (int dx = 0; dx < grain && x + dx < width; ++dx) out.row(y + dy)[x + dx] = value;
    }
  return out;
}

Image thresholded(Image page, int threshold) {
  for (std::uint8_t& pixel : page.pixels) pixel = pixel < threshold ? 0 : 255;
  page.bilevel = true;
  return page;
}

const char* const letter_sender = "Camille Rousselet\n12 rue des Tanneurs\n49300 Saint-Aubin\nTél. : 02 41 55 18 36";
const char* const letter_addressee = "Mairie de Port-Evrault\nService de l'urbanisme\n1 place de la République\n85830 Port-Evrault";
const char* const letter_subject = "Objet : demande de plan du cadastre";
const char* const letter_body =
    "Madame, Monsieur,\n"
    "Je souhaite agrandir ma maison et j'aimerais savoir quelles règles valent dans notre quartier. Pourriez-vous m'envoyer le plan du "
    "cadastre ainsi que le règlement de la zone ? La parcelle porte le numéro AB 214 et mesure 640 mètres carrés.\n"
    "Votre accueil m'a dit que le dossier pouvait être déposé avant le 15 septembre 2026. Je joins à cette lettre une copie de l'acte de "
    "propriété, le relevé du géomètre et deux photographies de la façade côté jardin.\n"
    "Je vous remercie de votre réponse et vous prie d'agréer, Madame, Monsieur, mes salutations distinguées.";

Image letter_page(double dpi) {
  Typeset sheet(dpi);
  sheet.text(22, 20, 80, letter_sender);
  sheet.text(112, 52, 80, letter_addressee);
  const double below = sheet.text(22, 95, 165, letter_subject);
  sheet.text(22, below + 6, 165, letter_body);
  return sheet.page();
}

}  // namespace pli::testing
