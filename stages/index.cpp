#include <vector>

#include "pipeline/text.h"
#include "stages/report.h"
#include "stages/report_facts.h"

namespace pli {

const std::vector<std::string>& index_columns() {
  static const std::vector<std::string> names = {"id", "service", "a_verifier", "raisons", "genre", "dossier", "recu_le", "arrivee", "date", "expediteur", "objet",
                                                 "references", "pages", "pli", "type_de_pli", "marques", "confiance", "accuser_avant", "repondre_avant", "fichier"};
  return names;
}

std::vector<std::string> index_cells(const ReportDocument& document, const ReportTemplates& templates) {
  const Record& record = document.record;
  const Messages& messages = templates.messages;
  const ShownDocument facts = shown(record, templates.services);
  std::string reasons, flags;
  for (const std::string& code : record.review) reasons += (reasons.empty() ? "" : ", ") + templates.reasons.label(code);
  for (const std::string& flag : record.piece.flags) flags += (flags.empty() ? "" : ", ") + messages.label("flag", flag);
  return {record.id,
          record.service.code,
          messages.label("report", record.review.empty() ? "no" : "yes"),
          reasons,
          record.kind.code,
          record.dossier,
          record.received,
          record.piece.number,
          facts.date,
          facts.sender,
          facts.subject,
          facts.references,
          std::to_string(sheet_sides(record)),
          record.piece.id,
          messages.label("mail", record.piece.kind_of_mail),
          flags,
          number(record.service.confidence, 2, messages.label("language", "decimal")),
          record.due ? record.due->acknowledge_by : "",
          record.due ? record.due->decide_by : "",
          document.folder + "/document.pdf"};
}

std::string index_csv(const BatchReport& report, const ReportTemplates& templates) {
  std::string csv = "\xEF\xBB\xBF";
  const auto add_line = [&](const std::vector<std::string>& cells) {
    for (const std::string& cell : cells) csv += escaped_csv(one_line(cell, longest_index_cell)) + ';';
    csv.back() = '\n';
  };
  add_line(index_columns());
  for (const ReportDocument& document : report.documents) add_line(index_cells(document, templates));
  return csv;
}

}  // namespace pli
