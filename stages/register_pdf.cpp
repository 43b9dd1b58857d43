// The register as a table on lying A4 sheets: arrivals, then departures, each with its own head.
#include <fmt/format.h>

#include <algorithm>

#include "pipeline/digest.h"
#include "pipeline/text.h"
#include "stages/engines/podofo.h"
#include "stages/mail_register.h"
#include "stages/report_facts.h"

namespace pli {
namespace {

constexpr double lying_width = 841.890, lying_height = 595.276, side = 36, top = 40, bottom = 44;
constexpr double type = 8, leading = 10, row_gap = 5;
constexpr std::size_t most_lines = 3;  // of a cell; the CSV has the whole text

struct Column {
  const char* key;
  double width;
};
constexpr Column register_columns[] = {{"number", 74}, {"date", 52}, {"mail", 70}, {"who", 150}, {"subject", 192}, {"service", 96}, {"dossier", 72}, {"state", 62}};

using Cells = std::vector<std::vector<std::string>>;  // lines of each cell

class RegisterSheets {
 public:
  RegisterSheets(PdfBuilder& pdf, const std::string& title, const Messages& messages) : pdf_(pdf), title_(title), messages_(messages) {}

  void table(const char* heading, const std::vector<std::vector<std::string>>& rows) {
    std::vector<Cells> cut;
    for (const auto& row : rows) cut.push_back(lines_of(row));
    if (!begun_ || y_ - 60 < bottom) start_sheet();
    y_ -= 8;
    pdf_.text(Face::bold, 11, side, y_, messages_.label("register", heading) + " (" + std::to_string(rows.size()) + ")");
    y_ -= 16;
    head();
    for (const Cells& row : cut) {
      const double height = height_of(row);
      if (y_ - height < bottom) {
        start_sheet();
        head();
      }
      draw(row, Face::regular);
    }
    y_ -= 10;
  }

 private:
  void start_sheet() {
    pdf_.start_page(lying_width, lying_height);
    begun_ = true;
    y_ = lying_height - top;
    pdf_.text(Face::bold, 13, side, y_, title_);
    const std::string page = messages_.label("register", "sheet") + " " + std::to_string(++sheet_);
    pdf_.text(Face::regular, type, lying_width - side - pdf_.text_width(Face::regular, type, page), y_, page);
    y_ -= 18;
  }

  void head() {
    Cells row;
    for (const Column& column : register_columns) row.push_back({messages_.label("register", column.key)});
    draw(row, Face::bold);
  }

  static double height_of(const Cells& row) {
    std::size_t most = 1;
    for (const auto& lines : row) most = std::max(most, lines.size());
    return static_cast<double>(most) * leading + row_gap;
  }

  void draw(const Cells& row, Face face) {
    double x = side;
    for (std::size_t i = 0; i < row.size(); ++i) {
      for (std::size_t line = 0; line < row[i].size(); ++line) pdf_.text(face, type, x, y_ - static_cast<double>(line) * leading, row[i][line]);
      x += register_columns[i].width;
    }
    y_ -= height_of(row);
    pdf_.fill({{side, y_ + leading - 1.5, lying_width - 2 * side, 0.4}}, face == Face::bold ? 0 : 0.75);
  }

  Cells lines_of(const std::vector<std::string>& row) const {
    Cells cells;
    for (std::size_t i = 0; i < row.size(); ++i) cells.push_back(wrapped(row[i], register_columns[i].width - 6));
    return cells;
  }

  // Broken between words; a word wider than the column is cut.
  std::vector<std::string> wrapped(const std::string& text, double width) const {
    std::vector<std::string> lines;
    std::string line;
    const auto fits = [&](const std::string& what) { return pdf_.text_width(Face::regular, type, what) <= width; };
    for (std::string word : split(one_line(text, 300), ' ')) {
      if (!line.empty() && fits(line + ' ' + word)) {
        line += ' ' + word;
        continue;
      }
      if (!line.empty()) lines.push_back(line);
      line = fits(word) ? word : shortened(word, width);
    }
    if (!line.empty()) lines.push_back(line);
    if (lines.size() > most_lines) {
      lines.resize(most_lines);
      lines.back() = shortened(lines.back() + "…", width);
    }
    return lines;
  }

  std::string shortened(const std::string& word, double width) const {
    std::u32string points = code_points(word);
    while (points.size() > 1 && pdf_.text_width(Face::regular, type, utf8(points) + "…") > width) points.pop_back();
    if (!points.empty() && points.back() == U'…') points.pop_back();
    return utf8(points) + "…";
  }

  PdfBuilder& pdf_;
  std::string title_;
  const Messages& messages_;
  bool begun_ = false;
  int sheet_ = 0;
  double y_ = 0;
};

std::vector<std::string> row_of(const RegisterLine& line, const Services& services, const Messages& messages) {
  std::string mail = line.kind_of_mail.empty() ? "" : messages.label("mail", line.kind_of_mail);
  if (!line.tracking.empty()) mail += (mail.empty() ? "" : " ") + line.tracking;
  for (const std::string& flag : line.flags) mail += (mail.empty() ? "" : ", ") + messages.label("flag", flag);
  const std::string who = line.withheld ? messages.label("register", "withheld") : line.who;
  return {line.entry.number, line.entry.date, mail, line.entry.rejected.empty() ? who : line.entry.rejected, line.subject, line.service.empty() ? "" : service_label(services, line.service), line.dossier,
          messages.label("register_state", line.state)};
}

}  // namespace

std::string register_pdf(const std::vector<RegisterLine>& lines, const std::string& from, const std::string& to, const Services& services, const Messages& messages) {
  const std::string title = from == to ? messages.sentence("register-title-day", {{"day", messages.date(from)}})
                                       : messages.sentence("register-title", {{"from", messages.date(from)}, {"to", messages.date(to)}});
  std::string all = from + '/' + to + '\n';
  std::vector<std::vector<std::string>> arrivals, departures;
  for (const RegisterLine& line : lines) {
    auto& table = line.entry.outbound() ? departures : arrivals;
    table.push_back(row_of(line, services, messages));
    for (const std::string& cell : table.back()) all += cell + '\n';
  }
  PdfBuilder pdf(title + ' ' + short_id(all), to, messages.language() == "fr" ? "fr-FR" : "en-GB");
  RegisterSheets sheets(pdf, title, messages);
  sheets.table("arrivals", arrivals);
  sheets.table("departures", departures);
  return pdf.finish();
}

}  // namespace pli
