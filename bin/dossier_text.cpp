#include <fmt/format.h>

#include <algorithm>

#include "bin/clock.h"
#include "bin/dossier_hits.h"
#include "bin/dossier_view.h"
#include "bin/outbound.h"
#include "pipeline/text.h"
#include "stages/join_form.h"
#include "templates/review.h"

namespace pli {
namespace {

constexpr std::size_t longest_subject = 90;

// Words and layout of what stands on the terminal, in the user's language.
class Page {
 public:
  explicit Page(Context& context) : context_(context) {}

  std::string word(const std::string& key) const { return context_.words().label("dossier", key); }
  std::string say(const std::string& code, const MessageArgs& args) const { return context_.words().sentence(code, args); }
  std::string service(const std::string& code) const {
    const Service* known = context_.services().find(code);
    return known ? known->label : code;
  }
  /// A day in a column of its own, always as wide.
  std::string day(const std::string& iso) const {
    if (iso.size() < 10) return "          ";
    return say("dossier-day", {{"year", iso.substr(0, 4)}, {"month", iso.substr(5, 2)}, {"day", iso.substr(8, 2)}});
  }
  std::string long_day(const std::string& iso) const { return context_.messages().date(iso); }
  std::string label(const char* group, const std::string& key) const { return context_.messages().label(group, key); }

  /// A letter's title as its template has it; the name of one that is there no more.
  std::string letter_title(const std::string& name) const {
    if (name == "code") return word("made-elsewhere");
    try {
      return letter_named(context_, name).title;
    } catch (const CodedError&) {
      return name;
    }
  }

  void line(const std::string& text) { text_ += text + '\n'; }
  void title(const std::string& key) { text_ += '\n' + word(key) + '\n'; }
  std::string take() { return std::move(text_); }

 private:
  Context& context_;
  std::string text_;
};

// As many columns as its characters; a longer text stays as it is.
std::string padded(const std::string& text, std::size_t columns) {
  const std::size_t length = code_points(text).size();
  return text + std::string(length < columns ? columns - length : 0, ' ');
}

std::string kind_of(const Page& page, const DocumentEntry& document) {
  if (document.origin == "file") return page.word("attachment");
  return document.origin == "run" ? page.letter_title(document.kind) : page.label("kind", document.kind);
}

std::string state_of_letter(const Page& page, const LetterEntry& letter) {
  std::string text = letter.state == "posted" ? "" : page.label("letter-state", letter.state);
  if (!letter.motive.empty()) text += " (" + page.label("motive", letter.motive) + ')';
  if (!letter.posted.empty()) text += (text.empty() ? "" : ", ") + page.say("letter-posted-on", {{"day", page.long_day(letter.posted)}});
  return text + (letter.tracking.empty() ? "" : ", " + letter.tracking);
}

// What somebody answered to a form of ours, a line a question.
void add_answers_of(Page& page, const Registry& registry, const DocumentEntry& document) {
  const auto form = registry.form_of(document.id);
  if (!form) return;
  const auto layouts = registry.forms();
  const auto layout = std::find_if(layouts.begin(), layouts.end(), [&](const FormLayout& one) { return one.id == form->id && one.version == form->version; });
  for (const Answer& answer : form->answers) {
    const FormField* field = layout == layouts.end() ? nullptr : layout->find(answer.name);
    std::string said = answer_words(field, answer.value);
    if (!answer.doubt.empty()) said += (said.empty() ? "" : " ") + page.word("answer-doubted");
    else if (said.empty() && !answer.crop.empty()) said = page.word("answer-in-picture");
    if (const bool* ticked = std::get_if<bool>(&answer.value)) said = page.word(*ticked ? "answer-yes" : "answer-no") + (answer.doubt.empty() ? "" : " " + page.word("answer-doubted"));
    if (std::find(form->missing.begin(), form->missing.end(), answer.name) != form->missing.end()) said = page.word("answer-missing");
    if (!said.empty()) page.line("                " + one_line(field ? field->label : answer.name, longest_subject) + " : " + one_line(said, longest_subject));
  }
}

void add_document(Page& page, const Registry& registry, const DocumentEntry& document, const ReviewReasons& reasons) {
  page.line(fmt::format("  {}  {}  {}  {}", page.day(document.received), padded(page.word(document.direction), 6), document.id, kind_of(page, document)));
  const std::string who = one_line(document.sender, longest_subject), what = one_line(document.subject, longest_subject);
  if (!who.empty() || !what.empty()) page.line("              " + who + (who.empty() || what.empty() ? "" : " – ") + what);
  if (document.origin == "run") {
    const LetterEntry letter = *registry.letter(document.id);
    page.line("              " + state_of_letter(page, letter));
    if (letter.legal_effect) page.line("              " + page.say("letter-legal", {}));
  }
  std::string why;
  for (const std::string& reason : reasons.by_weight(document.reasons)) why += (why.empty() ? "" : ", ") + reasons.label(reason);
  if (!why.empty()) page.line("              " + page.say("dossier-review", {{"reasons", why}}));
  const auto piece = document.piece.empty() ? std::nullopt : registry.piece(document.piece);
  if (piece && (registry.documents_of_piece(piece->id).size() > 1 || piece->kind_of_mail != "simple" || !piece->flags.empty()))
    page.line("              " + page.say("dossier-in-piece", {{"piece", piece->id}, {"mail", page.label("mail", piece->kind_of_mail)}}));
  add_answers_of(page, registry, document);
  const auto place = registry.place_of(document);
  if (!place.empty()) page.line("              " + place.string());
}

// An event in words; one that has none shows its code.
std::string event_words(Context& context, const Page& page, const Event& event) {
  MessageArgs args{{"subject", event.subject}};
  const Json facts = Json::parse(event.facts);
  for (const auto& [name, value] : facts.items()) {
    if (value.is_string() && !value.get<std::string>().empty()) args.emplace_back(name, value.get<std::string>());
    else if (value.is_array() && !value.empty() && std::all_of(value.begin(), value.end(), [](const Json& one) { return one.is_string(); })) {
      std::string all;
      for (const Json& one : value) all += (all.empty() ? "" : ", ") + one.get<std::string>();
      args.emplace_back(name, all);
    } else if (value.is_number_integer()) args.emplace_back(name, std::to_string(value.get<long long>()));
  }
  for (auto& [name, value] : args) {
    if (name == "posted" || name == "due" || name == "day") value = page.long_day(value);
    if (name == "motive") value = page.label("motive", value);
    if (name == "service") value = page.service(value);
  }
  const std::string code = "history-" + event.kind;
  return context.words().has(code) ? context.words().sentence(code, args) : event.kind + ' ' + event.subject;
}

void add_expectations(Page& page, const Registry& registry, const std::string& dossier) {
  std::vector<std::string> lines;
  for (const LetterEntry& letter : registry.letters_of_dossier(dossier))
    if (letter.state == "posted" && !letter.due.empty())
      lines.push_back("  " + page.say("dossier-awaited", {{"letter", letter.id}, {"day", page.long_day(letter.due)}}));
  if (lines.empty()) return;
  page.title("awaiting");
  for (const std::string& line : lines) page.line(line);
}

std::string clock_line(const Page& page, const RunningClock& clock, const std::string& day, const char* sentence) {
  return page.say(sentence, {{"document", clock.document}, {"day", page.long_day(day)}, {"silence", page.label("silence", clock.due.regime)}, {"source", clock.due.source}});
}

void add_clocks(Page& page, const std::vector<RunningClock>& clocks) {
  if (clocks.empty()) return;
  page.title("due");
  for (const RunningClock& clock : clocks) {
    if (!clock.due.acknowledge_by.empty()) page.line("  " + clock_line(page, clock, clock.due.acknowledge_by, "dossier-acknowledge-by"));
    if (clock.suspended) page.line("  " + clock_line(page, clock, "", "dossier-suspended"));
    if (!clock.due.decide_by.empty()) page.line("  " + clock_line(page, clock, clock.due.decide_by, "dossier-decide-by"));
  }
}

void add_questions(Page& page, const Registry& registry, const std::string& dossier) {
  const auto questions = registry.open_questions(dossier);
  if (questions.empty()) return;
  page.title("questions");
  for (const OpenQuestion& question : questions)
    page.line("  " + page.say("dossier-question", {{"document", question.document}, {"dossier", question.dossier}, {"why", page.label("candidate", question.why)}}));
}

}  // namespace

std::string dossier_text(Context& context, const Registry& registry, const DossierEntry& dossier, const std::string& asked) {
  Page page(context);
  const ReviewReasons reasons = load_review_reasons(context.data_file("review.toml"), context.settings().text("ui"));
  const std::string subject = one_line(dossier.subject, longest_subject);
  page.line(page.say("dossier-head", {{"id", dossier.id}}) + (subject.empty() ? "" : " – " + subject));
  page.line(page.say("dossier-opened-on", {{"service", page.service(dossier.service)}, {"day", page.long_day(dossier.opened)}, {"state", page.word(dossier.state)}}));
  if (asked != dossier.id) page.line(page.say("dossier-was-merged", {{"id", asked}, {"into", dossier.id}}));
  for (const std::string& other : registry.merged_into(dossier.id))
    if (other != asked) page.line(page.say("dossier-holds", {{"id", other}}));
  page.title("documents");
  const auto documents = registry.documents_of_dossier(dossier.id);
  if (documents.empty()) page.line("  " + page.word("no-documents"));
  for (const DocumentEntry& document : documents) add_document(page, registry, document, reasons);
  add_clocks(page, clocks_of(context, registry, dossier.id));
  add_expectations(page, registry, dossier.id);
  add_questions(page, registry, dossier.id);
  page.title("history");
  for (const Event& event : registry.history(dossier.id)) {
    const std::string moment = local_minute(event.at);
    page.line(fmt::format("  {} {}  {}", page.day(moment), moment.size() > 11 ? moment.substr(11) : "", event_words(context, page, event)));
  }
  return page.take();
}

std::vector<RunningClock> clocks_of(Context& context, const Registry& registry, const std::string& dossier) {
  LetterClocks letters;
  const std::filesystem::path folder = context.data_file("letters");
  for (const std::string& name : letter_template_names(folder)) letters[name] = load_letter_template(folder / name).clock;
  return running_clocks(registry, letters, dossier);
}

std::string due_text(Context& context, const Registry& registry, const std::vector<RunningClock>& clocks) {
  Page page(context);
  for (const RunningClock& clock : clocks) {
    const DossierEntry dossier = *registry.dossier(clock.dossier);
    const bool acknowledge = !clock.due.acknowledge_by.empty() && clock.next() == clock.due.acknowledge_by;
    const std::string about = confidential_service(context, dossier.service) ? page.word("withheld") : one_line(dossier.subject, longest_subject);
    page.line(fmt::format("{}  {}  {}  {}", page.day(clock.next()), dossier.id, padded(page.service(dossier.service), 26), about));
    page.line("            " + clock_line(page, clock, clock.next(), acknowledge ? "dossier-acknowledge-by" : "dossier-decide-by"));
  }
  return page.take();
}

std::string list_text(Context& context, const std::vector<DossierEntry>& dossiers) {
  Page page(context);
  for (const DossierEntry& dossier : dossiers) {
    const std::string about = dossier.state == "merged" ? "→ " + dossier.merged_into
                              : confidential_service(context, dossier.service) ? page.word("withheld") : one_line(dossier.subject, longest_subject);
    page.line(fmt::format("{}  {}  {}  {:>3}  {}  {}", dossier.id, page.day(dossier.opened), padded(page.word(dossier.state), 8), dossier.documents,
                          padded(page.service(dossier.service), 26), about));
  }
  return page.take();
}

std::string search_text(Context& context, const Registry& registry, const std::vector<SearchHit>& hits) {
  Page page(context);
  for (const SearchHit& hit : hits) {
    const ShownHit shown = shown_hit(context, registry, hit);
    const std::string what = hit.document.empty() ? page.word("dossier") : page.word(shown.direction) + ' ' + hit.document;
    page.line(fmt::format("{}  {}  {}  {}", padded(hit.dossier.empty() ? page.word("no-dossier") : hit.dossier, 13), page.day(shown.date), padded(what, 19), page.service(shown.service)));
    if (shown.withheld) {
      page.line("               " + page.word("withheld"));
      continue;
    }
    const std::string who = one_line(shown.names, longest_subject), about = one_line(shown.subject, longest_subject);
    if (!who.empty() || !about.empty()) page.line("               " + who + (who.empty() || about.empty() ? "" : " – ") + about);
    if (!hit.snippet.empty()) page.line("               « " + one_line(hit.snippet, 300) + " »");
  }
  return page.take();
}

std::string piece_text(Context& context, const Registry& registry, const PieceEntry& piece) {
  Page page(context);
  const ReviewReasons reasons = load_review_reasons(context.data_file("review.toml"), context.settings().text("ui"));
  page.line(page.say("piece-head", {{"id", piece.id}, {"mail", page.label("mail", piece.kind_of_mail)}}));
  if (!piece.tracking.empty()) page.line(page.say("piece-tracking", {{"tracking", piece.tracking}}));
  std::string flags;
  for (const std::string& flag : piece.flags) flags += (flags.empty() ? "" : ", ") + page.label("flag", flag);
  if (!flags.empty()) page.line(flags);
  for (const DocumentEntry& document : registry.documents_of_piece(piece.id)) {
    add_document(page, registry, document, reasons);
    if (!document.dossier.empty()) page.line("              " + page.say("dossier-head", {{"id", document.dossier}}));
  }
  return page.take();
}

}  // namespace pli
