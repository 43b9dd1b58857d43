// Letters that were glued, torn or badly scanned are mended: a document is parted, several are joined, pages are scanned anew.
// New documents take the place of the old ones. They are understood by the same code as the batch was, from what was read on their pages: no page is read twice but those of a new scan, whose
// pictures come from the originals. The old ones are kept in BATCH/.superseded/ (hidden, so that no consumer takes them for mail), stay in the registry with an event each that names their
// successors, and are in no queue, index, search or dossier any more.
// Safe against being stopped anywhere: before the registry is told nothing but the work folder has changed; from then on the mend is open, and the next command on the batch finishes it.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "stages/batch.h"
#include "stages/reader.h"

namespace pli {

struct MendWanted {
  std::string kind;                     ///< split, join, replace
  std::vector<std::string> documents;   ///< one to part or to scan anew; those to join, in the order of their pages
  std::vector<int> pages;               ///< by their numbers in the record: before which to part; which the scan replaces, one for one and in this order
  std::filesystem::path scan;           ///< a file with as many pages
  std::string by;                       ///< who asks for it
};

struct Mended {
  bool changed = false;                 ///< false: this was done before
  std::vector<std::string> superseded;
  std::vector<DocumentEntry> documents; ///< in their place
};

/// Of `request` the workers, limits, `image` and the folder of originals count. The dossier of the old document goes on with the first successor that carries none of its own; the others open their
/// own. What a person said goes on with a document that was joined or scanned anew (the first one's, where several were corrected); of a document that is parted nobody knows which letter was meant.
/// The same call again changes nothing. Throws UsageError: unknown-document, document-not-inbound, document-superseded, mend-taken-away, batch-unfinished, mend-page {page, pages}, split-blank,
/// replace-blank, join-alone, join-batches, rescan-pages {pages, wanted}, rescan-archive, and what is wrong with the scan; Fatal originals-gone {file}; Interrupted.
Mended mend(const MendWanted&, const InboundRequest& request, const InboundContext&, ReaderFactory);

/// Finishes what was cut short on a batch, if anything was.
void finish_mends(const std::string& batch, const InboundRequest&, const InboundContext&, ReaderFactory);

}  // namespace pli
