// What every inbound run of this program needs, made once: templates, rules, versions, the clock. `pli in` runs one batch with it, `pli night` one a folder.
#pragma once

#include <map>
#include <string>

#include "bin/context.h"
#include "bin/exporting.h"
#include "stages/inbound.h"

namespace pli {

/// What settings say of a run; sources and names are the caller's. Throws UsageError("out-missing").
InboundRequest inbound_request(const Settings&);

class InboundRun {
 public:
  /// Batches are exported by `exporting` before their inputs move away.
  InboundRun(Context&, Registry&, Exporting& exporting);
  InboundRun(const InboundRun&) = delete;
  InboundRun& operator=(const InboundRun&) = delete;

  /// Tells what happens on the console and in the log. Throws as run_inbound.
  InboundResult run(const InboundRequest&);
  const ReportTemplates& templates() const { return templates_; }
  /// Names a reject on the console and in the log.
  void tell_reject(const ReportReject&);

 private:
  InboundWatcher watcher();
  void tell_document(const DocumentEntry&);

  Context& context_;
  Registry& registry_;
  Exporting& exporting_;
  ReportTemplates templates_;
  Delays delays_;
  ProofRules proofs_;
  std::map<std::string, std::string> software_;
};

}  // namespace pli
