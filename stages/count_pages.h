// Page n of N: which pages of letters of ours a document brings back, which are missing, which came before.
#pragma once

#include <vector>

#include "pipeline/registry.h"
#include "stages/separate.h"

namespace pli {

/// Proven by their codes, in the order of the letters and their pages, each once.
std::vector<LetterPage> proven_pages(const std::vector<LetterMark>&);

/// The letters with whose pages something is amiss: missing from the document, twice in it, or brought by another before it was reserved.
/// `document` is its own id.
std::vector<LetterAccount> count_pages(const Registry&, const std::vector<LetterMark>&, const std::string& document);

}  // namespace pli
