// An inbound run as people and the log are told of it. `pli in` runs one batch with it, `pli night` one a folder.
#pragma once

#include <string>

#include "bin/context.h"
#include "bin/exporting.h"
#include "bin/inbound_desk.h"
#include "stages/inbound.h"

namespace pli {

/// What settings say of a run; sources and names are the caller's. Throws UsageError("out-missing").
InboundRequest inbound_request(const Settings&);

class InboundRun {
 public:
  /// Batches are exported by `exporting` before their inputs move away.
  InboundRun(Context&, InboundDesk&, Exporting&);
  InboundRun(const InboundRun&) = delete;
  InboundRun& operator=(const InboundRun&) = delete;

  /// Tells what happens on the console and in the log. Throws as run_inbound.
  InboundResult run(const InboundRequest&);
  const ReportTemplates& templates() const { return desk_.templates; }
  /// Names a reject on the console and in the log.
  void tell_reject(const ReportReject&);

 private:
  InboundWatcher watcher();
  void tell_document(const DocumentEntry&);

  Context& context_;
  InboundDesk& desk_;
};

}  // namespace pli
