// A document read back from its folder: what was read on its pages and how it was separated, so that it can be judged or put together again without reading a page twice.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "pipeline/registry.h"
#include "stages/separate.h"

namespace pli {

struct FiledDocument {
  DocumentEntry entry;
  std::filesystem::path folder;
  Record record;                  ///< as it was written: nobody's corrections
  std::vector<RecordPage> pages;  ///< its pages with their text and a form's answers; of a 2D-Doc the header alone, for nothing more was kept
  PlannedDocument plan;           ///< `pages` indexes the pages above; flags and service are what sheets said
};

/// Where the registry says that it lies, or where a command that was cut short took it; empty when another program took it away.
std::filesystem::path folder_of(const Registry&, const DocumentEntry&);

/// `site_keys` prove the letter codes again. Throws Fatal("document-unreadable" {document}) for files that are not those that Pli wrote.
FiledDocument read_back(const DocumentEntry&, const std::filesystem::path& folder, const std::map<std::string, std::string>& site_keys);

}  // namespace pli
