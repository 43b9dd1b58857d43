// pli out mark, pli out list: what became of letters after they were printed.
#include <fmt/format.h>

#include "bin/clock.h"
#include "bin/outbound.h"
#include "stages/mark_letters.h"
#include "templates/returns.h"

namespace pli {
namespace {

struct MarkWanted {
  std::string target, posted, tracking, motive;
  bool is_signed = false, cancelled = false, returned = false, address_good = false;
};

LetterChange return_of(Context& context, const MarkWanted& wanted) {
  const ReturnWords words = load_return_words(context.data_file("returns.toml"));
  const std::string code = wanted.motive.empty() ? unknown_motive : wanted.motive;
  if (!words.knows(code)) throw UsageError("unknown-motive", {{"motive", code}, {"known", words.codes()}});
  const ReturnMotive motive = words.motive(code);
  return {"returned", "", "", "", motive.code, motive.effect, motive.bad_address, local_today()};
}

void one_thing_said(const MarkWanted& wanted) {
  const int asked = (wanted.posted.empty() ? 0 : 1) + wanted.is_signed + wanted.cancelled + wanted.returned + wanted.address_good;
  if (asked != 1) throw UsageError("mark-what");
  if (!wanted.tracking.empty() && wanted.posted.empty()) throw UsageError("tracking-without-posting");
  if (!wanted.motive.empty() && !wanted.returned) throw UsageError("motive-without-return");
}

LetterChange change_of(Context& context, const MarkWanted& wanted) {
  if (!wanted.posted.empty()) return {"posted", wanted.posted, wanted.tracking, ""};
  if (wanted.returned) return return_of(context, wanted);
  return {wanted.is_signed ? "signed" : "cancelled", "", "", ""};
}

Json to_json(const LetterEntry& letter) {
  const auto or_null = [](const std::string& text) { return text.empty() ? Json() : Json(text); };
  Json json{{"id", letter.id},
          {"run", letter.run},
          {"dossier", letter.dossier},
          {"template", letter.template_name},
          {"state", letter.state},
          {"posted", or_null(letter.posted)},
          {"tracking", or_null(letter.tracking)},
          {"due", or_null(letter.due)},
          {"due_estimated", !letter.due.empty() && letter.posted.empty()}};
  if (!letter.motive.empty()) json["motive"] = letter.motive;
  if (letter.legal_effect) json["legal_effect"] = true;
  if (!letter.reminds.empty()) json["reminds"] = letter.reminds;
  return json;
}

/// The registry's complaint about a state, with the states' names for people.
UsageError in_words(Context& context, const UsageError& error) {
  MessageArgs facts = error.args();
  for (auto& [name, value] : facts)
    if (name == "state" || name == "wanted") value = context.messages().label("letter-state", value);
  return UsageError(error.code(), facts);
}

Marked marked_letters(Context& context, const MarkWanted& wanted, const LetterChange& change) {
  Registry registry(context.store_path(), Context::registry_context());
  try {
    return mark_letters(registry, wanted.target, change);
  } catch (const UsageError& error) {
    throw in_words(context, error);
  }
}

int mark_address(Context& context, const std::string& letter, bool json) {
  Registry registry(context.store_path(), Context::registry_context());
  const bool lifted = registry.good_address(letter);
  context.console().say(lifted ? "address-good" : "address-was-good", {{"letter", letter}});
  context.log().info("address-good", {{"letter", letter}, {"changed", lifted}});
  if (json) print_json(context, {{"letter", letter}, {"changed", lifted}});
  return 0;
}

int mark(Context& context, const MarkWanted& wanted, bool json) {
  one_thing_said(wanted);
  if (wanted.address_good) return mark_address(context, wanted.target, json);
  const LetterChange change = change_of(context, wanted);
  const Marked marked = marked_letters(context, wanted, change);
  const std::string state = context.messages().label("letter-state", change.state);
  context.console().say("letters-marked", {{"letters", std::to_string(marked.changed.size())}, {"state", state}, {"left", marked.left.empty() ? "" : std::to_string(marked.left.size())}});
  context.log().info("letters-marked", {{"target", wanted.target}, {"state", change.state}, {"letters", marked.changed.size()}, {"left", marked.left.size()}});
  if (json) {
    Json changed = Json::array(), left = Json::array();
    for (const LetterEntry& letter : marked.changed) changed.push_back(to_json(letter));
    for (const LetterEntry& letter : marked.left) left.push_back(to_json(letter));
    print_json(context, {{"changed", changed}, {"left", left}});
  }
  return 0;
}

/// Runs, or the letters of one.
int list(Context& context, const std::string& name, bool json) {
  const Registry registry(context.store_path(), Context::registry_context());
  Json all = Json::array();
  std::string text;
  if (name.empty()) {
    for (const RunEntry& run : registry.runs()) {
      const std::size_t letters = registry.letters(run.name).size();
      all.push_back({{"run", run.name}, {"template", run.template_name}, {"date", run.date}, {"complete", run.complete}, {"letters", letters}, {"folder", run.folder}});
      text += fmt::format("{}  {}  {}  {}  {}\n", run.name, run.date, run.template_name, letters, run.folder);
    }
  } else {
    if (!registry.run(name)) throw UsageError("unknown-run", {{"run", name}});
    for (const LetterEntry& letter : registry.letters(name)) {
      all.push_back(to_json(letter));
      const std::string state = context.messages().label("letter-state", letter.state);
      text += fmt::format("{}  {}  {}{}{}{}\n", letter.id, letter.dossier, state, letter.motive.empty() ? "" : " (" + context.messages().label("motive", letter.motive) + ')', letter.posted.empty() ? "" : "  " + letter.posted, letter.due.empty() ? "" : "  → " + letter.due);
    }
  }
  if (json) print_json(context, all);
  else context.console().print(text);
  return 0;
}

}  // namespace

void add_letter_commands(CLI::App& out, Context& context) {
  CLI::App& marked = new_command(out, context, "mark", "out-mark", "says what became of a run or a letter: signed, posted, returned, cancelled");
  take_rows_as_data(marked);
  const auto wanted = std::make_shared<MarkWanted>();
  marked.add_option("RUN|PIECE", wanted->target, help_text(context, "mark-target", "name of a run, or number of one letter"))->required();
  marked.add_option("--posted", wanted->posted, help_text(context, "mark-posted", "given to the post on that day; the time to answer runs from it"))->type_name("YYYY-MM-DD");
  marked.add_option("--tracking", wanted->tracking, help_text(context, "mark-tracking", "tracking number of a registered letter"))->type_name("N");
  marked.add_flag("--signed", wanted->is_signed, help_text(context, "mark-signed", "signed by hand"));
  marked.add_flag("--returned", wanted->returned, help_text(context, "mark-returned", "came back undelivered"));
  marked.add_option("--motive", wanted->motive, help_text(context, "mark-motive", "why the post gave it back: address-fault, unknown-recipient, deceased, refused, unclaimed, unknown"))->type_name("CODE");
  marked.add_flag("--address-good", wanted->address_good, help_text(context, "mark-address-good", "the recipient gets his mail at that address: letters may go there again"));
  marked.add_flag("--cancel", wanted->cancelled, help_text(context, "mark-cancel", "will not be sent, or no longer counts"));
  take_settings(marked, context, {"store"});
  const auto mark_json = take_json(marked, context);
  on_run(marked, context, [&context, wanted, mark_json] { return mark(context, *wanted, *mark_json); });

  CLI::App& listed = new_command(out, context, "list", "out-list", "the runs, or the letters of a run with their states");
  take_rows_as_data(listed);
  const auto run = std::make_shared<std::string>();
  listed.add_option("RUN", *run, help_text(context, "list-run", "name of a run"));
  take_settings(listed, context, {"store"});
  const auto list_json = take_json(listed, context);
  on_run(listed, context, [&context, run, list_json] { return list(context, *run, *list_json); });
}

}  // namespace pli
