#include "stages/check_rows.h"

#include <algorithm>
#include <array>

#include "pipeline/reference.h"
#include "pipeline/text.h"
#include "stages/row_values.h"

namespace pli {
namespace {

constexpr std::array<const char*, 6> address_lines = {"recipient.line1", "recipient.line2", "recipient.line3", "recipient.line4", "recipient.line5", "recipient.line6"};

/// Takes the cells of one row, each once.
class Typing {
 public:
  Typing(const DataRow& data, const LetterTemplate& letter, std::vector<RowProblem>& problems) : data_(data), letter_(letter), problems_(problems) { row_.line = data.line; }

  LetterRow run() {
    problems_.insert(problems_.end(), data_.problems.begin(), data_.problems.end());
    row_.values = Json::object();
    for (const auto& [column, cell] : data_.cells) take(column, cell);
    if (!data_.problems.empty()) return row_;  // what seems to be missing may be what could not be read
    if (row_.recipient_name.empty() && !failed("recipient.name")) complain("recipient.name", "row-value-missing");
    if (row_.recipient_lines.empty() && !failed("recipient.lines")) complain("recipient.lines", "row-value-missing");
    for (const LetterVariable& variable : letter_.variables)
      if (variable.required && !row_.values.contains(variable.name) && !failed(variable.name)) complain(variable.name, "row-value-missing");
    return row_;
  }

 private:
  void complain(const std::string& column, const char* code, const MessageArgs& args = {}) { problems_.push_back({data_.line, column, code, args}); }
  bool failed(const std::string& column) const {
    return std::any_of(problems_.begin(), problems_.end(), [&](const RowProblem& problem) { return problem.line == data_.line && problem.column == column; });
  }

  std::optional<Json> typed(const std::string& column, const std::string& type, const std::vector<std::string>& columns, const Json& cell) {
    auto value = typed_value(type, columns, cell);
    if (!value) complain(column, "row-wrong-type", {{"type", type}});
    return value;
  }

  void take(const std::string& column, const Json& cell) {
    const auto text_into = [&](std::string& place, const char* type) {
      if (const auto value = typed(column, type, {}, cell)) place = value->get<std::string>();
    };
    const LetterVariable* variable = letter_.find(column);
    if (column == "dossier") text_into(row_.dossier, "text");
    else if (column == "service") text_into(row_.service, "text");
    else if (column == "subject") text_into(row_.subject, "text");
    else if (column == "reminds" && letter_.reminder) text_into(row_.reminds, "text");
    else if (column == "recipient.name") text_into(row_.recipient_name, "text");
    else if (column == "recipient.lines") take_lines(column, cell);
    else if (std::find(address_lines.begin(), address_lines.end(), column) != address_lines.end()) take_line(column, cell);
    else if (column == "received") text_into(row_.received, "date");
    else if (!variable) complain(column, "row-unknown-column");
    if (!variable || (column == "received" && row_.received.empty())) return;
    if (const auto value = typed(column, variable->type, variable->columns, cell)) row_.values[column] = *value;
  }

  void take_lines(const std::string& column, const Json& cell) {
    const auto value = typed(column, "list", {}, cell);
    if (!value) return;
    if (!row_.recipient_lines.empty()) return complain(column, "row-lines-twice");
    for (const Json& line : *value) row_.recipient_lines.push_back(line.get<std::string>());
  }

  /// Lines in columns of their own stand in the order of their numbers, whatever the order of columns.
  void take_line(const std::string& column, const Json& cell) {
    const auto value = typed(column, "text", {}, cell);
    if (!value) return;
    if (numbered_.empty() && !row_.recipient_lines.empty()) return complain(column, "row-lines-twice");
    numbered_[column] = value->get<std::string>();
    row_.recipient_lines.clear();
    for (const auto& [name, line] : numbered_) row_.recipient_lines.push_back(line);
  }

  const DataRow& data_;
  const LetterTemplate& letter_;
  std::vector<RowProblem>& problems_;
  LetterRow row_;
  std::map<std::string, std::string> numbered_;
};

}  // namespace

std::string on_lines(const std::vector<std::string>& lines) {
  std::string all;
  for (const std::string& line : lines) all += (all.empty() ? "" : "\n") + line;
  return all;
}

LetterRow typed_row(const DataRow& data, const LetterTemplate& letter, std::vector<RowProblem>& problems) { return Typing(data, letter, problems).run(); }

void check_places(LetterRow& row, const LetterTemplate& letter, const Services& services, const Registry& registry, std::vector<RowProblem>& problems, bool force) {
  const auto complain = [&](const char* column, const char* code, const MessageArgs& args = {}) { problems.push_back({row.line, column, code, args}); };
  if (!row.reminds.empty()) {
    const auto reminded = registry.letter(row.reminds);
    if (!reminded) complain("reminds", "row-letter-unknown");
    else if (row.dossier.empty()) row.dossier = reminded->dossier;
    else if (registry.lead(row.dossier) != reminded->dossier) complain("reminds", "row-letter-elsewhere", {{"letter", reminded->id}, {"id", reminded->dossier}});
  }
  if (const auto bad = force ? std::nullopt : registry.bad_address(row.recipient_name, on_lines(row.recipient_lines)))
    complain("recipient.lines", "row-undeliverable", {{"letter", bad->letter}, {"day", bad->day}, {"motive", bad->motive}});
  if (!row.dossier.empty()) {
    const auto dossier = valid_dossier_id(row.dossier) ? registry.dossier(row.dossier) : std::nullopt;
    if (!valid_dossier_id(row.dossier)) complain("dossier", "row-dossier-invalid");
    else if (!dossier) complain("dossier", "row-dossier-unknown", {{"id", row.dossier}});
    else if (dossier->state != "open") complain("dossier", dossier->state == "merged" ? "row-dossier-merged" : "row-dossier-closed", {{"id", row.dossier}});
    else if (row.service.empty() && letter.service.empty()) row.service = dossier->service;
  }
  if (row.service.empty() && letter.service.empty()) complain("service", "row-service-missing");
  if (!row.service.empty() && !services.find(row.service)) complain("service", "row-service-unknown");
}

}  // namespace pli
