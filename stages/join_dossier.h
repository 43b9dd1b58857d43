// Which dossier a document belongs to, by what it carries: our code, else a reference of ours quoted in its text.
#pragma once

#include <string>
#include <vector>

#include "pipeline/registry.h"
#include "stages/separate.h"

namespace pli {

struct FoundDossier {
  std::string id;                    ///< "" when none was found
  std::string service;               ///< of that dossier
  std::string joined_by = "none";    ///< barcode, reference, none
  bool may_open = true;              ///< false: forged, foreign or contradicting; nothing is opened before a person decides
  std::vector<std::string> reasons;  ///< review reasons
};

/// `text` is the whole text of the document; a code whose tag is wrong or can't be verified never joins.
FoundDossier find_dossier(const Registry&, const std::vector<LetterMark>&, const std::string& text);

}  // namespace pli
