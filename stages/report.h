// report.html: a batch for people, in one self-contained file.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "pipeline/record.h"
#include "templates/messages.h"
#include "templates/services.h"

namespace pli {

struct ReportDocument {
  Record record;                     ///< with fields; pages without text
  std::string folder;                ///< relative to the report: SERVICE/ID
  std::filesystem::path thumbnail;   ///< a small JPEG of its first page; empty when there is none
};

struct ReportReject {
  std::string path, source, code, message;
};

struct Accounts {
  int input = 0, in_documents = 0, separators = 0, blanks = 0, rejected = 0;
  bool balanced() const { return input == in_documents + separators + blanks + rejected; }
};

struct BatchReport {
  std::string batch, received, received_source;
  Accounts accounts;
  std::vector<ReportDocument> documents;   ///< in input order
  std::vector<ReportReject> rejects;
  std::vector<std::string> warnings;       ///< sentences for people: a numbered sheet missing...
  std::map<std::string, double> seconds;   ///< CPU seconds of each step
  double elapsed = 0;                      ///< wall seconds of the run
  std::string version;
  bool lean = false;                       ///< no thumbnails at all
};

std::string report_html(const BatchReport&, const Services&, const Messages&);
/// index.csv: a line a document, in French for LibreOffice: `;` between cells, UTF-8 with BOM.
std::string index_csv(const BatchReport&, const Services&, const Messages&);

}  // namespace pli
