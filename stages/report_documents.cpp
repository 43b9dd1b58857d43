#include "stages/report_documents.h"

#include <fmt/format.h>

#include <algorithm>

#include "pipeline/text.h"
#include "stages/report_facts.h"
#include "stages/report_returns.h"

namespace pli {
namespace {

constexpr std::size_t largest_picture = 15 * 1024, longest_text = 300;
constexpr int most_clues = 4, most_candidates = 3;
constexpr double worth_proposing = 0.005;  // below it the share would read "0 %": nothing is proposed

// Text of strangers, kept apart so that Arabic or Hebrew in it does not reorder what stands beside it.
std::string apart(const std::string& text) {
  return "<bdi>" + plain_html(text) + "</bdi>";
}

// One document with all that its card and its row are made from.
class View {
 public:
  View(const ReportDocument& document, const BatchReport& report, const ReportTemplates& templates)
      : document_(document), record_(document.record), report_(report), templates_(templates), facts_(shown(record_, templates.services)) {}

  std::string card(PictureRoom&) const;
  std::string row(bool has_card, PictureRoom&) const;

 private:
  std::string word(const std::string& key) const { return plain_html(templates_.messages.label("report", key)); }
  std::string label(const std::string& group, const std::string& key) const { return plain_html(templates_.messages.label(group, key)); }
  std::string service() const { return service_label(templates_.services, record_.service.code); }
  std::string link() const { return plain_html(url_path(document_.folder + "/document.pdf")); }
  std::string pages() const { return plain_html(templates_.messages.counted(sheet_sides(record_), "page")); }
  std::string date() const;
  std::string arrival() const;
  std::string open(const char* name) const;
  std::string title(const char* tag) const;
  std::string picture(PictureRoom&) const;
  std::string badges() const;
  std::string reasons() const;
  std::string pages_amiss(const std::string& reason) const;
  std::string details() const;
  std::string candidates() const;
  std::string clues() const;
  std::string confidence(double probability, bool sure) const;
  std::string kind() const;
  std::string dossier() const;
  std::string due() const;
  std::string likely_dossiers() const;
  std::string proofs() const;
  std::string haste() const;

  const ReportDocument& document_;
  const Record& record_;
  const BatchReport& report_;
  const ReportTemplates& templates_;
  const ShownDocument facts_;
};

std::string fact(const std::string& name, const std::string& html) {
  return html.empty() ? "" : "<div><dt>" + name + "</dt><dd>" + html + "</dd></div>\n";
}

std::string View::date() const {
  return facts_.date.empty() ? "" : "<span class=\"date\">" + plain_html(templates_.messages.date(facts_.date)) + "</span>";
}

std::string View::arrival() const {
  return record_.piece.number.empty() ? "" : "<br><span class=\"code how\">" + plain_html(record_.piece.number) + "</span>";
}

std::string View::title(const char* tag) const {
  if (facts_.confidential) {
    return fmt::format("<{0} class=\"withheld\">{1}</{0}>\n", tag,
                       plain_html(templates_.messages.sentence(taken_over(record_) ? "report-gone" : "report-confidential")));
  }
  const auto shown_or = [&](const std::string& text, const char* missing) {
    return text.empty() ? "<span class=\"missing\">" + word(missing) + "</span>" : apart(text);
  };
  return fmt::format("<{0} class=\"sender\">{1}</{0}>\n<p class=\"subject\">{2}</p>\n", tag, shown_or(facts_.sender, "sender-missing"),
                     shown_or(facts_.subject, "subject-missing"));
}

// Nothing to open where another program took the folder away.
std::string View::open(const char* name) const {
  if (taken_over(record_)) return "";
  const std::string aloud = templates_.messages.sentence("report-open", {{"id", record_.id}});
  return fmt::format("<a class=\"open\" href=\"{}\" aria-label=\"{}\">{}</a>", link(), plain_html(aloud), word(name));
}

std::string View::picture(PictureRoom& room) const {
  if (report_.lean) return "";
  std::string uri;
  if (!facts_.confidential) uri = document_.picture.empty() ? picture_uri(document_.thumbnail, largest_picture) : document_.picture;
  if (uri.size() > room.characters) uri.clear();
  room.characters -= uri.size();
  if (uri.empty()) {
    return fmt::format("<span class=\"no-picture\">{}</span>",
                       facts_.confidential && !taken_over(record_) ? label("flag", "confidential") : word("no-picture"));
  }
  const std::string alt = templates_.messages.sentence("report-thumbnail", {{"id", record_.id}, {"service", service()}});
  return fmt::format("<a href=\"{}\"><img alt=\"{}\" src=\"{}\"></a>", link(), plain_html(alt), uri);
}

std::string View::badges() const {
  std::string html;
  if (record_.piece.kind_of_mail != "simple" && !record_.piece.kind_of_mail.empty()) {
    const std::string number =
        record_.piece.tracking.empty() ? "" : " <span class=\"code\">" + plain_html(record_.piece.tracking) + "</span>";
    html += "<li class=\"badge mail\">" + label("mail", record_.piece.kind_of_mail) + number + "</li>";
  }
  for (const std::string& flag : record_.piece.flags) {
    const bool known = templates_.messages.labels().at("flag").contains(flag);
    html += fmt::format("<li class=\"badge {}\">{}</li>", known ? flag : "mail", label("flag", flag));
  }
  return html.empty() ? "" : "<ul class=\"badges\">" + html + "</ul>\n";
}

std::string View::reasons() const {
  if (record_.review.empty()) return "";
  std::string html = "<ul class=\"reasons\">\n";
  for (const std::string& code : templates_.reasons.by_weight(record_.review)) {
    const ReviewReason* reason = templates_.reasons.find(code);
    html += "<li><strong>" + plain_html(templates_.reasons.label(code)) + ".</strong>" + pages_amiss(code) + (reason ? " " + plain_html(reason->advice) : "") +
            "</li>\n";
  }
  return html + "</ul>\n";
}

// Which pages of our letters a reason speaks of.
std::string View::pages_amiss(const std::string& reason) const {
  std::string html;
  for (const LetterAccount& letter : record_.letters) {
    const auto tell = [&](const char* sentence, int page, const std::string& document = "") {
      html += ' ' + plain_html(templates_.messages.sentence(sentence, {{"page", std::to_string(page)}, {"of", std::to_string(letter.pages)}, {"document", document}}));
    };
    if (reason == "letter-incomplete")
      for (const int page : letter.missing) tell("report-page-missing", page);
    if (reason != "code-replayed") continue;
    for (const int page : letter.twice) tell("report-page-twice", page);
    for (const PageBefore& page : letter.before) tell("report-page-before", page.page, page.document);
  }
  return html;
}

std::string View::confidence(double probability, bool sure) const {
  return fmt::format("<span class=\"confidence {}\">{}</span>", sure ? "sure" : "unsure", percent(probability));
}

std::string View::kind() const {
  if (record_.kind.code.empty()) return "";
  return label("kind", record_.kind.code) +
         (kind_sure(record_, templates_.services) ? "" : " <span class=\"unsure\">(" + word("unsure") + ")</span>");
}

std::string View::dossier() const {
  if (record_.dossier.empty()) return "<span class=\"missing\">" + word("not-opened") + "</span>";
  return fmt::format("<span class=\"code\">{}</span> <span class=\"how\">({})</span>", plain_html(record_.dossier),
                     label("joined_by", record_.joined_by));
}

// What a request is owed, and what the town's silence would say.
std::string View::due() const {
  if (!record_.due) return "";
  const Due& due = *record_.due;
  std::string html;
  if (!due.acknowledge_by.empty()) html += plain_html(templates_.messages.sentence("report-acknowledge-by", {{"day", templates_.messages.date(due.acknowledge_by)}}));
  if (!due.decide_by.empty())
    html += (html.empty() ? "" : "<br>") + plain_html(templates_.messages.sentence("report-decide-by", {{"day", templates_.messages.date(due.decide_by)}, {"silence", templates_.messages.label("silence", due.regime)}}));
  return html + " <span class=\"how\">(" + plain_html(due.source) + ")</span>";
}

std::string View::likely_dossiers() const {
  std::string html;
  for (const DossierCandidate& candidate : record_.candidates)
    html += (html.empty() ? "" : ", ") + fmt::format("<span class=\"code\">{}</span> <span class=\"how\">({})</span>", plain_html(candidate.id), label("candidate", candidate.why));
  return html;
}

// What each 2D-Doc is and what became of its signature; whose it is stands in the record.
std::string View::proofs() const {
  std::string html;
  if (facts_.confidential) return html;
  std::vector<std::string> told;
  for (const Proof& proof : record_.proofs) {
    std::string how = label("proof", proof.state);
    if (!proof.missing.empty()) how += ", " + label("proof-remark", "incomplete");
    if (proof.page_agrees == false) how += ", " + label("proof-remark", "other-page");
    for (const std::string& remark : proof.remarks) how += ", " + label("proof-remark", remark);
    const std::string one = (proof.label.empty() ? word("proof-other") : plain_html(proof.label)) + " <span class=\"how\">(" + how + ")</span>";
    if (std::find(told.begin(), told.end(), one) != told.end()) continue;
    told.push_back(one);
    html += (html.empty() ? "" : "<br>") + one;
  }
  return html;
}

// The words that made the pli urgent, as they were read.
std::string View::haste() const {
  std::string html;
  if (facts_.confidential) return html;
  for (const Field& field : record_.fields)
    if (field.name == "urgent") html += (html.empty() ? "« " : ", « ") + apart(one_line(field.text, 80)) + " »";
  return html;
}

std::string View::candidates() const {
  std::string html;
  int count = 0;
  for (const Candidate& candidate : record_.service.candidates) {
    if (candidate.code == record_.service.code || candidate.confidence < 0.05 || ++count > most_candidates) continue;
    html += (html.empty() ? "" : ", ") + plain_html(service_label(templates_.services, candidate.code)) + " " +
            confidence(candidate.confidence, false);
  }
  return html;
}

std::string View::clues() const {
  if (facts_.confidential) return "";
  std::string html;
  int count = 0;
  for (const Evidence& evidence : record_.service.evidence) {
    if (evidence.weight <= 0 || ++count > most_clues) continue;
    html += (html.empty() ? "" : ", ") + apart(one_line(evidence.term, 40));
  }
  return html;
}

std::string View::details() const {
  const bool asked = !record_.review.empty() && !service_sure(record_, templates_.services);
  std::string html = "<dl>\n";
  const std::string decided =
      record_.service.decided_by.empty() ? "" : ", <span class=\"how\">" + label("decided_by", record_.service.decided_by) + "</span>";
  const std::string own =
      record_.service.code.empty() || (asked && record_.service.confidence < worth_proposing)
          ? word("none")
          : plain_html(service()) + " " + confidence(record_.service.confidence, service_sure(record_, templates_.services)) + decided;
  html += fact(word(asked ? "proposed" : "service"), own);
  if (asked) html += fact(word("other-candidates"), candidates());
  html += fact(word("kind"), kind());
  html += fact(word("letter-date"), date());
  html += fact(word("due"), due());
  html += fact(word("haste"), haste());
  html += fact(word("returned"), returned_fact(record_, templates_));
  html += fact(word("dossier"), dossier());
  html += fact(word("likely-dossiers"), likely_dossiers());
  html += fact(word("proofs"), proofs());
  html += fact(word("references"), facts_.references.empty() ? "" : apart(facts_.references));
  if (asked) html += fact(word("clues"), clues());
  std::string copies;
  for (const Copy& copy : record_.copies) {
    copies += (copies.empty() ? "" : ", ") + plain_html(service_label(templates_.services, copy.service)) + " (" +
              label("copy_mode", copy.mode) + ")";
  }
  html += fact(word("copies"), copies);
  if (record_.piece.of > 1) {
    html += fact(word("piece"),
                 plain_html(templates_.messages.sentence(
                     "report-position", {{"position", std::to_string(record_.piece.position)}, {"of", std::to_string(record_.piece.of)}})));
  }
  if (!record_.duplicate_of.empty())
    html += fact(word("duplicate-of"), "<span class=\"code\">" + plain_html(record_.duplicate_of) + "</span>");
  return html + "</dl>\n";
}

std::string View::card(PictureRoom& room) const {
  const std::string preview = picture(room);
  std::string html =
      fmt::format("<article class=\"card{}\" id=\"d-{}\" data-entry>\n", record_.review.empty() ? "" : " asked", plain_html(record_.id));
  if (!preview.empty()) html += "<div class=\"picture\">" + preview + "</div>\n";
  html += "<div class=\"body\">\n" + badges() + title("h4") + reasons();
  html += fmt::format("<p class=\"foot\">{} <span>{}</span> <span class=\"code\">{}</span> <span class=\"code\">{}</span> {}</p>\n</div>\n", open("open"), pages(),
                      plain_html(record_.id), plain_html(record_.piece.number), facts_.source.empty() ? "" : "<span>" + apart(facts_.source) + "</span>");
  return html + details() + "</article>\n";
}

std::string View::row(bool has_card, PictureRoom& room) const {
  std::string html = fmt::format("<tr{} data-entry>\n", has_card ? "" : " id=\"d-" + plain_html(record_.id) + "\"");
  if (!report_.lean) html += "<td class=\"picture\">" + (has_card ? "" : picture(room)) + "</td>\n";
  html += "<td class=\"what\">" + title("p");
  if (has_card) {
    const std::string where = templates_.messages.sentence("report-see-above", {{"section", templates_.messages.label("report", "first")}});
    html += badges() + fmt::format("<p class=\"see\"><a href=\"#d-{}\">{}</a></p>", plain_html(record_.id), plain_html(where));
  }
  const auto cell = [&](const char* name, const char* heading, const std::string& inner) {
    html += fmt::format("<td class=\"{}\" data-name=\"{}\">{}</td>\n", name, word(heading), inner);
  };
  html += "</td>\n";
  cell("when", "letter-date", date() + arrival());
  cell("kind", "kind", kind() + (record_.due ? "<br>" + due() : "") + (proofs().empty() ? "" : "<br>" + proofs()));
  cell("dossier", "dossier", dossier());
  cell("sureness", "confidence", confidence(record_.service.confidence, service_sure(record_, templates_.services)));
  cell("pages", "pages", std::to_string(sheet_sides(record_)));
  return html + "<td class=\"link\">" + open("pdf") + "</td>\n</tr>\n";
}

}  // namespace

std::string plain_html(const std::string& text) {
  // French sets a space before its high signs; a line must not break there.
  std::string html = escaped_html(one_line(text, longest_text));
  for (const char* sign : {" :", " ;", " !", " ?", " »"}) {
    for (std::size_t at = 0; (at = html.find(sign, at)) != std::string::npos; at += 2) html.replace(at, 1, "\u00A0");
  }
  for (std::size_t at = 0; (at = html.find("« ", at)) != std::string::npos; at += 2) html.replace(at + 2, 1, "\u00A0");
  return html;
}

std::string document_card(const ReportDocument& document, const BatchReport& report, const ReportTemplates& templates, PictureRoom& room) {
  return View(document, report, templates).card(room);
}

std::string document_row(const ReportDocument& document, bool has_card, const BatchReport& report, const ReportTemplates& templates,
                         PictureRoom& room) {
  return View(document, report, templates).row(has_card, room);
}

std::string document_table_head(const BatchReport& report, const ReportTemplates& templates) {
  const auto word = [&](const char* key) { return plain_html(templates.messages.label("report", key)); };
  std::string html = "<thead><tr>";
  if (!report.lean) html += "<td class=\"picture\"></td>";
  html += fmt::format("<th scope=\"col\" class=\"what\">{} / {}</th>", word("sender"), word("subject"));
  for (const auto& [name, key] : {std::pair("when", "letter-date"), std::pair("kind", "kind"), std::pair("dossier", "dossier"),
                                  std::pair("sureness", "confidence"), std::pair("pages", "pages"), std::pair("link", "pdf")}) {
    html += fmt::format("<th scope=\"col\" class=\"{}\">{}</th>", name, word(key));
  }
  return html + "</tr></thead>\n";
}

}  // namespace pli
