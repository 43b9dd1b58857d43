#include "stages/code_svg.h"

#include <fmt/format.h>

#include <algorithm>

#include "pipeline/text.h"
#include "stages/engines/zxing.h"

namespace pli {
namespace {

constexpr double module = 0.6;    // mm; the contract asks for 0.5, people shrink pictures
constexpr int quiet = 4;          // modules
constexpr double svg_text_width = 50, gap = 4;  // mm; the reference in the largest usual face, and white between two codes

/// Runs of dark modules as one path, in modules from the symbol's top left.
std::string path_of(const Modules& modules) {
  std::string path;
  for (int row = 0; row < modules.height; ++row)
    for (int begin = 0; begin < modules.width;) {
      int end = begin;
      while (end < modules.width && modules.at(end, row)) ++end;
      if (end > begin) path += fmt::format("M{} {}h{}v1h-{}z", begin, row, end - begin, end - begin);
      begin = std::max(end, begin + 1);
    }
  return path;
}

std::string text_line(double x, double y, double size, const char* weight, const std::string& text) {
  return fmt::format("<text x=\"{:.2f}\" y=\"{:.2f}\" font-family=\"Liberation Sans, Arial, Helvetica, sans-serif\" font-size=\"{}\"{}>{}</text>\n", x, y, size, weight,
                     escaped_html(text));
}

}  // namespace

std::string codes_svg(const std::vector<std::string>& payloads, const std::string& dossier, const CodeWords& words, int first_page, int pages) {
  std::vector<Modules> codes;
  int widest = 0;
  for (const std::string& payload : payloads) {
    codes.push_back(make_code("QR", payload, 'Q'));
    widest = std::max(widest, codes.back().width);
  }
  const double side = (widest + 2 * quiet) * module, width = side + svg_text_width;
  const double height = side * static_cast<double>(codes.size()) + gap * static_cast<double>(codes.size() - 1);
  std::string body;
  double top = 0;
  int page = first_page;
  for (const Modules& code : codes) {
    body += fmt::format("<g transform=\"translate({:.2f} {:.2f}) scale({})\"><path fill=\"#000\" shape-rendering=\"crispEdges\" d=\"{}\"/></g>\n", quiet * module,
                        top + quiet * module, module, path_of(code));
    const double middle = top + side / 2;
    body += text_line(side, middle - 1.6, 3.2, "", words.reference);
    body += text_line(side, middle + 3.2, 4.4, " font-weight=\"bold\"", dossier);
    if (pages > 1) body += text_line(side, middle + 7.6, 3.2, "", fmt::format("{} {}/{}", words.page, page, pages));
    top += side + gap;
    ++page;
  }
  return fmt::format("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0:.2f}mm\" height=\"{1:.2f}mm\" viewBox=\"0 0 {0:.2f} {1:.2f}\">\n"
                     "<title>{2}</title>\n<rect width=\"{0:.2f}\" height=\"{1:.2f}\" fill=\"#fff\"/>\n{3}</svg>\n",
                     width, height, escaped_html(dossier), body);
}

}  // namespace pli
