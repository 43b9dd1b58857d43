#include "stages/write_pdf.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "pipeline/errors.h"
#include "pipeline/files.h"
#include "pipeline/text.h"
#include "stages/burn.h"
#include "stages/engines/podofo.h"

namespace pli {
namespace {

constexpr double a4_width = 595.276, a4_height = 841.890;
constexpr double ascent = 0.75;  // of the font size, as the font of invisible words declares it: readers draw their selection so

double points(double pixels, double dpi) { return pixels * 72.0 / dpi; }

/// From the stream's unit square to the upright page: quarter turns first, then the tilt taken out about the page's centre,
/// as straighten did with the pixels. No pixel is made anew.
Placement placement(const PageFacts& facts, double width, double height) {
  Placement p;
  switch (((facts.picture.turn + facts.rotation) % 360 + 360) % 360) {
    case 90: p = {0, -height, width, 0, 0, height}; break;
    case 180: p = {-width, 0, 0, -height, width, height}; break;
    case 270: p = {0, height, -width, 0, width, 0}; break;
    default: p = {width, 0, 0, height, 0, 0};
  }
  const double angle = -facts.skew * std::numbers::pi / 180;  // a counter-clockwise tilt is taken out clockwise
  const double cosine = std::cos(angle), sine = std::sin(angle), x = p.e - width / 2, y = p.f - height / 2;
  return {cosine * p.a - sine * p.b,           sine * p.a + cosine * p.b,
          cosine * p.c - sine * p.d,           sine * p.c + cosine * p.d,
          cosine * x - sine * y + width / 2,   sine * x + cosine * y + height / 2};
}

/// One font size for the whole line, so that the words' order holds; the selection then covers the line from top to bottom.
std::vector<InvisibleWord> invisible_words(const Line& line, double page_height, double dpi) {
  const bool usable = line.baseline > line.box.y && line.baseline <= line.box.bottom() + line.box.height / 2;
  const double baseline = usable ? line.baseline : line.box.bottom() - 0.2 * line.box.height;
  const double size = std::clamp((baseline - line.box.y) / ascent, 0.5 * line.box.height, 1.5 * line.box.height);
  std::vector<InvisibleWord> words;
  for (const Word& word : line.words)
    words.push_back({word.text, points(word.box.x, dpi), page_height - points(baseline, dpi), points(std::max(word.box.width, 1), dpi),
                     std::max(points(size, dpi), 1.0)});
  return words;
}

std::vector<std::string> wrapped(PdfBuilder& pdf, Face face, double size, double width, const std::string& text) {
  std::vector<std::string> lines(1);
  for (const std::string& word : split(text, ' ')) {
    const std::string longer = lines.back().empty() ? word : lines.back() + ' ' + word;
    if (pdf.text_width(face, size, longer) <= width) lines.back() = longer;
    else if (lines.back().empty()) lines.back() = word;
    else lines.push_back(word);
  }
  return lines;
}

/// Where boxes of the upright page lie in the stream: the way of `placement`, backwards.
std::vector<Quad> places_in_stream(const PageFacts& facts, const Placement& p, double page_height) {
  const double scale = 72.0 / facts.dpi, area = p.a * p.d - p.b * p.c;
  std::vector<Quad> quads;
  for (const Box& box : facts.masked) {
    Quad quad;
    const std::pair<int, int> corners[] = {{box.x, box.y}, {box.right(), box.y}, {box.right(), box.bottom()}, {box.x, box.bottom()}};
    for (std::size_t i = 0; i < 4; ++i) {
      const double x = corners[i].first * scale - p.e, y = page_height - corners[i].second * scale - p.f;
      const double u = (p.d * x - p.c * y) / area, v = (p.a * y - p.b * x) / area;
      quad[i] = {u * facts.picture.width, (1 - v) * facts.picture.height};
    }
    quads.push_back(quad);
  }
  return quads;
}

void placeholder(PdfBuilder& pdf, const PdfPage& page) {
  pdf.start_page(a4_width, a4_height);
  constexpr double margin = 70, leading = 1.45;
  double y = a4_height - 200;
  pdf.fill({{margin, y + 40, a4_width - 2 * margin, 1.5}}, 0.4);
  for (std::size_t i = 0; i < page.note.size(); ++i) {
    const Face face = i == 0 ? Face::bold : Face::regular;
    const double size = i == 0 ? 18 : 12;
    for (const std::string& line : wrapped(pdf, face, size, a4_width - 2 * margin, page.note[i])) {
      if (y > margin) pdf.text(face, size, margin, y, line);
      y -= size * leading;
    }
    y -= 8;
  }
}

void scanned(PdfBuilder& pdf, const PdfPage& page) {
  const PageFacts& facts = page.facts;
  if (facts.width <= 0 || facts.height <= 0 || !(facts.dpi >= 1)) throw ItemError("damaged-page", {{"detail", "size"}});
  const double width = points(facts.width, facts.dpi), height = points(facts.height, facts.dpi);
  pdf.start_page(width, height);
  const Placement place = placement(facts, width, height);
  if (facts.masked.empty()) {
    pdf.picture(facts.picture, read_file(page.picture), place);
  } else {
    const Burnt picture = burnt(facts.picture, read_file(page.picture), places_in_stream(facts, place, height));
    pdf.picture(picture.picture, picture.bytes, place);
  }
  std::vector<InvisibleWord> words;
  for (const Block& block : facts.text.blocks)
    for (const Line& line : block.lines)
      for (InvisibleWord& word : invisible_words(line, height, facts.dpi)) words.push_back(std::move(word));
  pdf.invisible(words);
}

}  // namespace

void write_searchable_pdf(const std::filesystem::path& file, const std::vector<PdfPage>& pages, const PdfInfo& info) {
  PdfBuilder pdf(info.title, info.date, info.language);
  for (const PdfPage& page : pages) {
    if (page.facts.failed || page.picture.empty()) placeholder(pdf, page);
    else scanned(pdf, page);
  }
  write_aside(file, pdf.finish());
}

}  // namespace pli
