#include "samples/canvas.h"

#include <pango/pangocairo.h>

#include <cmath>
#include <limits>

#include "pipeline/errors.h"

namespace pli::samples {
namespace {

struct Unref {
  void operator()(void* object) const { g_object_unref(object); }
};
using LayoutPtr = std::unique_ptr<PangoLayout, Unref>;

void set_ink(cairo_t* cairo, Ink ink) { cairo_set_source_rgb(cairo, ink.red, ink.green, ink.blue); }

}  // namespace

struct Canvas::State {
  cairo_surface_t* surface = nullptr;
  cairo_t* cairo = nullptr;
  PangoFontMap* fonts = nullptr;
  PangoContext* context = nullptr;
  double dpi = 300;
  double per_mm = 300 / 25.4;

  ~State() {
    if (context) g_object_unref(context);
    if (fonts) g_object_unref(fonts);
    if (cairo) cairo_destroy(cairo);
    if (surface) cairo_surface_destroy(surface);
  }

  LayoutPtr layout(const std::string& text, const Face& face, double width_mm, Align align, double indent_mm) const {
    LayoutPtr layout(pango_layout_new(context));
    PangoFontDescription* font = pango_font_description_new();
    pango_font_description_set_family(font, face.family.c_str());
    pango_font_description_set_size(font, static_cast<int>(std::lround(face.points * PANGO_SCALE)));
    if (face.bold) pango_font_description_set_weight(font, PANGO_WEIGHT_BOLD);
    if (face.italic) pango_font_description_set_style(font, PANGO_STYLE_ITALIC);
    pango_layout_set_font_description(layout.get(), font);
    pango_font_description_free(font);
    pango_layout_set_width(layout.get(), static_cast<int>(std::lround(width_mm * per_mm * PANGO_SCALE)));
    pango_layout_set_wrap(layout.get(), PANGO_WRAP_WORD_CHAR);
    pango_layout_set_indent(layout.get(), static_cast<int>(std::lround(indent_mm * per_mm * PANGO_SCALE)));
    pango_layout_set_line_spacing(layout.get(), static_cast<float>(face.leading));
    pango_layout_set_alignment(layout.get(), align == Align::right    ? PANGO_ALIGN_RIGHT
                                             : align == Align::centre ? PANGO_ALIGN_CENTER
                                                                      : PANGO_ALIGN_LEFT);
    pango_layout_set_justify(layout.get(), align == Align::justify);
    pango_layout_set_text(layout.get(), text.data(), static_cast<int>(text.size()));
    return layout;
  }
};

Canvas::Canvas(double width_mm, double height_mm, double dpi) : state_(std::make_unique<State>()), width_(width_mm), height_(height_mm) {
  State& s = *state_;
  s.dpi = dpi;
  s.per_mm = dpi / 25.4;
  s.surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, static_cast<int>(std::lround(width_mm * s.per_mm)),
                                         static_cast<int>(std::lround(height_mm * s.per_mm)));
  s.cairo = cairo_create(s.surface);
  if (cairo_status(s.cairo) != CAIRO_STATUS_SUCCESS) throw Fatal("out-of-memory", {{"detail", cairo_status_to_string(cairo_status(s.cairo))}});
  cairo_set_source_rgb(s.cairo, 1, 1, 1);
  cairo_paint(s.cairo);
  cairo_set_line_cap(s.cairo, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_join(s.cairo, CAIRO_LINE_JOIN_ROUND);
  s.fonts = pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT);
  pango_cairo_font_map_set_resolution(PANGO_CAIRO_FONT_MAP(s.fonts), dpi);
  s.context = pango_font_map_create_context(s.fonts);
  cairo_font_options_t* options = cairo_font_options_create();
  cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);  // paper has no subpixels
  cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
  pango_cairo_context_set_font_options(s.context, options);
  cairo_font_options_destroy(options);
  pango_context_set_language(s.context, pango_language_from_string("fr"));
}

Canvas::~Canvas() = default;
Canvas::Canvas(Canvas&&) noexcept = default;
Canvas& Canvas::operator=(Canvas&&) noexcept = default;

Canvas::Poured Canvas::pour(double x, double y, double width, double bottom, const std::string& text, const Setting& setting,
                            std::size_t first_line, std::vector<std::string>& lines) {
  State& s = *state_;
  const LayoutPtr layout = s.layout(text, setting.face, width, setting.align, setting.indent);
  const std::unique_ptr<PangoLayoutIter, decltype(&pango_layout_iter_free)> at(pango_layout_get_iter(layout.get()), pango_layout_iter_free);
  set_ink(s.cairo, setting.ink);
  double offset = std::numeric_limits<double>::quiet_NaN(), below = y;
  std::size_t number = 0;
  do {
    int top = 0, end = 0;
    pango_layout_iter_get_line_yrange(at.get(), &top, &end);
    const double top_mm = top / PANGO_SCALE / s.per_mm, end_mm = end / PANGO_SCALE / s.per_mm;
    if (number < first_line) {
      ++number;
      continue;
    }
    if (std::isnan(offset)) offset = y - top_mm;
    if (offset + end_mm > bottom) return {below, number};
    PangoRectangle box;
    pango_layout_iter_get_line_extents(at.get(), nullptr, &box);
    const double baseline = static_cast<double>(pango_layout_iter_get_baseline(at.get())) / PANGO_SCALE;
    cairo_move_to(s.cairo, x * s.per_mm + static_cast<double>(box.x) / PANGO_SCALE, offset * s.per_mm + baseline);
    PangoLayoutLine* line = pango_layout_iter_get_line_readonly(at.get());
    pango_cairo_show_layout_line(s.cairo, line);
    std::string words = text.substr(static_cast<std::size_t>(line->start_index), static_cast<std::size_t>(line->length));
    words.erase(words.find_last_not_of(' ') + 1);  // the blank at which the line was broken
    lines.push_back(std::move(words));
    below = offset + end_mm;
    ++number;
  } while (pango_layout_iter_next_line(at.get()));
  return {below, all_drawn};
}

double Canvas::text(double x, double y, double width, const std::string& text, const Setting& setting, std::vector<std::string>& lines) {
  return pour(x, y, width, std::numeric_limits<double>::infinity(), text, setting, 0, lines).y;
}

std::pair<double, double> Canvas::measure(const std::string& text, const Face& face, double width) const {
  const LayoutPtr layout = state_->layout(text, face, width, Align::left, 0);
  int w = 0, h = 0;
  pango_layout_get_size(layout.get(), &w, &h);
  return {w / PANGO_SCALE / state_->per_mm, h / PANGO_SCALE / state_->per_mm};
}

void Canvas::turned_text(double x, double y, double angle, const std::string& text, const Face& face, Ink ink) {
  State& s = *state_;
  const LayoutPtr layout = s.layout(text, face, 1000, Align::left, 0);
  cairo_save(s.cairo);
  cairo_translate(s.cairo, x * s.per_mm, y * s.per_mm);
  cairo_rotate(s.cairo, -angle * std::acos(-1.0) / 180);
  set_ink(s.cairo, ink);
  pango_cairo_show_layout(s.cairo, layout.get());
  cairo_restore(s.cairo);
}

void Canvas::line(double x0, double y0, double x1, double y1, double thickness, Ink ink) {
  stroke({{x0, y0}, {x1, y1}}, thickness, ink);
}

void Canvas::rectangle(double x, double y, double width, double height, double thickness, Ink ink, double angle) {
  State& s = *state_;
  cairo_save(s.cairo);
  cairo_translate(s.cairo, x * s.per_mm, y * s.per_mm);
  cairo_rotate(s.cairo, -angle * std::acos(-1.0) / 180);
  set_ink(s.cairo, ink);
  cairo_set_line_width(s.cairo, thickness * s.per_mm);
  cairo_rectangle(s.cairo, 0, 0, width * s.per_mm, height * s.per_mm);
  cairo_stroke(s.cairo);
  cairo_restore(s.cairo);
}

void Canvas::filled(double x, double y, double width, double height, Ink ink) {
  set_ink(state_->cairo, ink);
  cairo_rectangle(state_->cairo, x * state_->per_mm, y * state_->per_mm, width * state_->per_mm, height * state_->per_mm);
  cairo_fill(state_->cairo);
}

void Canvas::circle(double x, double y, double radius, double thickness, Ink ink) {
  set_ink(state_->cairo, ink);
  cairo_set_line_width(state_->cairo, thickness * state_->per_mm);
  cairo_new_sub_path(state_->cairo);
  cairo_arc(state_->cairo, x * state_->per_mm, y * state_->per_mm, radius * state_->per_mm, 0, 2 * std::acos(-1.0));
  cairo_stroke(state_->cairo);
}

void Canvas::disc(double x, double y, double radius, Ink ink) {
  set_ink(state_->cairo, ink);
  cairo_new_sub_path(state_->cairo);
  cairo_arc(state_->cairo, x * state_->per_mm, y * state_->per_mm, radius * state_->per_mm, 0, 2 * std::acos(-1.0));
  cairo_fill(state_->cairo);
}

void Canvas::stroke(const std::vector<std::pair<double, double>>& points, double thickness, Ink ink) {
  if (points.size() < 2) return;
  State& s = *state_;
  const double k = s.per_mm;
  cairo_save(s.cairo);
  cairo_set_operator(s.cairo, CAIRO_OPERATOR_MULTIPLY);  // a pencil's grey over black print leaves it black
  set_ink(s.cairo, ink);
  cairo_set_line_width(s.cairo, thickness * k);
  cairo_move_to(s.cairo, points[0].first * k, points[0].second * k);
  for (std::size_t i = 0; i + 1 < points.size(); ++i) {
    const auto& before = points[i == 0 ? 0 : i - 1];
    const auto& from = points[i];
    const auto& to = points[i + 1];
    const auto& after = points[i + 2 < points.size() ? i + 2 : i + 1];
    cairo_curve_to(s.cairo, (from.first + (to.first - before.first) / 6) * k, (from.second + (to.second - before.second) / 6) * k,
                   (to.first - (after.first - from.first) / 6) * k, (to.second - (after.second - from.second) / 6) * k, to.first * k,
                   to.second * k);
  }
  cairo_stroke(s.cairo);
  cairo_restore(s.cairo);
}

void Canvas::picture(double x, double y, double width, ImageView picture, bool crisp) {
  State& s = *state_;
  cairo_surface_t* from = cairo_image_surface_create(CAIRO_FORMAT_RGB24, picture.width, picture.height);
  unsigned char* data = cairo_image_surface_get_data(from);
  const int stride = cairo_image_surface_get_stride(from);
  for (int row = 0; row < picture.height; ++row) {
    const std::uint8_t* in = picture.row(row);
    auto* out = reinterpret_cast<std::uint32_t*>(data + static_cast<std::ptrdiff_t>(row) * stride);
    for (int column = 0; column < picture.width; ++column, in += picture.channels) {
      const std::uint32_t r = in[0], g = picture.channels == 3 ? in[1] : in[0], b = picture.channels == 3 ? in[2] : in[0];
      out[column] = r << 16 | g << 8 | b;
    }
  }
  cairo_surface_mark_dirty(from);
  cairo_save(s.cairo);
  cairo_translate(s.cairo, std::round(x * s.per_mm), std::round(y * s.per_mm));
  const double scale = width * s.per_mm / picture.width;
  cairo_scale(s.cairo, scale, scale);
  cairo_set_source_surface(s.cairo, from, 0, 0);
  cairo_pattern_set_filter(cairo_get_source(s.cairo), crisp ? CAIRO_FILTER_NEAREST : CAIRO_FILTER_GOOD);
  cairo_paint(s.cairo);
  cairo_restore(s.cairo);
  cairo_surface_destroy(from);
}

Image Canvas::image() const {
  cairo_surface_flush(state_->surface);
  Image out(cairo_image_surface_get_width(state_->surface), cairo_image_surface_get_height(state_->surface), 3, state_->dpi);
  const unsigned char* data = cairo_image_surface_get_data(state_->surface);
  const int stride = cairo_image_surface_get_stride(state_->surface);
  for (int y = 0; y < out.height; ++y) {
    const auto* in = reinterpret_cast<const std::uint32_t*>(data + static_cast<std::ptrdiff_t>(y) * stride);
    std::uint8_t* to = out.row(y);
    for (int x = 0; x < out.width; ++x, to += 3) {
      to[0] = static_cast<std::uint8_t>(in[x] >> 16);
      to[1] = static_cast<std::uint8_t>(in[x] >> 8);
      to[2] = static_cast<std::uint8_t>(in[x]);
    }
  }
  return out;
}

}  // namespace pli::samples
