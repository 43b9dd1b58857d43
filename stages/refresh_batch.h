// index.csv, report.html and batch.json follow what people and Pli say of a batch after it was complete: corrections, documents parted, joined and scanned anew, judgements made again.
// The chain is told first (event `batch-updated`, with the digest that batch.json is about to have and the one that it has), then the files are written, batch.json last: an update that was cut short
// is finished by the next one, and whoever alters one of the files in between is found all the same.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include "pipeline/json.h"
#include "pipeline/registry.h"
#include "stages/report.h"

namespace pli {

/// A scan that took the place of pages: what batch.json says of it, once. The accounts count sheet sides of the mail: a side that is scanned again is none more.
struct Rescan {
  long long mend = 0;                ///< its number in the registry
  std::string path, sha256, file;    ///< its name; where it is kept below the batch's folder, "" when originals are kept elsewhere or not at all
  std::string document;              ///< that holds its pages now
  std::vector<int> pages;            ///< of that document
  int blanks = 0;                    ///< sides that are blank now and were not before; negative for the reverse
};

struct BatchUpdate {
  std::map<std::string, std::filesystem::path> thumbnails;  ///< of documents that no report has shown yet
  std::optional<Rescan> rescan;
};

/// Whether something was written. A batch that is not complete is left to the run that completes it. Thumbnails are taken from the report that is there. Throws Fatal("batch-altered" {file}) when
/// batch.json is not the one that the chain knows, so that no alteration is ever taken over.
bool refresh_batch(Registry&, const std::string& batch, const ReportTemplates&, const BatchUpdate& = {});

/// The language that a batch's report and index are in.
std::string report_language(const std::filesystem::path& batch_folder);

/// Whether batch.json is the one before an update that was cut short.
bool refresh_unfinished(const Registry&, const BatchEntry&);

}  // namespace pli
