// Leaves the documents of a batch in their folders, one at a time, in input order, each whole or not at all.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "pipeline/workers.h"
#include "stages/batch.h"

namespace pli {

/// What a document that takes the place of others keeps of them (stages/mend.h); all else is understood anew.
struct Succession {
  std::string id;
  std::vector<std::string> supersedes;
  int position = 0;                ///< in the batch
  Piece piece;                     ///< id, position and of: it came in the same envelope
  std::string dossier, joined_by;  ///< the dossier it goes on in when it carries none of its own and no other of the successors is in it; "": it opens its own
  bool even_unsure = false;        ///< it goes on there though nobody knows its service yet
  bool keeps_dossier = false;      ///< it stays there whatever it carries: a person put it there
  bool duplicate = false;          ///< its scan was taken before
  std::vector<Proof> proofs;       ///< of pages that were read before, by their numbers in this document: of their symbols the header alone was kept
  std::set<int> read_before;       ///< those pages
};

/// Renders, understands, reserves, writes aside, renames and registers each document of the plan. What an earlier run emitted is left as it is,
/// even when its folder was taken away since; what it left half-way is finished. Throws Interrupted, Fatal.
/// With `successions`, one for each document of the plan, they take the place of others.
void emit_documents(Batch&, const Separation&, const InboundRequest&, const InboundContext&, const InboundWatcher&, Workers&, const std::vector<Succession>& successions = {});

/// Equal for documents whose pages hold the same bytes, whatever their files are called.
std::string pages_digest(const std::vector<SourcePage>& pages);

/// The 12 characters of CONTRACT.md: of the batch's name and the ordered source pages. `twin` tells documents of equal pages apart (0 for the first).
std::string document_id(const std::string& batch, const std::vector<SourcePage>& pages, int twin);

}  // namespace pli
