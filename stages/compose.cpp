#include "stages/compose.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>

#include "pipeline/code.h"
#include "pipeline/files.h"
#include "pipeline/text.h"
#include "stages/address_block.h"
#include "stages/engines/qrencode.h"
#include "stages/fill_letter.h"
#include "stages/french_type.h"
#include "stages/lay_form.h"
#include "stages/letter_context.h"
#include "stages/letter_sheet.h"
#include "stages/logo.h"
#include "stages/set_pages.h"
#include "templates/messages.h"

namespace pli {
namespace {

/// The whole text of a letter: its body with the legal mentions in it, every tag known.
std::string whole_body(const LetterTemplate& letter, const Legal& legal) {
  const std::string body = legal.put_into(letter.form ? letter.form->closing : letter.body);
  if (const std::string complaint = complaint_about_tags(letter, body); !complaint.empty())
    throw UsageError("template-invalid", {{"file", letter.name + (letter.form ? "/form.toml" : "/body.md")}, {"detail", complaint}});
  return body;
}

/// A row of each variable's example of that number, or its last.
LetterRow example_row(const LetterTemplate& letter, std::size_t example) {
  LetterRow row{.line = 0, .dossier = "", .service = "", .subject = "", .recipient_name = "Exemple", .recipient_lines = {"1 rue de l'Exemple", "49890 Exemple"}, .received = "2026-01-15", .values = Json::object()};
  for (const LetterVariable& variable : letter.variables)
    if (!variable.examples.empty()) row.values[variable.name] = variable.examples[std::min(example, variable.examples.size() - 1)];
  return row;
}

TypeArea tightened(TypeArea area, double by) {
  area.size *= 0.5 + by / 2, area.leading *= by, area.signature_room *= by * by;
  return area;
}

/// The question of a form that an error is about, "" when it is about the whole.
std::string question_of(const ItemError& error) {
  for (const auto& [name, value] : error.args())
    if (name == "question") return value;
  return "";
}

/// Whether the page's text ends in its upper third: a setting a little closer may do without the page.
bool nearly_empty(const LaidPage& page, const TypeArea& area) {
  double last = 0;
  for (const TextRun& run : page.text) last = std::max(last, run.y);
  return last < area.next_top + (area.bottom - area.next_top) / 3;
}

}  // namespace

struct Composer::State {
  LetterTemplate letter;
  Stationery stationery;
  Services services;
  TypeFaces faces;
  std::shared_ptr<const Image> logo;
  LetterSheet sheet;
  FilledText body, subject;
  std::optional<LaidForm> form;

  State(const LetterTemplate& l, const Stationery& s, const Services& v)
      : letter(l), stationery(s), services(v), faces(load_type_faces(l.font)), logo(read_logo(s.town.logo)),
        sheet(letter, stationery, faces, logo ? logo->width : 0, logo ? logo->height : 0), body(whole_body(l, s.legal)), subject(l.subject) {
    if (letter.form) form = lay_form(*letter.form, faces, stationery.words, sheet.form_area(), letter.form->closing.empty() ? 0 : form_closing_room);
  }

  std::string service_of(const LetterRow& row) const { return row.service.empty() ? letter.service : row.service; }

  Json context(const LetterRow& row, const IssueFacts& facts) const {
    Json context = letter_context(letter, stationery, services, row, facts);
    context["subject"] = row.subject.empty() ? subject.line(context) : one_line(row.subject, 300);
    return context;
  }

  LetterHead head_of(const LetterRow& row, const IssueFacts& facts, const Json& filled, std::vector<std::string> address) const {
    const std::string code = service_of(row);
    const ServiceContact contact = stationery.town.contact(code);
    const Service* service = services.find(code);
    const auto [agent, capacity] = agent_of(contact, row);
    return {std::move(address), service ? service->label : code, agent, capacity, contact.phone, contact.email, contact.hours, filled["date"], filled["subject"], facts.dossier};
  }

  std::vector<LetterBlock> blocks_of(const Json& filled) const {
    std::vector<LetterBlock> blocks = body.blocks(filled);
    for (LetterBlock& block : blocks) {
      block.text = french_type(block.text, stationery.words);
      for (auto& line : block.rows)
        for (StyledText& cell : line) cell = french_type(cell, stationery.words);
    }
    return blocks;
  }

  /// What a row says moves no question: head and closing have places of their own.
  std::vector<LaidPage> form_pages(const LetterRow& row, const IssueFacts& facts, std::vector<std::string> address) const {
    const Json filled = context(row, facts);
    const TypeArea area = sheet.form_area();
    std::vector<LaidPage> pages = form->pages;
    sheet.form_head(pages[0], head_of(row, facts, filled, std::move(address)), area.first_top);
    add_answers(pages, *form, row.values, faces, stationery.words);
    double y = form->end + 2;
    for (Strip& strip : set_blocks(blocks_of(filled), faces, area)) {
      y += strip.above;
      for (TextRun& run : strip.text) run.y += y, pages.back().text.push_back(std::move(run));
      y += strip.height;
    }
    if (y > area.bottom + 0.5) throw ItemError("form-closing-too-long", {});
    return pages;
  }

  std::vector<LaidPage> pages(const LetterRow& row, const IssueFacts& facts, std::vector<std::string> address) const {
    if (form) return form_pages(row, facts, std::move(address));
    const Json filled = context(row, facts);
    LaidPage first;
    const TypeArea area = sheet.head(first, head_of(row, facts, filled, std::move(address)));
    const std::vector<LetterBlock> blocks = blocks_of(filled);
    const Signatory* signatory = stationery.town.signatory_for(service_of(row), facts.date);
    const auto set = [&](const TypeArea& how) {
      std::vector<Strip> strips = set_blocks(blocks, faces, how);
      if (signatory) add_signature(strips, sheet.signature(*signatory, how));
      return lay_pages(strips, how);
    };
    std::vector<LaidPage> pages = set(area);
    // A little closer, where that saves a page.
    for (const TypeArea& closer : {tightened(area, 0.96), tightened(area, 0.92)}) {
      if (pages.size() == 1 || !nearly_empty(pages.back(), area)) break;
      std::vector<LaidPage> fewer = set(closer);
      if (fewer.size() < pages.size()) pages = std::move(fewer);
    }
    for (TextRun& run : first.text) pages[0].text.push_back(std::move(run));
    for (FilledBox& box : first.boxes) pages[0].boxes.push_back(box);
    pages[0].logo = first.logo;
    return pages;
  }

  void must_be_printable(const std::vector<LaidPage>& pages) const {
    for (const LaidPage& page : pages)
      for (const TextRun& run : page.text)
        for (char32_t c : run.text)
          if (faces[run.face].glyph(c) == 0) throw ItemError("character-not-printable", {{"character", fmt::format("U+{:04X}", static_cast<unsigned>(c))}});
  }
};

Composer::Composer(const LetterTemplate& letter, const Stationery& stationery, const Services& services) try : state_(new State(letter, stationery, services)) {
  const IssueFacts facts{.letter_id = "", .dossier = "2026-000001-Z", .date = "2026-01-20", .key_id = "", .site_key = "", .implicit_date = "2026-03-15", .implicit_acceptance = false, .answer_date = "2026-03-01"};
  std::size_t examples = 1;
  for (const LetterVariable& variable : letter.variables) examples = std::max(examples, variable.examples.size());
  for (std::size_t example = 0; example < examples; ++example) state_->must_be_printable(state_->pages(example_row(letter, example), facts, {"EXEMPLE"}));
} catch (const ItemError& error) {
  throw UsageError("template-invalid", {{"file", letter.name}, {"detail", error.what()}});
} catch (const UsageError& error) {
  if (error.code() == "template-invalid") throw;
  throw UsageError("template-invalid", {{"file", letter.name}, {"detail", error.what()}});
}

Composer::~Composer() = default;

const FormLayout* Composer::layout() const { return state_->form ? &state_->form->layout : nullptr; }

std::string Composer::service_of(const LetterRow& row) const { return state_->service_of(row); }

std::string Composer::subject_of(const LetterRow& row, const IssueFacts& facts) const { return state_->context(row, facts)["subject"]; }

std::vector<RowProblem> Composer::check(const LetterRow& row, const std::string& date) const {
  std::vector<RowProblem> problems;
  const auto add = [&](std::string column, std::string code, MessageArgs args = {}) { problems.push_back({row.line, std::move(column), std::move(code), std::move(args)}); };
  const std::string service = service_of(row);
  if (!state_->form && !state_->stationery.town.signatory_for(service, date)) add("service", "signatory-missing", {{"service", service}, {"date", date}});
  const AddressBlock address = address_block(row.recipient_name, row.recipient_lines, state_->stationery.address);
  for (const AddressProblem& problem : address.problems) add(problem.line < 0 ? "recipient.name" : "recipient.lines", problem.code, problem.args);

  std::size_t size = 0;
  std::set<std::pair<std::string, char32_t>> told;
  for (const auto& [column, text] : row_texts(state_->letter, row)) {
    size += text.size();
    for (char32_t c : code_points(text))
      if (!state_->faces.can_print(c) && told.insert({column, c}).second && told.size() <= 20) add(column, "character-not-printable", {{"character", fmt::format("U+{:04X}", static_cast<unsigned>(c))}});
  }
  if (size > most_row_text) add("", "row-too-long", {{"limit", std::to_string(most_row_text / 1000)}});
  if (!problems.empty()) return problems;
  try {
    const IssueFacts facts{.letter_id = "", .dossier = "2026-000001-Z", .date = date, .key_id = "", .site_key = "", .implicit_date = date, .implicit_acceptance = false, .answer_date = date};
    state_->must_be_printable(state_->pages(row, facts, address.lines));
  } catch (const ItemError& error) {
    add(question_of(error), error.code(), error.args());
  }
  return problems;
}

LaidLetter Composer::compose(const LetterRow& row, const IssueFacts& facts) const {
  if (facts.site_key.empty()) throw UsageError("key-missing", {});
  const AddressBlock address = address_block(row.recipient_name, row.recipient_lines, state_->stationery.address);
  if (!address.problems.empty()) throw ItemError(address.problems[0].code, address.problems[0].args);
  LaidLetter out;
  out.id = facts.letter_id, out.dossier = facts.dossier, out.date = facts.date, out.font = state_->letter.font;
  out.title = state_->letter.title + ", " + facts.dossier;
  out.subject = subject_of(row, facts);
  out.pages = state_->pages(row, facts, address.lines);
  const int count = static_cast<int>(out.pages.size());
  const std::string form_id = state_->form ? state_->form->layout.id + '@' + std::to_string(state_->form->layout.version) : "";
  for (int number = 1; number <= count; ++number) {
    LaidPage& page = out.pages[static_cast<std::size_t>(number) - 1];
    page.code = make_qr(signed_payload({facts.key_id, facts.dossier, facts.letter_id, number, count, form_id, ""}, facts.site_key));
    state_->sheet.frame(page, number, count, facts.dossier, page.code.width);
  }
  state_->must_be_printable(out.pages);
  out.logo = state_->logo, out.logo_box = state_->sheet.logo_box();
  return out;
}

}  // namespace pli
