// The pages of documents that are put together anew: found in the originals, their pictures made again, what was read on them taken as it was.
#pragma once

#include <string>
#include <vector>

#include "pipeline/workers.h"
#include "stages/batch.h"

namespace pli {

/// A page on its way into another document.
struct MovedPage {
  RecordPage page;             ///< with its facts; of a page that is scanned anew only the source counts
  std::string role = "letter";
  bool fresh = false;          ///< it is read anew
  bool address_only = false;   ///< and of an unopened pli
  std::filesystem::path zones = {};  ///< folder with the pictures of a form's zones, of a page that was read before
};

/// The scan that replaces pages.
struct FreshScan {
  std::string name, sha256;
  std::filesystem::path file;  ///< a copy of ours
};

/// Fills inputs, leaves and stack: page i of `pages` is page i of the stack, its facts and artefacts lie in the work folder under its key. Pages that could not be read stay as they were.
/// Throws Fatal("originals-gone" {file}) when a file isn't there any more as it was, UsageError with what is wrong with the fresh scan; Interrupted.
void gather_pages(Batch&, const std::vector<MovedPage>& pages, const FreshScan&, const InboundRequest&, const InboundContext&, Workers&);

}  // namespace pli
