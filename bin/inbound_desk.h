// What commands on inbound mail bring along: the town's data, the registry, engines and their versions, workers and limits.
#pragma once

#include <string>
#include <vector>

#include "bin/context.h"
#include "stages/batch.h"
#include "stages/reader.h"
#include "stages/scan_reader.h"

namespace pli {

/// Stays where it is made: `inbound` refers to the rest.
struct InboundDesk {
  /// `language` is that of report and index.
  InboundDesk(Context&, const std::string& language);
  InboundDesk(const InboundDesk&) = delete;
  InboundDesk& operator=(const InboundDesk&) = delete;

  ReaderFactory reader() const;

  ScanReaderOptions options;
  ReaderMaker make_reader;
  ReportTemplates templates;
  Delays delays;
  ProofRules proofs;
  Registry registry;
  std::vector<FormLayout> form_templates;
  InboundContext inbound;
};

/// Workers, limits, colour pages and where originals are, as the settings say; sources and names are the caller's.
InboundRequest request_of_settings(const Settings&);

/// The settings that InboundDesk and request_of_settings read.
const std::vector<std::string>& inbound_settings();

/// index.csv, report.html and batch.json follow what was just said of a batch.
void refresh_after(Context&, Registry&, const std::string& batch);
/// What an earlier command on the batch left unfinished is finished.
void finish_cut_short(Context&, Registry&, const std::string& batch);
/// The same for the batch of a document; nothing for one that is unknown.
void finish_cut_short_for(Context&, Registry&, const std::string& document);

}  // namespace pli
