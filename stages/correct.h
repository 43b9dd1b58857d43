// What a person says of a document goes into correction.json beside its record, into the registry, and moves its folder where it now belongs.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "pipeline/registry.h"
#include "templates/delays.h"
#include "templates/services.h"

namespace pli {

/// Keys: service, kind, dossier (a number, or "new"), and the names of fields (CONTRACT.md); a field's value "" says that there is none.
struct Correction {
  std::string document;
  std::map<std::string, std::string> values;
  bool confirm = false;       ///< it may go on as it stands after this
  std::string by, at;         ///< who, and when (UTC, ISO 8601)
};

struct Corrected {
  bool changed = false;       ///< false: all this was said before
  DocumentEntry document;
};

/// The value as records write it: dates as 03/02/2026 become ISO, telephone numbers, IBAN and SIRET lose their spaces. Throws UsageError "correction-key" {key} and
/// "correction-value" {key} for what can't be (a check digit, a day that does not exist, a service that the town does not have); the value is not repeated.
std::string corrected_value(const std::string& key, const std::string& value, const Services&);

/// Naming the service settles the document, as `confirm` does: it leaves the review for its service's folder. One that is in no dossier then gets its own, unless its codes were forged or contradict.
/// Safe against being stopped anywhere: the same correction again finishes what was begun. Throws UsageError: unknown-document, document-not-inbound, document-taken-away, correction-key,
/// correction-value, correction-damaged (what stands in correction.json is none), correction-autre (it can't be settled without a service), unknown-dossier, nir-shown (a social security number can be read in it, and the service may hold none).
Corrected correct(Registry&, const Correction&, const Services&, const Delays&);

/// Takes over a correction.json that somebody wrote by hand into the document's folder.
Corrected take_correction(Registry&, const std::string& document, const std::string& by, const std::string& at, const Services&, const Delays&);

}  // namespace pli
