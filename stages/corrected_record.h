// A record as a person corrected it: correction.json holds the changed keys alone, in the record's own form or short (`"service": "finances"`).
// What Pli itself said there when it judged a document again (stages/reprocess.h) is named under `judged_again`: it holds like the rest, but no person stands behind it, and nobody learns from it.
#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "pipeline/json.h"

namespace pli {

class CorrectedRecord {
 public:
  /// Reads record.json and correction.json of a document's folder; what is missing or damaged says nothing.
  explicit CorrectedRecord(const std::filesystem::path& folder);

  bool there() const { return !record_.empty(); }
  /// Of "service" or "kind": corrected, else as recorded; "" when neither says.
  std::string code(const char* key) const;
  /// The same, only when a person wrote it.
  std::string corrected_code(const char* key) const;
  std::string field(const std::string& name) const;
  /// A person said that it may go on as it stands.
  bool confirmed() const;

  /// Whether correction.json says this: service, kind, copies, review, or `fields.NAME`; and whether a person wrote it there.
  bool says(const std::string& key) const;
  bool by_person(const std::string& key) const { return says(key) && !judged_again_.contains(key); }
  /// How sure it is of "service" or "kind": a person is.
  double confidence(const char* key) const;
  std::vector<Field> said_fields() const;
  std::vector<Copy> copies(const std::vector<Copy>& recorded) const;
  const Json& correction() const { return correction_; }

 private:
  Json record_, correction_;
  std::set<std::string> judged_again_;
};

}  // namespace pli
