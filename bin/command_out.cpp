// pli out: letters from rows, ready to print; and example rows, which say what a template wants.
#include <fmt/format.h>

#include "bin/clock.h"
#include "bin/command.h"
#include "bin/outbound.h"
#include "bin/signals.h"
#include "pipeline/files.h"
#include "stages/example_rows.h"
#include "stages/outbound.h"
#include "stages/reprint.h"

namespace pli {
namespace {

struct OutWanted {
  std::string letter, data;
  int examples = 0;                    // 0: no examples asked for
  std::vector<std::string> reprint;
  std::string batch, rows;             // of acknowledgements
  bool release = false;
  bool force = false, overdue = false, again = false, dry_run = false;
};

int examples(Context& context, const OutWanted& wanted) {
  const LetterTemplate letter = letter_named(context, wanted.letter);
  const Stationery stationery = stationery_of(context);
  const ExamplePeople people = load_example_people(context.data_file("examples.toml"));
  for (int number = 0; number < wanted.examples; ++number) context.console().print(compact(example_row(letter, stationery.legal, context.services(), people, number)) + '\n');
  return 0;
}

OutboundWatcher watcher_of(Context& context) {
  OutboundWatcher watcher;
  watcher.problem = [&](const RowProblem& problem) { tell_problem(context, problem); };
  watcher.begun = [&](const std::string& run, int letters) {
    context.console().say("run-started", {{"run", run}, {"letters", std::to_string(letters)}});
    context.log().info("run-started", {{"run", run}, {"letters", letters}});
    context.console().begin(letters);
  };
  watcher.letters = [&](int done, int total) { context.console().pages_done(done, total); };
  return watcher;
}

int finish(Context& context, const OutboundResult& result, const Stationery& stationery, bool json) {
  int pages = 0, sheets = 0, weight = 0;
  for (const LetterEntry& letter : result.letters) {
    pages += letter.pages, sheets += letter.sheets, weight += letter.weight_g;
    const Envelope* envelope = stationery.envelopes.find(letter.envelope);
    if (envelope && envelope->most_sheets > 0 && letter.sheets > envelope->most_sheets)
      context.console().error("letter-too-thick",
                              {{"id", letter.id}, {"sheets", std::to_string(letter.sheets)}, {"envelope", letter.envelope}, {"limit", std::to_string(envelope->most_sheets)}});
  }
  const std::string print = (result.folder / "print.pdf").string();
  context.console().say(result.done_before ? "run-already-done" : "run-done", {{"run", result.run.name},
                                                                              {"letters", std::to_string(result.letters.size())},
                                                                              {"pages", std::to_string(pages)},
                                                                              {"sheets", std::to_string(sheets)},
                                                                              {"weight", std::to_string(weight)},
                                                                              {"file", print}});
  context.log().info("run-done", {{"run", result.run.name}, {"letters", result.letters.size()}, {"pages", pages}, {"sheets", sheets}});
  if (json)
    print_json(context, {{"run", result.run.name},
                         {"folder", result.folder.string()},
                         {"done_before", result.done_before},
                         {"pieces", result.letters.size()},
                         {"pages", pages},
                         {"sheets", sheets},
                         {"weight_g", weight},
                         {"print", print}});
  return 0;
}

int reprint(Context& context, const OutWanted& wanted, bool json) {
  Registry registry(context.store_path(), Context::registry_context());
  const Reprint made = reprint_letters(registry, wanted.reprint, context.settings().flag("duplex"));
  context.console().say("reprint-made", {{"file", made.file.string()}, {"letters", std::to_string(made.letters)}, {"pages", std::to_string(made.pages)}});
  context.log().info("reprint-made", {{"run", made.run}, {"letters", made.letters}});
  if (json) print_json(context, {{"run", made.run}, {"file", made.file.string()}, {"pieces", made.letters}, {"pages", made.pages}});
  return 0;
}

int out(Context& context, const OutWanted& wanted, bool json) {
  if (!wanted.reprint.empty()) return reprint(context, wanted, json);
  if (wanted.letter.empty()) throw UsageError("argument-missing", {{"argument", "TEMPLATE"}});
  if (wanted.examples > 0) return examples(context, wanted);
  if (!wanted.batch.empty()) return acknowledge(context, wanted.letter, {wanted.batch, wanted.rows, wanted.release}, json);
  if (wanted.overdue && !wanted.data.empty()) throw UsageError("overdue-or-data");
  if (wanted.overdue) return remind(context, wanted.letter, {wanted.again, wanted.dry_run, wanted.force}, json);
  if (wanted.data.empty()) throw UsageError("argument-missing", {{"argument", "--data"}});
  return release_letters(context, wanted.letter, wanted.data, json, wanted.force);
}

}  // namespace

int release_letters(Context& context, const std::string& name, const fs::path& data, bool json, bool force) {
  const Settings& settings = context.settings();
  const OutboundRequest request{data, settings.path("out"), settings.text("run"), settings.text("date"), settings.flag("duplex"), force};
  if (request.out.empty()) throw UsageError("out-missing");
  const LetterTemplate letter = letter_named(context, name);
  const Stationery stationery = stationery_of(context);
  const Delays delays = load_delays(context.data_file("delays.toml"));
  const SiteKeys keys = load_site_keys(context.keys_path());
  Registry registry(context.store_path(), Context::registry_context());
  const OutboundContext outbound{letter, stationery, delays, context.services(), registry, keys, context.keys_path(), local_today(), stop_requested};
  try {
    const OutboundResult result = run_outbound(request, outbound, watcher_of(context));
    context.console().end();
    return finish(context, result, stationery, json);
  } catch (const Interrupted&) {
    context.console().end();
    context.console().error("run-interrupted");
    return stop_exit_code();
  } catch (...) {
    context.console().end();
    throw;
  }
}

void add_out(CLI::App& app, Context& context) {
  CLI::App& command = new_command(app, context, "out", "out-command", "makes letters from rows: one print run, one PDF a letter, one manifest");
  take_rows_as_data(command);
  const auto wanted = std::make_shared<OutWanted>();
  command.add_option("TEMPLATE", wanted->letter, help_text(context, "out-template", "name of the letter or form: accuse-reception, aide-sociale…"));
  command.add_option("--data", wanted->data, help_text(context, "out-data", "rows: JSON Lines, or CSV with ; , or tabs"))->type_name("FILE");
  command
      .add_option_function<std::vector<int>>(
          "--example", [wanted](const std::vector<int>& count) { wanted->examples = count.empty() ? 1 : count.front(); },
          help_text(context, "out-example", "prints N example rows instead (one if N isn't given)"))
      ->expected(0, 1)
      ->check(CLI::Range(1, 100'000))
      ->type_name("[N]");
  command.add_option("--from-batch", wanted->batch, help_text(context, "out-from-batch", "proposes the acknowledgements that a batch's requests are owed"))->type_name("BATCH");
  command.add_option("--rows", wanted->rows, help_text(context, "out-rows", "where the proposed rows are written; by default in --out, else printed"))->type_name("FILE");
  command.add_flag("--release", wanted->release, help_text(context, "out-release", "makes the proposed letters at once, without a person looking at the rows"));
  command.add_option("--reprint", wanted->reprint, help_text(context, "out-reprint", "prints chosen letters of a run again: one PDF, same numbers"))->type_name("PIECE");
  command.add_flag("--force", wanted->force, help_text(context, "out-force", "writes to addresses that letters came back from too"));
  command.add_flag("--overdue", wanted->overdue, help_text(context, "out-overdue", "makes the rows itself: a reminder for each letter whose answer is overdue, once"));
  command.add_flag("--again", wanted->again, help_text(context, "out-again", "with --overdue: those that were reminded of before too"));
  command.add_flag("--dry-run", wanted->dry_run, help_text(context, "out-dry-run", "with --overdue: shows the rows, makes no letter"));
  take_settings(command, context, {"out", "run", "date", "duplex", "store", "keys", "services", "town", "letters", "forms"});
  const auto json = take_json(command, context);
  on_run(command, context, [&context, wanted, json] { return out(context, *wanted, *json); });
  add_letter_commands(command, context);
}

}  // namespace pli
