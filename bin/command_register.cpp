// pli register: the register of mail, what came and what went out on some days.
#include "bin/clock.h"
#include "bin/command.h"
#include "pipeline/calendar.h"
#include "pipeline/files.h"
#include "pipeline/validators.h"
#include "stages/mail_register.h"

namespace pli {

struct RegisterWanted {
  std::string from, to, csv, pdf;
};

std::pair<std::string, std::string> days_wanted(const std::string& from, const std::string& to) {
  for (const std::string& day : {from, to})
    if (!day.empty() && day_number(day) == unknown_day) throw UsageError("bad-date", {{"value", day}});
  const std::string last = to.empty() ? local_today() : to;
  return {from.empty() ? last : from, last};
}

static Json register_json(const std::vector<RegisterLine>& lines) {
  Json all = Json::array();
  const auto text_or_nothing = [](const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); };
  for (const RegisterLine& line : lines)
    all.push_back({{"number", line.entry.number}, {"date", line.entry.date}, {"direction", line.entry.outbound() ? "outbound" : "inbound"}, {"state", line.state},
                   {"kind_of_mail", text_or_nothing(line.kind_of_mail)}, {"tracking", text_or_nothing(line.tracking)}, {"flags", line.flags}, {"withheld", line.withheld},
                   {"correspondent", text_or_nothing(line.who)}, {"subject", text_or_nothing(line.subject)}, {"service", text_or_nothing(line.service)},
                   {"dossier", text_or_nothing(line.dossier)}, {"pages", line.pages}, {"documents", line.documents}, {"batch", line.entry.batch},
                   {"rejected", text_or_nothing(line.entry.rejected)}});
  return all;
}

static int show_register(Context& context, const RegisterWanted& wanted, bool json) {
  const auto [from, to] = days_wanted(wanted.from, wanted.to);
  const Registry registry(context.store_path(), Context::registry_context());
  const auto lines = register_lines(registry, context.services(), from, to);
  if (!wanted.csv.empty()) write_file(wanted.csv, register_csv(lines, context.services(), context.messages()));
  if (!wanted.pdf.empty()) write_file(wanted.pdf, register_pdf(lines, from, to, context.services(), context.messages()));
  if (json) print_json(context, register_json(lines));
  else if (wanted.csv.empty() && wanted.pdf.empty()) context.console().print(register_csv(lines, context.services(), context.messages()));
  else context.console().say("register-done", {{"lines", std::to_string(lines.size())}, {"from", from}, {"to", to}});
  return 0;
}

void add_register(CLI::App& app, Context& context) {
  CLI::App& command = new_command(app, context, "register", "register", "the register of mail: what came and what went out, by number");
  const auto wanted = std::make_shared<RegisterWanted>();
  command.add_option("--from", wanted->from, help_text(context, "register-from", "first day; the last one when it is not given"))->type_name("YYYY-MM-DD");
  command.add_option("--to", wanted->to, help_text(context, "register-to", "last day; today when it is not given"))->type_name("YYYY-MM-DD");
  command.add_option("--csv", wanted->csv, help_text(context, "register-csv", "CSV to write; without --csv and --pdf it is printed"))->type_name("FILE");
  command.add_option("--pdf", wanted->pdf, help_text(context, "register-pdf", "PDF/A to write"))->type_name("FILE");
  take_settings(command, context, {"store", "services"});
  const auto json = take_json(command, context);
  on_run(command, context, [&context, wanted, json] { return show_register(context, *wanted, *json); });
}

}  // namespace pli
