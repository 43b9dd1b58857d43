// A letter that a word processor writes: Pli knows it by its id and signs its pages, so that what comes back joins its dossier.
#pragma once

#include <string>
#include <vector>

#include "pipeline/registry.h"
#include "pipeline/site_keys.h"

namespace pli {

struct CodeLetter {
  std::string id, dossier;
  std::vector<std::string> payloads;   ///< of its pages, in order
};

/// Registers a letter of that many pages as a document of the dossier and signs its codes with the newest key; each call is another letter. `folder` is where its codes will stand.
/// Throws UsageError: "bad-dossier-id", "unknown-dossier", "dossier-closed", "dossier-merged" {id, into}, "key-missing" {folder}.
CodeLetter register_letter(Registry&, const SiteKeys&, const std::string& dossier, int pages, const std::string& date, const std::string& folder);

}  // namespace pli
