// Whether a document is a letter of ours that the post gave back, which one, and why. Facts only: the stack said so (a `returned` sheet), or the paper does.
#pragma once

#include <optional>

#include "pipeline/registry.h"
#include "stages/join_dossier.h"
#include "stages/separate.h"
#include "templates/returns.h"

namespace pli {

/// Under a `returned` sheet whatever lies there came back. Without one: our own page, or an envelope (few words, none of a letter's) on which our code, our reference or the address of one
/// letter of ours stands, with a label of the post; and no page of somebody else's beside it. A letter that quotes our reference and says that he moved is an answer.
/// The letter is told by its code; by the reference, where it shows one recipient of the dossier or one letter is on its way; without either by the one recipient it shows, and `found` is joined to
/// that dossier then (`address`), or names candidates. `piece` says whether it was registered. Pages of a letter that lay in the same pli as the envelope it came back in (`beside`: documents of
/// that pli that were reserved before) came back with it.
std::optional<Returned> find_return(const PlannedDocument&, const std::vector<RecordPage>&, const Piece& piece, const Registry&, const ReturnWords&, FoundDossier& found,
                                    const std::vector<std::string>& beside = {});

/// Reasons for review that follow: returned, returned-refused, motive-unknown, return-unknown.
std::vector<std::string> reasons_of(const Returned&);

}  // namespace pli
