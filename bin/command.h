// How a command joins the program: one file each with an `add_NAME(app, context)` that declares its options and says what to run.
// main.cpp lists them; nothing registers itself behind the reader's back.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "bin/context.h"

namespace pli {

using AddCommand = void (*)(CLI::App& app, Context& context);

void add_classify(CLI::App&, Context&);
void add_code(CLI::App&, Context&);
void add_config(CLI::App&, Context&);
void add_correct(CLI::App&, Context&);
void add_doctor(CLI::App&, Context&);
void add_evaluate(CLI::App&, Context&);
void add_dossier(CLI::App&, Context&);
void add_export(CLI::App&, Context&);
void add_form(CLI::App&, Context&);
void add_handover(CLI::App&, Context&);
void add_in(CLI::App&, Context&);
void add_join(CLI::App&, Context&);
void add_keygen(CLI::App&, Context&);
void add_learn(CLI::App&, Context&);
void add_manual(CLI::App&, Context&);
void add_night(CLI::App&, Context&);
void add_out(CLI::App&, Context&);
void add_qc(CLI::App&, Context&);
void add_register(CLI::App&, Context&);
void add_replace(CLI::App&, Context&);
void add_reprocess(CLI::App&, Context&);
void add_review(CLI::App&, Context&);
void add_seal(CLI::App&, Context&);
void add_sheets(CLI::App&, Context&);
void add_split(CLI::App&, Context&);
void add_stats(CLI::App&, Context&);
void add_train(CLI::App&, Context&);
void add_verify(CLI::App&, Context&);

/// A new command below `parent`. `key` finds its French help in templates/console (labels.help), `english` is the English one.
/// It takes --config, --data, --ui and --log like every command.
CLI::App& new_command(CLI::App& parent, Context&, const std::string& name, const std::string& key, const std::string& english);

/// Options that are settings (bin/settings.h), by key: `--jobs`, `--limits.page_seconds`. The command reads them from context.settings().
void take_settings(CLI::App& command, Context&, const std::vector<std::string>& keys);

/// What an option is for, in the language of the user; `key` as in new_command.
std::string help_text(Context&, const std::string& key, const std::string& english);

/// The days a register or its figures are asked for, ends inclusive: without --from it is the last day alone, without --to that is today. Throws UsageError("bad-date").
std::pair<std::string, std::string> days_wanted(const std::string& from, const std::string& to);

/// The flag --json; the value is there once the command runs.
std::shared_ptr<bool> take_json(CLI::App& command, Context&);

/// What the command does, run after all options are read and settings resolved. Gives the exit code; errors are thrown (pipeline/errors.h).
void on_run(CLI::App& command, Context&, std::function<int()> body);

/// Pretty JSON on stdout.
void print_json(Context&, const Json&);

/// The program: reads settings and arguments, runs one command, turns errors into messages and exit codes. `reader` is for trials of the whole program without engines.
int run_program(int argc, char** argv, const std::vector<AddCommand>& commands, const ReaderMaker& reader = make_scan_reader);

}  // namespace pli
