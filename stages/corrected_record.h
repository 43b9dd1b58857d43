// A record as a person corrected it: correction.json holds the changed keys alone, in the record's own form or short (`"service": "finances"`).
#pragma once

#include <filesystem>
#include <string>

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

 private:
  Json record_, correction_;
};

}  // namespace pli
