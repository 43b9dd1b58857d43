// pli out relance --overdue: reminders of the letters that nobody answered in time, each once.
#include "bin/clock.h"
#include "bin/outbound.h"
#include "pipeline/files.h"
#include "pipeline/validators.h"
#include "stages/remind.h"
#include "templates/returns.h"

namespace pli {
namespace {

void tell_reminders(Context& context, const Reminders& found, const std::string& day, const fs::path& file) {
  for (const auto& skipped : found.skipped) {
    context.console().say("reminder-skipped", {{"letter", skipped.letter}, {"reason", context.messages().label("not-reminded", skipped.reason)}});
    context.log().info("reminder-skipped", {{"letter", skipped.letter}, {"reason", skipped.reason}});
  }
  const std::string left = std::to_string(found.skipped.size());
  if (found.rows.empty()) context.console().say("reminders-none", {{"day", context.messages().date(day)}, {"left", left}});
  else context.console().say("reminders-proposed", {{"letters", std::to_string(found.rows.size())}, {"file", file.string()}, {"left", left}});
  context.log().info("reminders-proposed", {{"letters", found.rows.size()}, {"skipped", found.skipped.size()}});
}

void print_reminders(Context& context, const Reminders& found) {
  Json skipped = Json::array();
  for (const auto& one : found.skipped) skipped.push_back({{"letter", one.letter}, {"reason", one.reason}});
  print_json(context, {{"rows", found.rows}, {"letters", found.letters}, {"skipped", skipped}});
}

}  // namespace

int remind(Context& context, const std::string& name, const RemindWanted& wanted, bool json) {
  if (!letter_named(context, name).reminder) throw UsageError("overdue-letter", {{"template", name}});
  const fs::path out = context.settings().path("out");
  if (out.empty() && !wanted.dry_run) throw UsageError("out-missing");
  const std::string day = context.settings().text("date").empty() ? local_today() : context.settings().text("date");
  if (day_number(day) == unknown_day) throw UsageError("bad-date", {{"value", day}});
  Reminders found;
  {
    const Registry registry(context.store_path(), Context::registry_context());
    found = propose_reminders(registry, load_return_words(context.data_file("returns.toml")), day, wanted.again);
  }
  const fs::path file = wanted.dry_run ? fs::path() : out / (name + '-' + day + ".jsonl");
  tell_reminders(context, found, day, file);
  if (wanted.dry_run || found.rows.empty()) {
    if (json) return print_reminders(context, found), 0;
    for (const Json& row : found.rows) context.console().print(compact(row) + '\n');
    return 0;
  }
  std::string rows;
  for (const Json& row : found.rows) rows += compact(row) + '\n';
  make_folder(fs::absolute(out));
  write_file(file, rows);
  return release_letters(context, name, file, json, wanted.force);
}

}  // namespace pli
