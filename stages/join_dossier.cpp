#include "stages/join_dossier.h"

#include <set>

#include "pipeline/reference.h"

namespace pli {

FoundDossier find_dossier(const Registry& registry, const std::vector<LetterMark>& marks, const std::string& text) {
  FoundDossier found;
  std::set<std::string> coded, quoted;
  const auto refuse = [&](const char* reason) {
    found.may_open = false;
    found.reasons.emplace_back(reason);
  };

  std::set<std::string> refusals;
  for (const LetterMark& mark : marks) {
    if (mark.proof == LetterMark::Proof::wrong) refusals.insert("code-forged");
    else if (mark.proof == LetterMark::Proof::unverifiable) refusals.insert("code-unverifiable");
    else if (registry.dossier(mark.code.dossier)) coded.insert(mark.code.dossier);
    else refusals.insert("code-unknown-dossier");
  }
  for (const QuotedReference& reference : quoted_references(text))
    if (registry.dossier(reference.id)) quoted.insert(reference.id);

  for (const std::string& reason : refusals) refuse(reason.c_str());
  if (coded.size() > 1 || (coded.empty() && quoted.size() > 1)) refuse("several-dossiers");
  if (coded.size() == 1 && !quoted.empty() && quoted != coded) refuse("code-reference-conflict");
  if (!found.may_open) return found;

  const std::set<std::string>& joined = coded.empty() ? quoted : coded;
  if (joined.empty()) return found;
  found.id = *joined.begin();
  found.service = registry.dossier(found.id)->service;
  found.joined_by = coded.empty() ? "reference" : "barcode";
  return found;
}

}  // namespace pli
