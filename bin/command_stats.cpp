// pli stats: the mailroom's figures, one page that a director can read.
#include "bin/clock.h"
#include "bin/command.h"
#include "bin/dossier_view.h"
#include "bin/statistics_text.h"
#include "pipeline/files.h"

namespace pli {

struct StatsWanted {
  std::string from, to, svg;
  bool csv = false;
};

static int show_statistics(Context& context, const StatsWanted& wanted, bool json) {
  const auto [from, to] = days_wanted(wanted.from, wanted.to);
  const Registry registry(context.store_path(), Context::registry_context());
  const MailStatistics all = mail_statistics(registry, clocks_of(context, registry), from, to, local_today());
  if (!wanted.svg.empty()) write_file(wanted.svg, statistics_svg(context, all));
  if (json) print_json(context, statistics_json(all));
  else context.console().print(wanted.csv ? statistics_csv(context, all) : statistics_text(context, all));
  return 0;
}

void add_stats(CLI::App& app, Context& context) {
  CLI::App& command = new_command(app, context, "stats", "stats", "the mailroom's figures: volumes, review, corrections, delays");
  const auto wanted = std::make_shared<StatsWanted>();
  command.add_option("--from", wanted->from, help_text(context, "register-from", "first day; the last one when it is not given"))->type_name("YYYY-MM-DD");
  command.add_option("--to", wanted->to, help_text(context, "register-to", "last day; today when it is not given"))->type_name("YYYY-MM-DD");
  command.add_flag("--csv", wanted->csv, help_text(context, "stats-csv", "as CSV"));
  command.add_option("--svg", wanted->svg, help_text(context, "stats-svg", "drawing to write"))->type_name("FILE");
  take_settings(command, context, {"store", "services"});
  const auto json = take_json(command, context);
  on_run(command, context, [&context, wanted, json] { return show_statistics(context, *wanted, *json); });
}

}  // namespace pli
