#include "stages/report.h"

#include <fmt/format.h>

#include <algorithm>

#include "pipeline/digest.h"
#include "pipeline/errors.h"
#include "pipeline/files.h"
#include "stages/report_documents.h"
#include "stages/report_facts.h"
#include "stages/report_returns.h"

namespace pli {
namespace {

std::string seconds_text(double seconds, const std::string& decimal) {
  if (seconds < 60) return number(seconds, 1, decimal) + "\u00A0s";
  const auto whole = static_cast<long long>(seconds + 0.5);
  if (whole < 3600) return fmt::format("{}\u00A0min {:02}\u00A0s", whole / 60, whole % 60);
  return fmt::format("{}\u00A0h {:02}\u00A0min", whole / 3600, whole % 3600 / 60);
}

// A bar as a picture of a share: the number beside it says the same, so it is hidden from screen readers.
std::string bar(double share) {
  return fmt::format(
      "<svg class=\"bar\" viewBox=\"0 0 100 8\" preserveAspectRatio=\"none\" aria-hidden=\"true\" focusable=\"false\">"
      "<rect class=\"back\" width=\"100\" height=\"8\"/><rect class=\"fill\" width=\"{:.1f}\" height=\"8\"/></svg>",
      std::clamp(share, 0.0, 1.0) * 100);
}

class Page {
 public:
  Page(const BatchReport& report, const ReportTemplates& templates)
      : report_(report), templates_(templates), messages_(templates.messages) {}
  std::string html();

 private:
  std::string word(const std::string& key) const { return plain_html(messages_.label("report", key)); }
  std::string sentence(const std::string& code, const MessageArgs& args = {}) const { return plain_html(messages_.sentence(code, args)); }
  std::string head() const;
  std::string masthead() const;
  std::string summary() const;
  std::string tile(long long count, const std::string& noun, const std::string& target, const char* look) const;
  std::string to_do();
  std::string cards(const std::string& id, const std::string& heading, const std::vector<const ReportDocument*>&, const std::string& note);
  std::string warnings() const;
  std::string rejects() const;
  std::string services() const;
  std::string routed();
  std::string timings() const;
  long long review_count() const;
  // Documents that went their way, by service in the town's order; services that are on no list come last.
  struct Group {
    std::string service;
    std::vector<const ReportDocument*> documents;
  };
  using Groups = std::vector<Group>;
  Groups by_service() const;

  const BatchReport& report_;
  const ReportTemplates& templates_;
  const Messages& messages_;
  PictureRoom room_;
};

long long Page::review_count() const {
  return std::count_if(report_.documents.begin(), report_.documents.end(),
                       [](const ReportDocument& d) { return !d.record.review.empty(); });
}

Page::Groups Page::by_service() const {
  Groups groups;
  for (const Service& service : templates_.services.all) groups.push_back({service.code, {}});
  for (const ReportDocument& document : report_.documents) {
    if (!document.record.review.empty()) continue;
    const std::string& code = document.record.service.code;
    auto group = std::find_if(groups.begin(), groups.end(), [&](const Group& g) { return g.service == code; });
    if (group == groups.end()) group = groups.insert(group, {code, {}});
    group->documents.push_back(&document);
  }
  std::erase_if(groups, [](const Group& group) { return group.documents.empty(); });
  return groups;
}

std::string Page::head() const {
  // The digests allow this very style and script and no other: nothing that came in with a letter can run or load.
  const auto allowed = [](const std::string& text) { return "'sha256-" + base64(Sha256().add(text).binary()) + "'"; };
  const std::string title = sentence("report-title", {{"received", messages_.date(report_.received)}});
  return fmt::format(
      "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; style-src {}; script-src {}; base-uri "
      "'none'; form-action 'none'\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"referrer\" content=\"no-referrer\">\n"
      "<meta name=\"robots\" content=\"noindex\">\n<title>{} – {}</title>\n<style>{}</style>\n</head>\n",
      plain_html(messages_.label("language", "code")), allowed(templates_.style), allowed(templates_.script), title,
      plain_html(report_.batch), templates_.style);
}

std::string Page::masthead() const {
  std::string html = "<body>\n<a class=\"skip\" href=\"#content\">" + word("skip") + "</a>\n<header>\n";
  html += "<h1>" + sentence("report-title", {{"received", messages_.date(report_.received)}}) + "</h1>\n";
  html += fmt::format("<p>{} <span class=\"code\">{}</span>", word("batch"), plain_html(report_.batch));
  if (!report_.received_source.empty()) html += " · " + plain_html(messages_.label("received_source", report_.received_source));
  return html + "</p>\n</header>\n<main id=\"content\">\n";
}

std::string Page::tile(long long count, const std::string& noun, const std::string& target, const char* look) const {
  const std::string inner = fmt::format("<b>{}</b> <span>{}</span>", count, plain_html(messages_.noun(count, noun)));
  const std::string html = target.empty() || count == 0 ? "<span class=\"tile\">" + inner + "</span>"
                                                        : "<a class=\"tile\" href=\"#" + target + "\">" + inner + "</a>";
  return fmt::format("<li class=\"{}\">{}</li>\n", count == 0 ? "zero" : look, html);
}

std::string Page::summary() const {
  const Accounts& accounts = report_.accounts;
  std::string html =
      "<section id=\"summary\" aria-labelledby=\"h-summary\">\n<h2 id=\"h-summary\">" + word("summary") + "</h2>\n<ul class=\"tiles\">\n";
  html += tile(accounts.input, "page", "", "plain");
  html += tile(static_cast<long long>(report_.documents.size()), "document", "services", "plain");
  html += tile(review_count(), "review", "to-do", "attention");
  html += tile(static_cast<long long>(report_.rejects.size()), "reject", "rejects", "alarm");
  html += tile(accounts.separators, "separator", "", "plain");
  html += tile(accounts.blanks, "blank", "", "plain");
  html += "</ul>\n<p class=\"sum\">" +
          sentence("report-count", {{"pages", messages_.counted(accounts.input, "page")},
                                    {"in_documents", std::to_string(accounts.in_documents)},
                                    {"separators", messages_.counted(accounts.separators, "separator")},
                                    {"blanks", messages_.counted(accounts.blanks, "blank")},
                                    {"rejected", messages_.counted(accounts.rejected, "rejected")}}) +
          "</p>\n";
  if (!accounts.balanced()) html += "<p class=\"notice alarm\" role=\"alert\">" + sentence("report-unbalanced") + "</p>\n";
  return html + "</section>\n";
}

std::string Page::warnings() const {
  if (report_.warnings.empty()) return "";
  std::string html = "<div class=\"notice\">\n<h3>" + word("warnings") + "</h3>\n<ul>\n";
  for (const std::string& warning : report_.warnings) html += "<li>" + plain_html(warning) + "</li>\n";
  return html + "</ul>\n</div>\n";
}

std::string Page::cards(const std::string& id, const std::string& heading, const std::vector<const ReportDocument*>& documents,
                        const std::string& note) {
  if (documents.empty() && note.empty()) return "";
  std::string html =
      fmt::format("<h3 id=\"{}\">{} <span class=\"count\">{}</span></h3>\n{}<div class=\"cards\">\n", id, heading, documents.size(), note);
  for (const ReportDocument* document : documents) html += document_card(*document, report_, templates_, room_);
  return html + "</div>\n";
}

std::string Page::rejects() const {
  if (report_.rejects.empty()) return "";
  std::string html = fmt::format("<h3 id=\"rejects\">{} <span class=\"count\">{}</span></h3>\n", word("rejects"), report_.rejects.size());
  html += "<table class=\"rejects\">\n<caption>" + word("rejects-caption") + "</caption>\n<thead><tr>";
  for (const char* key : {"file", "reason", "kept"}) html += "<th scope=\"col\">" + word(key) + "</th>";
  html += "</tr></thead>\n<tbody>\n";
  for (const ReportReject& reject : report_.rejects) {
    const std::string name = reject.source.substr(reject.source.find_last_of('/') + 1);
    const std::string why = reject.message.empty() ? messages_.sentence(reject.code, {{"file", name}}) : reject.message;
    html += fmt::format(
        "<tr data-entry><th scope=\"row\"><bdi>{}</bdi></th>\n<td data-name=\"{}\"><bdi>{}</bdi> <span class=\"code\">[{}]</span></td>\n"
        "<td data-name=\"{}\"><a href=\"{}\"><bdi>{}</bdi></a></td></tr>\n",
        plain_html(name), word("reason"), plain_html(why), plain_html(reject.code), word("kept"), plain_html(url_path(reject.path + "/")),
        plain_html(reject.path));
  }
  return html + "</tbody>\n</table>\n";
}

std::string Page::to_do() {
  std::vector<const ReportDocument*> first, review;
  long long above = 0;
  for (const ReportDocument& document : report_.documents) {
    const bool asked = !document.record.review.empty();
    if (watched(document.record))
      first.push_back(&document), above += asked;
    else if (asked)
      review.push_back(&document);
  }
  std::string html = "<section id=\"to-do\" aria-labelledby=\"h-to-do\">\n<h2 id=\"h-to-do\">" + word("to-do") + "</h2>\n";
  if (first.empty() && review.empty() && report_.rejects.empty() && report_.warnings.empty()) {
    const char* code = report_.documents.empty() ? nullptr : "report-nothing-to-do";
    return html + "<p class=\"notice good\">" + (code ? sentence(code) : word("no-documents")) + "</p>\n</section>\n";
  }
  std::string note;
  if (above > 0) {
    note = "<p class=\"note\"><a href=\"#first\">" +
           (above == 1 ? sentence("report-review-above-one") : sentence("report-review-above", {{"number", std::to_string(above)}})) +
           "</a></p>\n";
  }
  html += warnings() + cards("first", word("first"), first, "") + cards("review", word("review"), review, note) + rejects();
  return html + "</section>\n";
}

std::string Page::services() const {
  if (report_.documents.empty()) return "";
  const double all = static_cast<double>(report_.documents.size());
  std::string html = "<section id=\"services\" aria-labelledby=\"h-services\">\n<h2 id=\"h-services\">" + word("services") +
                     "</h2>\n<table class=\"bars\">\n<caption>" + word("services-caption") + "</caption>\n<thead><tr><th scope=\"col\">" +
                     word("service") + "</th><th scope=\"col\" class=\"number\">" + word("documents") +
                     "</th><td></td></tr></thead>\n<tbody>\n";
  const auto line = [&](const std::string& target, const std::string& name, std::size_t count) {
    html += fmt::format("<tr><th scope=\"row\"><a href=\"#{}\">{}</a></th><td class=\"number\">{}</td><td class=\"chart\">{}</td></tr>\n",
                        target, name, count, bar(static_cast<double>(count) / all));
  };
  for (const Group& group : by_service())
    line("s-" + plain_html(group.service), plain_html(service_label(templates_.services, group.service)), group.documents.size());
  if (review_count() > 0) line("to-do", word("review"), static_cast<std::size_t>(review_count()));
  return html + "</tbody>\n</table>\n</section>\n";
}

std::string Page::routed() {
  const Groups groups = by_service();
  if (groups.empty()) return "";
  std::string html = "<section id=\"routed\" aria-labelledby=\"h-routed\">\n<h2 id=\"h-routed\">" + word("routed") + "</h2>\n";
  for (const Group& group : groups) {
    const std::string code = plain_html(group.service), name = plain_html(service_label(templates_.services, group.service));
    html += fmt::format(
        "<h3 id=\"s-{}\">{} <span class=\"count\">{}</span></h3>\n<table class=\"documents\">\n<caption>{}</caption>\n", code, name,
        group.documents.size(),
        sentence("report-service", {{"service", service_label(templates_.services, group.service)},
                                    {"documents", messages_.counted(static_cast<long long>(group.documents.size()), "document")}}));
    html += document_table_head(report_, templates_) + "<tbody>\n";
    for (const ReportDocument* document : group.documents)
      html += document_row(*document, watched(document->record), report_, templates_, room_);
    html += "</tbody>\n</table>\n";
  }
  return html + "</section>\n";
}

std::string Page::timings() const {
  std::vector<std::pair<std::string, double>> steps(report_.seconds.begin(), report_.seconds.end());
  std::stable_sort(steps.begin(), steps.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
  double total = 0;
  for (const auto& [name, seconds] : steps) total += seconds;
  const std::string decimal = messages_.label("language", "decimal");
  const std::string rate =
      report_.elapsed > 0 && report_.accounts.input > 0 ? number(report_.accounts.input / report_.elapsed * 60, 0, decimal) : "";
  std::string html = "<section id=\"timings\" aria-labelledby=\"h-timings\">\n<h2 id=\"h-timings\">" + word("timings") + "</h2>\n<p>" +
                     sentence("report-elapsed", {{"elapsed", seconds_text(report_.elapsed, decimal)}, {"rate", rate}}) + "</p>\n";
  if (total > 0) {
    html += "<table class=\"bars\">\n<caption>" + word("timings-caption") + "</caption>\n<thead><tr><th scope=\"col\">" + word("step") +
            "</th><th scope=\"col\" class=\"number\">" + word("time") + "</th><th scope=\"col\" class=\"number\">" + word("share") +
            "</th><td></td></tr></thead>\n<tbody>\n";
    for (const auto& [name, seconds] : steps) {
      html += fmt::format(
          "<tr><th scope=\"row\">{}</th><td class=\"number\">{}</td><td class=\"number\">{}</td><td class=\"chart\">{}</td></tr>\n",
          plain_html(messages_.label("step", name)), seconds_text(seconds, decimal), percent(seconds / total),
          bar(seconds / steps.front().second));
    }
    html +=
        fmt::format("</tbody>\n<tfoot><tr><th scope=\"row\">{}</th><td class=\"number\">{}</td><td></td><td></td></tr></tfoot>\n</table>\n",
                    word("total"), seconds_text(total, decimal));
  }
  return html + "</section>\n";
}

std::string Page::html() {
  std::string html = head() + masthead() + summary();
  html += fmt::format(
      "<p id=\"filter\" hidden><label for=\"filter-text\">{}</label> <input id=\"filter-text\" type=\"search\" autocomplete=\"off\"> <span "
      "id=\"filter-none\" role=\"status\" data-text=\"{}\"></span></p>\n",
      word("filter"), word("filter-none"));
  html += to_do() + returns_section(report_, templates_) + services() + routed() + timings();
  html += "</main>\n<footer><p>" + sentence("report-made-by", {{"version", report_.version}}) + "</p></footer>\n<script>" +
          templates_.script + "</script>\n</body>\n</html>\n";
  return html;
}

// Style and script stand inside the file as they are: one that could end its element early is refused.
std::string look(const std::filesystem::path& file) {
  std::string text;
  try {
    text = read_file(file);
  } catch (const CodedError& error) {
    throw UsageError("template-invalid", {{"file", file.string()}, {"detail", "not readable"}});
  }
  if (text.find("</") != std::string::npos || text.find("<!--") != std::string::npos)
    throw UsageError("template-invalid", {{"file", file.string()}, {"detail", "holds </ or <!--"}});
  return text;
}

}  // namespace

ReportTemplates load_report_templates(const std::filesystem::path& templates, Services services, const std::string& language) {
  return {std::move(services), Messages(templates / "messages", language), load_review_reasons(templates / "review.toml", language),
          look(templates / "report" / "report.css"), look(templates / "report" / "report.js")};
}

std::string report_html(const BatchReport& report, const ReportTemplates& templates) {
  return Page(report, templates).html();
}

}  // namespace pli
