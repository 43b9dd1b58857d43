// What an export may say of a document: record and correction as they stand, under the names that patterns use (templates/export_profile.h).
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "pipeline/registry.h"
#include "stages/export_name.h"
#include "templates/export_profile.h"
#include "templates/services.h"

namespace pli {

struct ExportDocument {
  DocumentEntry entry;
  std::filesystem::path pdf;                             ///< empty when its folder was taken away
  ExportTexts texts;
  std::map<std::string, std::vector<std::string>> lists; ///< references, flags, copies
  long long bytes = 0;                                   ///< of the PDF
  std::string kind;                                      ///< as it stands
};

struct ExportWords {
  const Services& services;
  const std::map<std::string, std::string>& kinds;       ///< labels by code
};

/// Texts are on one line and at most 500 characters; `title` is made with the profile's pattern, `part`, `file` and `documents` are the caller's. With the profile's `withhold`, what a letter says of a
/// confidential document (stages/report_facts.h) is left empty. `sha256` is the PDF's, from the record.
ExportDocument export_document(const Registry&, const DocumentEntry&, const std::filesystem::path& batch_folder, const ExportProfile&, const ExportWords&);

/// Whether a pattern holds what letters say.
bool tells_content(const std::string& pattern);

/// The same values without those that letters say of their senders, for names of files where a document is confidential.
ExportTexts naming_values(const ExportDocument&);

}  // namespace pli
