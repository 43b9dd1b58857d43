#include "stages/join_dossier.h"

#include <set>

#include "pipeline/calendar.h"
#include "pipeline/reference.h"

namespace pli {
namespace {

constexpr std::size_t most_candidates = 3;

// Where the letter is filed now: a person may have moved it since it was printed.
std::string dossier_of(const Registry& registry, const LetterCode& code) {
  const auto letter = registry.letter(code.letter);
  return registry.lead(letter ? letter->dossier : code.dossier);
}

std::string first_value(const std::vector<Field>& fields, const char* name) {
  for (const Field& field : fields)
    if (field.name == name) return field.value;
  return {};
}

}  // namespace

FoundDossier find_dossier(const Registry& registry, const std::vector<LetterMark>& marks, const std::string& text) {
  FoundDossier found;
  std::set<std::string> coded, quoted, letters, refusals;
  for (const LetterMark& mark : marks) {
    if (mark.proof == LetterMark::Proof::wrong) refusals.insert("code-forged");
    else if (mark.proof == LetterMark::Proof::unverifiable) refusals.insert("code-unverifiable");
    else if (const std::string id = dossier_of(registry, mark.code); id.empty()) refusals.insert("code-unknown-dossier");
    else {
      coded.insert(id);
      letters.insert(mark.code.letter);
    }
  }
  for (const QuotedReference& reference : quoted_references(text))
    if (const std::string id = registry.lead(reference.id); !id.empty()) quoted.insert(id);

  if (coded.size() > 1 || (coded.empty() && quoted.size() > 1)) refusals.insert("several-dossiers");
  if (coded.size() == 1 && !quoted.empty() && quoted != coded) refusals.insert("code-reference-conflict");
  if (!refusals.empty()) {
    found.may_open = false;
    found.reasons.assign(refusals.begin(), refusals.end());
    for (const std::string& id : coded) found.candidates.push_back({id, "code"});
    for (const std::string& id : quoted)
      if (!coded.contains(id)) found.candidates.push_back({id, "reference"});
    return found;
  }

  const std::set<std::string>& joined = coded.empty() ? quoted : coded;
  if (joined.empty()) return found;
  found.id = *joined.begin();
  found.service = registry.dossier(found.id)->service;
  found.joined_by = coded.empty() ? "reference" : "barcode";
  found.letters.assign(letters.begin(), letters.end());
  return found;
}

Contact sender_of(const std::vector<Field>& fields) {
  return contact_of(first_value(fields, "sender.name"), first_value(fields, "sender.street"), first_value(fields, "sender.postcode"),
                    first_value(fields, "sender.city"), first_value(fields, "email"), first_value(fields, "phone"));
}

std::vector<DossierCandidate> likely_dossiers(const Registry& registry, const std::vector<Field>& fields, const std::string& service,
                                              const std::string& received, const std::string& document) {
  auto found = registry.acquainted(sender_of(fields), service, add_months(received, -12), document);
  if (found.size() > most_candidates) found.resize(most_candidates);
  return found;
}

}  // namespace pli
