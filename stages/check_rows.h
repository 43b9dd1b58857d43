// From cells to letters: every row is judged before the first page is written, and everything that is wrong with it is said at once.
#pragma once

#include <optional>
#include <vector>

#include "pipeline/registry.h"
#include "stages/compose.h"
#include "stages/rows.h"
#include "templates/letters.h"
#include "templates/services.h"

namespace pli {

/// The row with its values typed as the template's variables want them. Columns that nobody knows, values that are missing or of another type and a recipient
/// without name or lines are added to `problems`; the result is then not to be used.
LetterRow typed_row(const DataRow&, const LetterTemplate&, std::vector<RowProblem>& problems);

/// An address as the registry keeps it.
std::string on_lines(const std::vector<std::string>& lines);

/// What the registry and the town's services say against it: a dossier that can't be joined, a service that isn't there or isn't said.
/// A row without a service takes its dossier's, where the template has none; a reminder without a dossier that of the letter it reminds of. An address that a letter came back from is refused
/// (row-undeliverable) unless `force`.
void check_places(LetterRow&, const LetterTemplate&, const Services&, const Registry&, std::vector<RowProblem>& problems, bool force = false);

}  // namespace pli
