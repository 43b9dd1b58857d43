#include "stages/read_back.h"

#include <algorithm>
#include <array>
#include <optional>

#include "pipeline/errors.h"
#include "pipeline/files.h"
#include "pipeline/json.h"
#include "stages/read_alto.h"
#include "stages/read_form.h"
#include "stages/read_pages.h"

namespace pli {
namespace {

constexpr std::array<std::string_view, 6> reasons_of_separation = {"returned", "unopened", "no-separator", "pages-without-code", "sheet-missing", "letter-incomplete"};

std::string role_of(const Record& record, int number) {
  for (const PagePart& part : record.parts)
    if (number >= part.from && number <= part.to) return part.role;
  return "letter";
}

// What follows from the text follows again: only what a sheet said is kept.
std::vector<std::string> flags_of_sheets(const Record& record) {
  const bool read_urgent = std::any_of(record.fields.begin(), record.fields.end(), [](const Field& field) { return field.name == "urgent"; });
  std::vector<std::string> flags = record.piece.flags;
  std::erase_if(flags, [&](const std::string& flag) { return flag == "chorus-pro" || (flag == "urgent" && read_urgent); });
  return flags;
}

/// What a page of a form of ours answered, as its reader told it: the record has it once for the whole document.
std::optional<FormReading> form_on(const RecordPage& page, const Record& record) {
  const FormCode code = form_code_of(page.facts.barcodes);
  const FormName name = form_name(code.code.form);
  if (code.boxes.empty()) return std::nullopt;
  FormReading reading;
  reading.id = name.id, reading.version = name.version, reading.letter = code.code.letter, reading.page = code.code.page, reading.pages = code.code.pages;
  if (record.form)
    for (Answer answer : record.form->answers) {
      if (answer.page != page.number) continue;
      if (!answer.crop.empty()) answer.crop = answer.name;
      answer.page = 1;
      reading.answers.push_back(std::move(answer));
    }
  if (!reading.answers.empty()) return reading;
  for (const char* problem : {"form-unknown", "form-unregistered"})
    if (std::find(record.review.begin(), record.review.end(), problem) != record.review.end()) reading.problem = problem;
  return reading.problem.empty() ? std::nullopt : std::optional(reading);
}

PlannedDocument plan_of(const Record& record, const std::vector<RecordPage>& pages, const std::map<std::string, std::string>& site_keys) {
  PlannedDocument plan;
  for (int i = 0; i < static_cast<int>(pages.size()); ++i) {
    const RecordPage& page = pages[static_cast<std::size_t>(i)];
    plan.pages.push_back({i, page.facts.blank, role_of(record, page.number)});
    for (const LetterMark& mark : summary_of(page.facts, 0, site_keys).marks) plan.marks.push_back(mark);
  }
  plan.kind_of_mail = record.piece.kind_of_mail;
  if (record.service.decided_by == "sheet") plan.service = record.service.code;
  plan.flags = flags_of_sheets(record);
  for (const std::string& reason : record.review)
    if (std::find(reasons_of_separation.begin(), reasons_of_separation.end(), reason) != reasons_of_separation.end()) plan.reasons.push_back(reason);
  return plan;
}

}  // namespace

fs::path folder_of(const Registry& registry, const DocumentEntry& entry) {
  const fs::path batch = registry.batch(entry.batch)->folder;
  std::error_code failed;
  if (fs::is_directory(batch / entry.path)) return batch / entry.path;
  for (const auto& service : fs::directory_iterator(batch, failed))
    if (fs::is_regular_file(service.path() / entry.id / "record.json", failed)) return service.path() / entry.id;
  return {};
}

FiledDocument read_back(const DocumentEntry& entry, const fs::path& folder, const std::map<std::string, std::string>& site_keys) {
  try {
    FiledDocument filed{entry, folder, record_from_json(Json::parse(read_file(folder / "record.json"))), {}, {}};
    filed.pages = filed.record.pages;
    auto texts = texts_of_alto(read_file(folder / "alto.xml"));
    for (RecordPage& page : filed.pages) page.facts.text = std::move(texts[page.number]), page.facts.form = form_on(page, filed.record);
    filed.plan = plan_of(filed.record, filed.pages, site_keys);
    return filed;
  } catch (const CodedError&) {
    throw;
  } catch (const std::exception&) {
    throw Fatal("document-unreadable", {{"document", entry.id}});
  }
}

}  // namespace pli
