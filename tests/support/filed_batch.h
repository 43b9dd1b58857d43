// A complete batch as `pli in` leaves it, without reading a page: records, small files that stand for the PDFs, and the registry's entries. For what comes after: exports, the night.
#pragma once

#include <functional>
#include <string>

#include "pipeline/registry.h"
#include "stages/export_batch.h"
#include "tests/support/run.h"

namespace pli::test {

struct FiledBatch {
  TemporaryFolder folder;
  Registry registry;   ///< in folder / "pli.db"
  Services services;   ///< the shipped ones
  std::map<std::string, std::string> kinds;
  std::string name;
  int count = 0;

  explicit FiledBatch(const std::string& name = "LOT");
  /// A letter of Mme Exemple about a broken lamp for voirie-proprete; `change` makes it another.
  static Record letter();
  /// Files it; its id.
  std::string file(const Record& record = letter(), const std::string& pdf = "");
  void complete() { registry.complete_batch(name, "sha"); }
  std::filesystem::path out() const { return folder / "out"; }
  std::filesystem::path place(const std::string& id) const { return out() / name / registry.document(id)->path; }
  /// Of the shipped profiles, or of TOML of one's own.
  static ExportProfile profile(const std::string& name);
  ExportProfile profile_of(const std::string& toml) const;
  ExportResult exported(const ExportProfile&, bool again = false);
  ExportResult exported(const std::string& profile_name, bool again = false) { return exported(profile(profile_name), again); }
  /// Files below out()/export, sorted, one a line; hidden ones too.
  std::string tree() const;
};

}  // namespace pli::test
