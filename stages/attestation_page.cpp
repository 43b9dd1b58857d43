#include "stages/attestation_page.h"

#include "pipeline/text.h"
#include "stages/engines/podofo.h"

namespace pli {
namespace {

constexpr double sheet_wide = 595.276, sheet_tall = 841.890, sheet_side = 56, sheet_foot = 60, label_width = 150, body_size = 9.5, small_size = 7.5, line_lead = 1.4;

// Lines set one below the other, on a new page when one is full.
class AttestationSheet {
 public:
  AttestationSheet(const AttestationText& text, const AttestationWords& words) : words_(words), pdf_(text.id, text.date, "fr-FR") { turn(); }

  void line(Face face, double size, double x, const std::string& text) {
    if (y_ < sheet_foot) turn();
    pdf_.text(face, size, x, y_, text);
  }
  void down(double size) { y_ -= size * line_lead; }
  void paragraph(Face face, double size, double x, double width, const std::string& text) {
    for (const std::string& each : wrapped(face, size, width, text)) line(face, size, x, each), down(size);
  }
  // A label on the left, its value beside it.
  void fact(const std::string& label, const std::string& value) {
    line(Face::bold, body_size, sheet_side, label);
    paragraph(Face::regular, body_size, sheet_side + label_width, sheet_wide - 2 * sheet_side - label_width, value);
  }
  void rule() {
    pdf_.fill({{sheet_side, y_ + body_size, sheet_wide - 2 * sheet_side, 0.7}}, 0.5);
    down(body_size);
  }
  void gap(double points) { y_ -= points; }
  std::string finish() { return pdf_.finish(); }

 private:
  void turn() {
    pdf_.start_page(sheet_wide, sheet_tall);
    y_ = sheet_tall - 70;
    pdf_.text(Face::regular, small_size, sheet_side, 34, words_.label("page", {{"page", std::to_string(++page_)}}));
  }

  // Long names and digests have no space to break at: they are cut where the line ends.
  std::vector<std::string> wrapped(Face face, double size, double width, const std::string& text) {
    std::vector<std::string> lines(1);
    for (const std::string& word : split(text, ' ')) {
      const std::string longer = lines.back().empty() ? word : lines.back() + ' ' + word;
      if (pdf_.text_width(face, size, longer) <= width) {
        lines.back() = longer;
        continue;
      }
      if (!lines.back().empty()) lines.emplace_back();
      for (const char32_t letter : code_points(word)) {
        const std::string grown = lines.back() + utf8(std::u32string(1, letter));
        if (pdf_.text_width(face, size, grown) <= width) lines.back() = grown;
        else lines.push_back(utf8(std::u32string(1, letter)));
      }
    }
    return lines;
  }

  const AttestationWords& words_;
  PdfBuilder pdf_;
  double y_ = 0;
  int page_ = 0;
};

}  // namespace

std::string attestation_pdf(const AttestationText& text, const AttestationWords& words) {
  AttestationSheet sheet(text, words);
  sheet.line(Face::bold, 18, sheet_side, words.title);
  sheet.down(20);
  sheet.paragraph(Face::regular, body_size, sheet_side, sheet_wide - 2 * sheet_side, words.intro);
  sheet.gap(8);
  sheet.rule();
  for (const auto& [label, value] : text.facts) sheet.fact(label, value), sheet.gap(2);
  sheet.gap(6);
  sheet.rule();
  for (const std::string& paragraph : words.notice) sheet.paragraph(Face::regular, body_size, sheet_side, sheet_wide - 2 * sheet_side, paragraph), sheet.gap(4);
  sheet.gap(8);
  sheet.line(Face::bold, body_size, sheet_side, words.label("originals"));
  sheet.down(body_size);
  if (text.originals.empty()) sheet.paragraph(Face::regular, small_size, sheet_side, sheet_wide - 2 * sheet_side, words.label("originals-none"));
  for (const auto& [name, said] : text.originals) {
    sheet.paragraph(Face::regular, small_size, sheet_side, sheet_wide - 2 * sheet_side, name);
    sheet.paragraph(Face::regular, small_size, sheet_side + 12, sheet_wide - 2 * sheet_side - 12, said);
    sheet.gap(2);
  }
  return sheet.finish();
}

}  // namespace pli
