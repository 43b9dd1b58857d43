#include "stages/understand.h"

#include <algorithm>

#include "stages/count_pages.h"
#include "stages/extract.h"
#include "stages/find_return.h"
#include "stages/join_form.h"

namespace pli {
namespace {

void add_reason_once(std::vector<std::string>& list, const std::string& value) {
  if (std::find(list.begin(), list.end(), value) == list.end()) list.push_back(value);
}

bool contains(const std::vector<std::string>& list, const std::string& value) { return std::find(list.begin(), list.end(), value) != list.end(); }

void number_pages(std::vector<RecordPage>& pages) {
  int number = 0, in_pdf = 0;
  for (RecordPage& page : pages) {
    page.number = ++number;
    page.pdf_page = page.facts.blank ? 0 : ++in_pdf;
  }
}

std::vector<PagePart> parts_of(const PlannedDocument& plan) {
  std::vector<PagePart> parts;
  int number = 0;
  for (const PlannedPage& page : plan.pages) {
    ++number;
    if (parts.empty() || parts.back().role != page.role) parts.push_back({number, number, page.role});
    else parts.back().to = number;
  }
  return parts;
}

// The pages that speak for the letter: its own, readable; annexes and the envelope only when there is nothing else.
std::vector<TextPage> text_pages(const PlannedDocument& plan, const std::vector<RecordPage>& pages, bool readable_only) {
  const bool has_letter = std::any_of(plan.pages.begin(), plan.pages.end(), [](const PlannedPage& p) { return p.role == "letter" && !p.blank; });
  std::vector<TextPage> found;
  for (std::size_t i = 0; i < pages.size(); ++i) {
    const PageFacts& facts = pages[i].facts;
    if (facts.blank || facts.failed || (has_letter && plan.pages[i].role != "letter")) continue;
    if (readable_only && facts.legibility != Legibility::good) continue;
    found.push_back({pages[i].number, facts.width, facts.height, facts.dpi, &facts.text});
  }
  return found;
}

std::string whole_text(const std::vector<RecordPage>& pages) {
  std::string text;
  for (const RecordPage& page : pages) text += page.facts.text.plain();
  return text;
}

void add_page_doubts(const std::vector<RecordPage>& pages, std::vector<std::string>& reasons) {
  for (const RecordPage& page : pages) {
    if (page.facts.failed) add_reason_once(reasons, "page-failed");
    if (page.facts.blank) continue;
    for (const std::string& doubt : page.facts.doubts) add_reason_once(reasons, doubt);
  }
}

// A received date that somebody stated must agree with the stamp; one taken from a file's age is only held against a stamp that is later.
void compare_stamp(const std::vector<Field>& fields, const UnderstandOptions& options, std::vector<std::string>& reasons) {
  for (const Field& field : fields) {
    if (field.name != "stamp_date" || field.confidence < 0.8) continue;
    const bool stated = options.received_source != "file";
    if (stated ? field.value != options.received : field.value > options.received) add_reason_once(reasons, "date-conflict");
  }
}

void describe_piece(const PlannedDocument& plan, Record& record) {
  record.piece.kind_of_mail = plan.kind_of_mail;
  record.piece.flags = plan.flags;
  for (std::size_t i = 0; i < plan.pages.size(); ++i)
    if (plan.pages[i].role == "envelope" && record.piece.envelope_page == 0) record.piece.envelope_page = static_cast<int>(i) + 1;
  for (const Field& field : record.fields)
    if (field.name == "tracking" && record.piece.tracking.empty()) record.piece.tracking = field.value;
  if (std::any_of(record.fields.begin(), record.fields.end(), [](const Field& field) { return field.name == "urgent"; })) add_reason_once(record.piece.flags, "urgent");
}

// A form of ours that came back under a proven code: it says whose matter it is, what kind of letter, and some fields.
std::string take_form(const Registry& registry, JoinedForm form, bool proven, Record& record) {
  for (const std::string& reason : form.reasons) add_reason_once(record.review, reason);
  record.form = std::move(form.form);
  if (!record.form || !proven) return {};
  for (Field& field : form.fields) {
    std::erase_if(record.fields, [&](const Field& other) { return other.name == field.name && other.name != "reference"; });
    record.fields.push_back(std::move(field));
  }
  const auto letter = registry.letter(record.form->letter);
  return letter ? letter->service : form.service;  // the town may have sent it in another service's name
}

// A supplier's: a firm says who it is by its SIRET. Towns get invoices through the public portal alone (code de la commande publique, L2192-5).
bool is_paper_invoice(const Record& record) {
  const bool firm = std::any_of(record.fields.begin(), record.fields.end(), [](const Field& field) { return field.name == "siret"; });
  return firm && record.kind.code == "facture" && record.kind.sure;
}

}  // namespace

Understood understand(const PlannedDocument& plan, std::vector<RecordPage> pages, const Registry& registry, const Cascade& cascade,
                      const UnderstandOptions& options) {
  Understood result;
  const bool unopened = contains(plan.flags, "unopened");
  number_pages(pages);

  Record& record = result.record;
  record.received = options.received;
  record.parts = parts_of(plan);
  record.review = plan.reasons;
  add_page_doubts(pages, record.review);

  result.text = whole_text(pages);
  if (!unopened) record.fields = extract(text_pages(plan, pages, false), {options.received, options.town, options.urgent});
  describe_piece(plan, record);
  JoinedForm form = options.forms && !unopened ? join_form(pages, *options.forms) : JoinedForm{};
  result.text += form.text;
  result.found = find_dossier(registry, plan.marks, result.text);
  const bool proven = result.found.joined_by == "barcode";
  const std::string form_kind = proven ? form.kind : "", form_service = take_form(registry, std::move(form), proven, record);
  for (const std::string& reason : result.found.reasons) add_reason_once(record.review, reason);
  record.returned = find_return(plan, pages, record.piece, registry, options.returns ? *options.returns : ReturnWords(), result.found, options.beside);
  if (record.returned) {
    for (const std::string& reason : reasons_of(*record.returned)) add_reason_once(record.review, reason);
    std::erase_if(record.fields, [](const Field& field) { return field.name == "subject" || field.name.starts_with("sender."); });  // nobody wrote to the town
  }
  record.letters = count_pages(registry, plan.marks, options.document);
  for (const LetterAccount& letter : record.letters)
    if (!letter.before.empty()) add_reason_once(record.review, "code-replayed");

  const auto readable = text_pages(plan, pages, true);
  const LetterText letter = letter_text(readable, record.fields);
  const Judgement judgement =
      cascade.judge({letter.subject, letter.sender, letter.body, plan.service, result.found.service, !readable.empty() && !unopened, form_service});
  record.service = judgement.service;
  record.kind = judgement.kind;
  record.copies = judgement.copies;
  if (record.form && !form_kind.empty()) record.kind = {form_kind, 1, "form", true, {{form_kind, 1}}, {}};
  if (is_paper_invoice(record)) add_reason_once(record.piece.flags, "chorus-pro");
  const bool explained = unopened || record.returned || contains(record.review, "foreign-language");  // why nothing was read is said already
  for (const std::string& reason : judgement.reasons)
    if (!explained || reason != "illegible") add_reason_once(record.review, reason);
  compare_stamp(record.fields, options, record.review);

  record.dossier = result.found.id;
  record.joined_by = result.found.joined_by;
  result.open_dossier = result.found.id.empty() && result.found.may_open && !record.returned && record.service.code != "autre" && !record.service.code.empty();
  record.candidates = result.found.candidates;
  if (result.open_dossier) {
    record.joined_by = "new";
    record.candidates = likely_dossiers(registry, record.fields, record.service.code, options.received, options.document);
    if (!record.candidates.empty()) add_reason_once(record.review, "dossier-candidate");
  }
  result.pages = std::move(pages);
  return result;
}

}  // namespace pli
