// report.html and index.csv: a batch for people. The report is one self-contained file: no script is needed to read it, nothing is loaded from outside.
// What is confidential stays out of both: see stages/report_facts.h. Times stand in the section `timings` only; all else is the same bytes for the same batch.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "pipeline/record.h"
#include "templates/messages.h"
#include "templates/review.h"
#include "templates/services.h"

namespace pli {

struct ReportDocument {
  Record record;                    ///< with fields; pages without text
  std::string folder;               ///< relative to the report: SERVICE/ID
  std::filesystem::path thumbnail;  ///< a small JPEG (at most 15 KB) of its first page; empty when there is none
};

struct ReportReject {
  std::string path;  ///< relative to the report: rejects/NNN-NAME
  std::string source, code;
  std::string message;  ///< a sentence for people; when empty it is made from `code`
  std::string number = {};  ///< in the register of mail
};

struct Accounts {
  int input = 0, in_documents = 0, separators = 0, blanks = 0, rejected = 0;
  bool balanced() const { return input == in_documents + separators + blanks + rejected; }
};

struct BatchReport {
  std::string batch, received;
  std::string received_source;  ///< a key of the labels `received_source`: option, folder, file
  Accounts accounts;
  std::vector<ReportDocument> documents;  ///< in input order
  std::vector<ReportReject> rejects;
  std::vector<std::string> warnings;      ///< sentences for people: a numbered sheet missing...
  std::map<std::string, double> seconds;  ///< CPU seconds of each step
  double elapsed = 0;                     ///< wall seconds of the run
  std::string version;
  bool lean = false;  ///< no thumbnails at all
};

/// What the report is written with besides the batch: the town's services, the words of a language, and the looks.
struct ReportTemplates {
  Services services;
  Messages messages;
  ReviewReasons reasons;
  std::string style;   ///< CSS
  std::string script;  ///< JavaScript that adds a search box; the report reads the same without it
};

/// `templates` is the folder of that name: reads messages/, review.toml and report/. Throws UsageError("template-invalid").
ReportTemplates load_report_templates(const std::filesystem::path& templates, Services, const std::string& language = "fr");

/// The whole file, UTF-8. A thumbnail that is missing, is no JPEG or is larger than 15 KB is left out; so are those beyond 9 MB in all.
std::string report_html(const BatchReport&, const ReportTemplates&);

/// The columns of index.csv, and the cells of a document before they are cut and escaped.
const std::vector<std::string>& index_columns();
std::vector<std::string> index_cells(const ReportDocument&, const ReportTemplates&);
inline constexpr std::size_t longest_index_cell = 300;  ///< characters
/// index.csv: a line a document, for LibreOffice: `;` between cells, UTF-8 with BOM, LF. Services and kinds as codes (`pli correct --csv` reads them back), the rest as words.
std::string index_csv(const BatchReport&, const ReportTemplates&);

}  // namespace pli
