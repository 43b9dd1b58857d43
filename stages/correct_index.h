// A batch's index.csv as a clerk filled it in with a spreadsheet: what differs from what Pli wrote is a correction.
#pragma once

#include <string>
#include <vector>

#include "stages/correct.h"
#include "stages/report.h"
#include "stages/row_problem.h"

namespace pli {

struct IndexCorrections {
  std::vector<Correction> corrections;  ///< in the file's order
  std::vector<int> lines;               ///< of the file, for each
  std::vector<RowProblem> problems;     ///< lines that say nothing usable; the others stand
};

/// `bytes` are the file's; cells are compared with the index that the document's record gives and with the one that it gives now, so that a cell nobody touched never takes back what was corrected otherwise. `a_verifier` brought to
/// "non" confirms the document, "nouveau" in `dossier` asks for one of its own. Columns may be in any order, others are passed over. Throws UsageError as CsvReader, and "correction-columns" {file}
/// where there is no `id`.
IndexCorrections index_corrections(const std::string& bytes, const std::string& file, const Registry&, const ReportTemplates&, const std::string& by, const std::string& at);

}  // namespace pli
