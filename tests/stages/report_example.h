// A made-up batch as people meet it: what the report's tests read, and what one looks at in a browser.
#pragma once

#include "stages/report.h"

namespace pli::example {

inline Services services() {
  Services services;
  for (const auto& [code, label, confidential] :
       std::initializer_list<std::tuple<const char*, const char*, bool>>{{"etat-civil", "État civil", false},
                                                                         {"urbanisme", "Urbanisme", false},
                                                                         {"voirie-proprete", "Voirie et propreté", false},
                                                                         {"action-sociale", "Action sociale", true},
                                                                         {"finances", "Finances", false},
                                                                         {"vie-associative", "Vie associative", false},
                                                                         {"autre", "Autre", false}}) {
    services.all.push_back({code, label, confidential});
  }
  return services;
}

inline ReportTemplates templates(const std::filesystem::path& folder, const std::string& language = "fr") {
  return load_report_templates(folder, services(), language);
}

/// A routed letter of two pages.
inline ReportDocument letter(const std::string& id, const std::string& service, const std::string& sender, const std::string& subject) {
  ReportDocument document;
  Record& record = document.record;
  record.id = id;
  record.batch = "R-0123456789AB";
  record.received = "2026-11-23";
  record.dossier = "2026-000123-X";
  record.joined_by = "new";
  record.service = {service,
                    0.93,
                    "text",
                    false,
                    {{service, 0.93}, {"autre", 0.03}},
                    {{"permis de construire", 2.1}, {"parcelle", 1.2}, {"facture", -0.4}}};
  record.kind = {"demande", 0.8, "text", false, {}, {}};
  record.fields.push_back({"sender.name", sender, sender, 0.9, 1, {}});
  record.fields.push_back({"date", "2026-11-19", "le 19 novembre 2026", 0.9, 1, {}});
  record.fields.push_back({"subject", subject, subject, 0.9, 1, {}});
  record.fields.push_back({"reference", "DP 049 180 26 00041", "DP 049 180 26 00041", 0.9, 1, {}});
  for (int n = 1; n <= 2; ++n) record.pages.push_back({n, n, {"courrier/scan-014.tif", "", n}, {}});
  record.piece.id = "P-" + id;
  document.folder = service + "/" + id;
  return document;
}

/// The same, waiting for a person.
inline ReportDocument asked(ReportDocument document, std::vector<std::string> reasons) {
  document.record.review = std::move(reasons);
  document.folder = "review/" + document.record.id;
  return document;
}

inline BatchReport batch(std::vector<ReportDocument> documents) {
  BatchReport report;
  report.batch = "R-0123456789AB";
  report.received = "2026-11-23";
  report.received_source = "folder";
  report.version = "0.1.0";
  report.documents = std::move(documents);
  const int pages = 2 * static_cast<int>(report.documents.size());
  report.accounts = {pages + 4, pages, 2, 2, 0};
  return report;
}

}  // namespace pli::example
