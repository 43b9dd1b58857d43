// What the fields of a record should say of a sample letter, and whether they do.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "pipeline/json.h"

namespace pli::bench {

struct WantedField {
  std::string name, value;  ///< CONTRACT.md's names and normal forms
};

/// What a letter of samples/letters (its JSON) states on the page.
std::vector<WantedField> wanted_fields(const Json& letter);

/// Whether one of `values` (of that name) says what was wanted: numbers exactly, names and subjects by nine tenths of their letters, a reference also by its telling part.
bool field_found(const WantedField&, const std::vector<std::string>& values);

/// The group that a field is counted in: "exact" (date, iban, siret, email, phone), "sender" (name, postcode, city), "subject" (subject, reference).
std::string field_group(const std::string& name);

}  // namespace pli::bench
