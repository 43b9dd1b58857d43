#include "stages/report_returns.h"

#include <fmt/format.h>

#include <algorithm>

#include "stages/report_documents.h"

namespace pli {
namespace {

constexpr std::size_t most_overdue = 10;

class ReturnsSection {
 public:
  ReturnsSection(const BatchReport& report, const ReportTemplates& templates) : report_(report), messages_(templates.messages) {}

  std::string html() const {
    const BatchReturns& returns = report_.returns;
    if (returns.changed.empty() && returns.overdue.empty()) return "";
    std::string html = "<section id=\"returns\" aria-labelledby=\"h-returns\">\n<h2 id=\"h-returns\">" + word("returns") + "</h2>\n";
    if (!returns.changed.empty()) html += table("returns-today", returns.changed, returns.changed.size());
    if (!returns.overdue.empty()) {
      const std::string count = std::to_string(returns.overdue.size());
      html += "<p class=\"note\">" + plain_html(messages_.sentence("report-overdue", {{"letters", count}, {"day", messages_.date(report_.received)}})) + "</p>\n";
      html += table("returns-overdue", returns.overdue, most_overdue);
    }
    return html + "</section>\n";
  }

 private:
  std::string word(const std::string& key) const { return plain_html(messages_.label("report", key)); }

  std::string table(const char* caption, const std::vector<ExpectedReturn>& letters, std::size_t most) const {
    std::string html = "<table class=\"rejects\">\n<caption>" + word(caption) + "</caption>\n<thead><tr>";
    for (const char* key : {"letter", "dossier", "returns-state", "document"}) html += "<th scope=\"col\">" + word(key) + "</th>";
    html += "</tr></thead>\n<tbody>\n";
    for (std::size_t i = 0; i < letters.size() && i < most; ++i) html += row(letters[i]);
    return html + "</tbody>\n</table>\n";
  }

  std::string row(const ExpectedReturn& expected) const {
    std::string documents;
    for (const std::string& id : expected.documents) {
      const bool here = std::any_of(report_.documents.begin(), report_.documents.end(), [&](const ReportDocument& one) { return one.record.id == id; });
      documents += (documents.empty() ? "" : ", ") + (here ? fmt::format("<a class=\"code\" href=\"#d-{0}\">{0}</a>", plain_html(id)) : "<span class=\"code\">" + plain_html(id) + "</span>");
    }
    return fmt::format("<tr data-entry><th scope=\"row\"><span class=\"code\">{}</span></th><td data-name=\"{}\"><span class=\"code\">{}</span></td><td data-name=\"{}\">{}</td><td data-name=\"{}\">{}</td></tr>\n",
                       plain_html(expected.letter.id), word("dossier"), plain_html(expected.letter.dossier), word("returns-state"), state(expected), word("document"), documents);
  }

  std::string state(const ExpectedReturn& expected) const {
    const LetterEntry& letter = expected.letter;
    std::string text = messages_.label("expected", expected.state);
    if (expected.state == "undeliverable" && !letter.motive.empty()) text += ", " + messages_.label("motive", letter.motive);
    if (expected.state == "overdue") text = messages_.sentence("report-expected-by", {{"day", messages_.date(letter.due)}});
    if (expected.state == "incomplete")
      for (const int page : expected.missing) text += ". " + messages_.sentence("report-page-missing", {{"page", std::to_string(page)}, {"of", std::to_string(letter.pages)}});
    std::string html = plain_html(text);
    if (!expected.reminders.empty()) html += " <span class=\"how\">(" + word("reminded") + ")</span>";
    if (letter.legal_effect) html += "<br><strong>" + plain_html(messages_.sentence("report-return-legal")) + "</strong>";
    return html;
  }

  const BatchReport& report_;
  const Messages& messages_;
};

}  // namespace

std::string returns_section(const BatchReport& report, const ReportTemplates& templates) { return ReturnsSection(report, templates).html(); }

std::string returned_fact(const Record& record, const ReportTemplates& templates) {
  if (!record.returned) return "";
  const Messages& messages = templates.messages;
  std::string html = plain_html(messages.label("motive", record.returned->motive));
  if (record.returned->motive == "unknown" && !record.returned->read.empty()) {
    std::string read;
    for (const std::string& motive : record.returned->read) read += (read.empty() ? "" : ", ") + messages.label("motive", motive);
    html += " <span class=\"how\">(" + plain_html(read) + ")</span>";
  }
  if (!record.returned->letter.empty()) html += " <span class=\"code\">" + plain_html(record.returned->letter) + "</span>";
  if (record.returned->legal_effect) html += "<br><strong>" + plain_html(messages.sentence("report-return-legal")) + "</strong>";
  return html;
}

}  // namespace pli
