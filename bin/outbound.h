// What the commands of `pli out` share.
#pragma once

#include <filesystem>
#include <string>

#include "bin/command.h"
#include "stages/row_problem.h"
#include "templates/letters.h"
#include "templates/stationery.h"

namespace pli {

/// The letter's or form's template by name. Throws UsageError("unknown-template") with the names there are.
LetterTemplate letter_named(Context&, const std::string& name);
/// The setting `town` over Pli's own templates.
Stationery stationery_of(Context&);
/// A row's problem as a line on stderr, and its place in the log.
void tell_problem(Context&, const RowProblem&);

/// Below `pli out`, --data names rows (CONTRACT.md); Pli's own data is then found by PLI_DATA or a configuration file.
void take_rows_as_data(CLI::App& command);

/// A whole run from a file of rows, by the settings; gives the exit code.
int release_letters(Context&, const std::string& letter, const std::filesystem::path& data, bool json, bool force = false);

/// `pli out mark`, `pli out list`.
void add_letter_commands(CLI::App& out, Context&);
struct AcknowledgeWanted {
  std::string batch, rows;   ///< rows: the file to write, "" for one in `out` or stdout
  bool release = false;
};
/// `pli out accuse-reception --from-batch`: proposes rows, and makes the letters only with `release`.
int acknowledge(Context&, const std::string& letter, const AcknowledgeWanted&, bool json);

struct RemindWanted {
  bool again = false, dry_run = false, force = false;
};
/// `pli out relance --overdue`: the reminders that are due on the day of the setting `date`, today by default.
int remind(Context&, const std::string& letter, const RemindWanted&, bool json);

}  // namespace pli
