#include "stages/extract.h"

#include <algorithm>
#include <iterator>

#include "pipeline/text.h"
#include "stages/extract_dates.h"
#include "stages/extract_layout.h"
#include "stages/extract_kinds.h"
#include "stages/extract_lines.h"
#include "stages/extract_numbers.h"
#include "stages/extract_references.h"
#include "stages/extract_sender.h"
#include "stages/extract_urgent.h"
#include "stages/letter_part.h"

namespace pli {
namespace {

constexpr std::size_t most_fields = 200, most_text = 2'000'000;

void add_subject(const std::vector<TextLine>& lines, const LetterLayout& layout, std::vector<Field>& fields) {
  std::string text = subject_text(lines, layout);
  if (text.size() < 3) return;
  Field field = field_at(lines[layout.subject[0]], layout.subject_begin, lines[layout.subject[0]].plain.size(), "subject", text, 0.97);
  for (std::size_t i : layout.subject) {
    if (i == layout.subject[0]) continue;
    const Field more = field_at(lines[i], 0, lines[i].plain.size(), "subject", "", 0.97);
    field.text += " " + more.text;
    field.box = united(field.box, more.box);
    field.confidence = std::min(field.confidence, more.confidence);
  }
  fields.push_back(std::move(field));
}

/// The lines of stamps, which are no part of the letter.
std::vector<TextLine> taken_out(std::vector<TextLine>& lines) {
  const auto letter = std::stable_partition(lines.begin(), lines.end(), [](const TextLine& line) { return !line.stamp; });
  std::vector<TextLine> stamps(std::make_move_iterator(letter), std::make_move_iterator(lines.end()));
  lines.erase(letter, lines.end());
  return stamps;
}

/// A social security number is cut out of a subject; any other field that holds one is dropped.
void drop_secrets(std::vector<Field>& fields) {
  std::erase_if(fields, [](Field& field) {
    std::string value = without_nir(field.value), text = without_nir(field.text);
    if (value == field.value && text == field.text) return false;
    if (field.name == "iban" || field.name == "siret") return false;  // their own checks hold
    field.value = trimmed(value), field.text = trimmed(text);
    return field.name != "subject" || field.value.empty();
  });
}

/// Phone numbers and addresses stand once, the surest reading of each.
void keep_once(std::vector<Field>& fields) {
  std::vector<Field> out;
  for (Field& field : fields) {
    const auto same = std::find_if(out.begin(), out.end(), [&](const Field& other) { return other.name == field.name && other.value == field.value; });
    if (same == out.end()) out.push_back(std::move(field));
    else same->confidence = std::max(same->confidence, field.confidence);
  }
  fields = std::move(out);
  if (fields.size() > most_fields) fields.resize(most_fields);
}

}  // namespace

std::vector<Field> extract(const std::vector<TextPage>& pages, const ExtractOptions& options) {
  std::vector<TextLine> lines = text_lines(pages);
  const std::vector<TextLine> stamps = taken_out(lines);
  std::vector<Field> fields;
  extract_stamp_date(stamps, fields);
  if (lines.empty()) return fields;
  const LetterLayout layout = find_layout(lines);
  for (Field& field : find_sender(lines, layout, options.town).fields) fields.push_back(std::move(field));
  extract_emails(lines, fields);
  extract_ibans(lines, fields);
  extract_numbers(lines, fields);
  extract_dates(lines, options.received, layout.page, layout.body_top, fields);
  add_subject(lines, layout, fields);
  extract_amounts(lines, fields);
  extract_references(lines, fields);
  extract_kinds(lines, fields);
  extract_urgent(lines, options.urgent, fields);
  drop_secrets(fields);
  keep_once(fields);
  return fields;
}

LetterText letter_text(const std::vector<TextPage>& pages, const std::vector<Field>& fields) {
  LetterText out;
  for (const Field& field : fields) {
    if (field.name == "subject" && out.subject.empty()) out.subject = field.value;
    if (field.name == "sender.name" && out.sender.empty()) out.sender = field.value;
  }
  std::vector<TextLine> lines = text_lines(pages);
  taken_out(lines);
  std::size_t of_letter = pages.size();
  if (!lines.empty()) {
    const LetterLayout layout = find_layout(lines);
    of_letter = letter_pages(pages, lines, layout, out.sender);
    const std::string block = find_sender(lines, layout, {}).block;
    if (!block.empty()) out.sender += (out.sender.empty() ? "" : "\n") + block;
  }
  for (std::size_t i = 0; i < of_letter; ++i)
    if (pages[i].text && out.body.size() < most_text) out.body += pages[i].text->plain();
  return out;
}

}  // namespace pli
