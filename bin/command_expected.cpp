// pli dossier expected: what has not come back.
#include <fmt/format.h>

#include <algorithm>

#include "bin/clock.h"
#include "bin/dossier_hits.h"
#include "bin/dossier_view.h"
#include "pipeline/text.h"
#include "pipeline/validators.h"
#include "stages/expected_returns.h"

namespace pli {
namespace {

struct ExpectedWanted {
  std::string service, state, on;
  bool overdue = false;
};

std::string in_columns(const std::string& text, std::size_t columns) {
  const std::size_t length = code_points(text).size();
  return text + std::string(length < columns ? columns - length : 0, ' ');
}

std::string listed(const std::vector<std::string>& all) {
  std::string text;
  for (const std::string& one : all) text += (text.empty() ? "" : ", ") + one;
  return text;
}

std::string day_in_column(Context& context, const std::string& iso) {
  if (iso.size() < 10) return "          ";
  return context.words().sentence("dossier-day", {{"year", iso.substr(0, 4)}, {"month", iso.substr(5, 2)}, {"day", iso.substr(8, 2)}});
}

// What there is to say below the line: why it came back, what is missing, what came, what reminds of it.
std::string beneath(Context& context, const ExpectedReturn& expected) {
  const LetterEntry& letter = expected.letter;
  std::vector<std::string> parts, pages;
  const auto say = [&](const char* code, const char* name, const std::string& value) { parts.push_back(context.words().sentence(code, {{name, value}})); };
  for (const int page : expected.missing) pages.push_back(std::to_string(page));
  if (letter.state == "returned" && !letter.motive.empty()) say("letter-came-back", "motive", context.messages().label("motive", letter.motive));
  if (expected.state == "incomplete" && !pages.empty()) say("expected-missing", "pages", listed(pages));
  if (!expected.documents.empty()) say("expected-came", "documents", listed(expected.documents));
  if (!expected.reminders.empty()) say("expected-reminded", "letters", listed(expected.reminders));
  if (letter.state == "generated" || letter.state == "signed") parts.push_back(context.words().sentence("expected-not-posted"));
  if (letter.legal_effect) parts.push_back(context.words().sentence("letter-legal"));
  return listed(parts);
}

std::string expected_text(Context& context, const std::vector<ExpectedReturn>& all) {
  std::string text;
  for (const ExpectedReturn& expected : all) {
    const LetterEntry& letter = expected.letter;
    const Service* service = context.services().find(letter.service);
    const std::string who = confidential_service(context, letter.service) ? '(' + context.messages().label("register", "withheld") + ')' : one_line(letter.recipient, 60);
    text += fmt::format("{}  {}  {}  {}  {}  {}\n", day_in_column(context, letter.due), in_columns(context.messages().label("expected", expected.state), 15), letter.id, letter.dossier,
                        in_columns(service ? service->label : letter.service, 26), who);
    if (const std::string more = beneath(context, expected); !more.empty()) text += "            " + more + '\n';
  }
  return text;
}

Json expected_json(Context& context, const ExpectedReturn& expected) {
  const auto or_null = [](const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); };
  const LetterEntry& letter = expected.letter;
  const bool withheld = confidential_service(context, letter.service);
  Json json{{"letter", letter.id},          {"number", or_null(letter.number)}, {"dossier", letter.dossier}, {"service", letter.service},      {"template", letter.template_name},
            {"run", letter.run},            {"state", expected.state},          {"posted", or_null(letter.posted)}, {"due", or_null(letter.due)}, {"due_estimated", !letter.due.empty() && letter.posted.empty()},
            {"motive", or_null(letter.motive)}, {"legal_effect", letter.legal_effect}, {"missing", expected.missing}, {"documents", expected.documents}, {"reminders", expected.reminders},
            {"reminds", or_null(letter.reminds)}, {"withheld", withheld}};
  if (!withheld) json.update({{"recipient", letter.recipient}, {"subject", letter.subject}});
  return json;
}

int list_expected(Context& context, const ExpectedWanted& wanted, bool json) {
  if (!wanted.service.empty() && !context.services().find(wanted.service)) throw UsageError("unknown-service", {{"service", wanted.service}});
  const std::string day = wanted.on.empty() ? local_today() : wanted.on;
  if (day_number(day) == unknown_day) throw UsageError("bad-date", {{"value", day}});
  const Registry registry(context.store_path(), Context::registry_context());
  auto all = expected_returns(registry, day, wanted.service);
  const auto overdue = std::count_if(all.begin(), all.end(), [](const ExpectedReturn& one) { return one.state == "overdue"; });
  const std::string letters = std::to_string(all.size());
  const std::string state = wanted.overdue ? "overdue" : wanted.state;
  std::erase_if(all, [&](const ExpectedReturn& one) { return !state.empty() && one.state != state; });
  if (json) {
    Json list = Json::array();
    for (const ExpectedReturn& one : all) list.push_back(expected_json(context, one));
    print_json(context, list);
    return 0;
  }
  context.console().print(expected_text(context, all));
  if (letters == "0") context.console().say("expected-nothing");
  else context.console().say("expected-count", {{"letters", letters}, {"overdue", std::to_string(overdue)}, {"day", context.messages().date(day)}});
  return 0;
}

}  // namespace

void add_expected(CLI::App& command, Context& context) {
  const auto wanted = std::make_shared<ExpectedWanted>();
  command.add_option("--service", wanted->service, help_text(context, "dossier-of-service", "only those of this service"))->type_name("CODE");
  command.add_flag("--overdue", wanted->overdue, help_text(context, "expected-overdue", "only those that are overdue"));
  command.add_option("--state", wanted->state, help_text(context, "expected-state", "only those in this state"))
      ->type_name("STATE")
      ->check(CLI::IsMember({"waiting", "overdue", "answered", "incomplete", "twice", "undeliverable"}))
      ->excludes(command.get_option("--overdue"));
  command.add_option("--on", wanted->on, help_text(context, "expected-on", "as they are counted on that day; today when it is not given"))->type_name("YYYY-MM-DD");
  const auto json = take_json(command, context);
  on_run(command, context, [&context, wanted, json] { return list_expected(context, *wanted, *json); });
}

}  // namespace pli
