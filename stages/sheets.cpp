#include "stages/sheets.h"

#include <fmt/format.h>

#include <algorithm>

#include "pipeline/digest.h"
#include "pipeline/errors.h"
#include "pipeline/text.h"
#include "stages/engines/podofo.h"
#include "stages/engines/zxing.h"

namespace pli {
namespace {

constexpr double mm = 72 / 25.4;
constexpr double page_width = 595.276, page_height = 841.890;
constexpr double edge = 14 * mm;              // printers leave 5 mm white and feeders shift a sheet by some more
constexpr double text_width = page_width - 2 * edge;
constexpr double widest_code = 60 * mm, least_module = 1.5 * mm, usual_code = 44 * mm;
constexpr double overlap = 0.03 * mm;         // neighbours touch, so that no printer leaves a hairline

/// Runs of dark modules, a row at a time; (x, y) is the code's bottom left.
std::vector<PointRect> code_at(const Modules& modules, double module, double x, double y) {
  std::vector<PointRect> out;
  for (int row = 0; row < modules.height; ++row)
    for (int begin = 0; begin < modules.width;) {
      int end = begin;
      while (end < modules.width && modules.at(end, row)) ++end;
      if (end > begin)
        out.push_back({x + begin * module, y + (modules.height - 1 - row) * module - overlap, (end - begin) * module, module + overlap});
      begin = std::max(end, begin + 1);
    }
  return out;
}

/// Gives the side of a code.
double codes(PdfBuilder& pdf, const std::string& payload) {
  const Modules modules = make_code("QR", payload);
  const double module = std::min(std::max(usual_code / modules.width, least_module), widest_code / modules.width);
  const double side = modules.width * module;
  std::vector<PointRect> all;
  for (double x : {edge, page_width - edge - side})
    for (double y : {edge, page_height - edge - side})
      for (const PointRect& r : code_at(modules, module, x, y)) all.push_back(r);
  pdf.fill(all);
  return side;
}

void centred(PdfBuilder& pdf, Face face, double size, double y, const std::string& text) {
  pdf.text(face, size, (page_width - pdf.text_width(face, size, text)) / 2, y, text);
}

/// The text's pieces that stay whole: words, and parts of words after a hyphen.
std::vector<std::string> pieces(const std::string& text) {
  std::vector<std::string> out(1);
  for (char c : text) {
    out.back() += c;
    if (c == ' ' || c == '-') out.emplace_back();
  }
  return out;
}

std::vector<std::string> lines_that_fit(PdfBuilder& pdf, Face face, double size, double width, const std::string& text) {
  std::vector<std::string> lines(1);
  for (const std::string& piece : pieces(text)) {
    if (lines.back().empty() || pdf.text_width(face, size, trimmed(lines.back() + piece)) <= width) lines.back() += piece;
    else lines.push_back(piece);
  }
  for (std::string& line : lines) line = trimmed(line);
  return lines;
}

/// The largest size up to 64 pt at which the title stands on at most three lines.
double title_size(PdfBuilder& pdf, const std::string& title) {
  for (double size = 64; size > 20; size -= 2) {
    const auto lines = lines_that_fit(pdf, Face::bold, size, text_width, title);
    const bool fits = std::all_of(lines.begin(), lines.end(), [&](const std::string& line) { return pdf.text_width(Face::bold, size, line) <= text_width; });
    if (lines.size() <= 3 && fits) return size;
  }
  return 20;
}

/// Title between two rules, what to do below, and above the lower codes what they say, for whoever must find out why a sheet isn't read.
void words_of(PdfBuilder& pdf, const SheetCode& code, const SheetWord& words, double code_side) {
  std::string title = words.title;
  if (const auto at = title.find("{service}"); at != std::string::npos) title.replace(at, 9, capitals(code.service));
  const double size = title_size(pdf, title);
  const auto lines = lines_that_fit(pdf, Face::bold, size, text_width, title);
  double y = page_height / 2 + 34 * mm + (lines.size() - 1) * size * 0.5;
  pdf.fill({{edge, y + size * 0.72 + 9 * mm, text_width, 1.2 * mm}});
  for (const std::string& line : lines) {
    centred(pdf, Face::bold, size, y, line);
    y -= size * 1.12;
  }
  y += size * 1.12 - size * 0.21;
  pdf.fill({{edge, y - 9 * mm - 1.2 * mm, text_width, 1.2 * mm}});
  y -= 26 * mm;
  for (const std::string& sentence : words.instructions) {
    for (const std::string& line : lines_that_fit(pdf, Face::regular, 15, text_width, sentence)) {
      centred(pdf, Face::regular, 15, y, line);
      y -= 22;
    }
    y -= 5;
  }
  if (code.of > 0) centred(pdf, Face::bold, 22, y - 24, fmt::format("{} / {}", code.number, code.of));
  centred(pdf, Face::regular, 8, edge + code_side + 9 * mm, payload(code));
}

}  // namespace

std::string sheets_pdf(const std::vector<SheetCode>& sheets, const SheetWords& words, const SheetsOptions& options) {
  std::string all;
  for (const SheetCode& sheet : sheets) all += payload(sheet) + '\n';
  PdfBuilder pdf("Feuilles de séparation " + short_id(all + (options.duplex ? "duplex" : "")), options.date, "fr-FR");
  for (const SheetCode& sheet : sheets) {
    const auto word = words.find(sheet.kind);
    if (word == words.end()) throw UsageError("sheet-unknown", {{"value", sheet.kind}});
    for (int face = 0; face < (options.duplex ? 2 : 1); ++face) {
      pdf.start_page(page_width, page_height);
      const double side = codes(pdf, payload(sheet));
      words_of(pdf, sheet, word->second, side);
    }
  }
  return pdf.finish();
}

}  // namespace pli
