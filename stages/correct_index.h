// A batch's index.csv as a clerk filled it in with a spreadsheet: what differs from what Pli wrote is a correction.
#pragma once

#include <string>
#include <vector>

#include "stages/correct.h"
#include "stages/mend.h"
#include "stages/report.h"
#include "stages/row_problem.h"

namespace pli {

struct IndexCorrections {
  std::vector<Correction> corrections;  ///< in the file's order
  std::vector<int> lines;               ///< of the file, for each
  std::vector<MendWanted> mends;        ///< letters to part, then those to join, once the corrections are made
  std::vector<int> mend_lines;
  std::vector<RowProblem> problems;     ///< lines that say nothing usable; the others stand
};

/// `bytes` are the file's; cells are compared with the index that the document's record gives and with the one that it gives now, so that a cell nobody touched never takes back what was corrected otherwise. `a_verifier` brought to
/// "non" or "no" confirms the document, "nouveau" or "new" in `dossier` asks for one of its own. Two columns may be added: `partager_avant` (split_before) holds the pages before which a new letter begins, `suite_de` (continues)
/// the id of the document whose pages come before these. Of a letter that is parted nobody knows which part was meant: its line says nothing else (correct-parted). A line of a document whose folder another program took
/// is a problem only where it asks for something. Columns may be in any order, others are passed over. Throws UsageError as CsvReader, and "correction-columns" {file}
/// where there is no `id`.
IndexCorrections index_corrections(const std::string& bytes, const std::string& file, const Registry&, const ReportTemplates&, const std::string& by, const std::string& at);

}  // namespace pli
