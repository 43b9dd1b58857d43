// Which dossier a document belongs to, by what it carries: our code, else a reference of ours quoted in its text. What only seems to belong is a candidate.
#pragma once

#include <string>
#include <vector>

#include "pipeline/registry.h"
#include "stages/separate.h"

namespace pli {

struct FoundDossier {
  std::string id;                    ///< "" when none was found; never one that was merged: its number leads to the one that took it
  std::string service;               ///< of that dossier
  std::string joined_by = "none";    ///< barcode, reference, none; address of a letter that came back (stages/find_return.h)
  bool may_open = true;              ///< false: forged, foreign or contradicting; nothing is opened before a person decides
  std::vector<std::string> reasons;  ///< review reasons
  std::vector<std::string> letters;  ///< letters of ours whose proven codes it carries, sorted
  std::vector<DossierCandidate> candidates;  ///< those that contradict each other: why is code or reference
};

/// `text` is the whole text of the document; a code whose tag is wrong or can't be verified never joins.
FoundDossier find_dossier(const Registry&, const std::vector<LetterMark>&, const std::string& text);

/// Dossiers that a document which carries nothing may belong to: open, of the same service, in which the same sender (same name, and address, e-mail or
/// telephone) wrote or was written to in the twelve months before `received`. At most three, newest first. `document` is its own id.
std::vector<DossierCandidate> likely_dossiers(const Registry&, const std::vector<Field>&, const std::string& service, const std::string& received,
                                              const std::string& document);

/// Its sender, to be known again by.
Contact sender_of(const std::vector<Field>&);

}  // namespace pli
