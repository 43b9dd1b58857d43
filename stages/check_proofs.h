// The 2D-Docs on a document's pages: what they say, whose signature they bear, and whether they speak of the person who writes.
// A copied symbol keeps its signature: what it says is held against the letter, and nothing is ever called authentic.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/certificates.h"
#include "pipeline/record.h"
#include "pipeline/two_d_doc.h"

namespace pli {

struct ProofRules {
  ProofTable table;
  Certificates certificates;   ///< none: signatures are not checked
};

/// Adds proofs and reasons of review (proof-invalid, proof-contradicts, proof-incomplete, proof-date) to the record, by its sender fields and the day it came in. Of a 2D-Doc's text the pages
/// keep the header alone: it holds account numbers and incomes. Remarks of a proof:
///   old             issued longer ago than its type may be (recent_months), by the day of receipt; ahead: issued after that day
///   undated         its type says when it was issued, and it does not; expired: its own last day was over
///   iban-wrong      the check digits of an account number don't fit
///   data-unknown    data that the table does not have: what it lacks can't be told
///   authority-unchecked  the signature fits, but no certificate of the signer's authority is in the folder
///   specimen        signed by the test authority of its country: worth nothing as a proof
void check_proofs(Record&, std::vector<RecordPage>&, const ProofRules&);

/// Whether two names may be one person's: upper case, without accents and titles, in any order, initials and left-out names allowed. nullopt where it can't be told: one is
/// empty, or they differ by a letter that may be misread. `cut`: the first one's end is missing.
std::optional<bool> same_name(std::string_view proof, std::string_view letter, bool cut = false);

}  // namespace pli
