// A town for tests of whole batches: a temporary folder, a registry with a fixed clock, the shipped services, and the fake reader.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "classifiers/cascade.h"
#include "stages/inbound.h"
#include "templates/review.h"
#include "tests/support/fake_reader.h"
#include "tests/support/fixed_registry.h"
#include "tests/support/run.h"

namespace pli::test {

struct Town {
  TemporaryFolder folder;
  ReportTemplates templates;
  Cascade cascade;
  Delays delays;
  ProofRules proofs;
  std::map<std::string, std::string> site_keys;
  std::function<bool()> stop;
  InboundWatcher watcher;
  ReaderFactory reader = make_fake_reader;
  RegistryContext registry_context = fixed_registry();
  std::function<double()> now = [] { return 1'795'000'000.0; };

  Town();
  std::filesystem::path scans() const { return folder / "scans"; }
  std::filesystem::path out() const { return folder / "out"; }
  std::filesystem::path store() const { return folder / "pli.db"; }

  InboundRequest request(const std::string& batch = "LOT") const;   ///< scans() to out(), received 2026-11-23, no settling, one worker
  /// A run in this process' children with `reader`, over the registry in store().
  InboundResult run(const InboundRequest&);
};

/// Every file below a folder with its digest, one a line, sorted; `left_out` names path beginnings that don't count.
std::string fingerprint(const std::filesystem::path& folder, const std::vector<std::string>& left_out = {});

}  // namespace pli::test
