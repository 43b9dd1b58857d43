// pli split, pli join, pli replace: letters that were glued, torn or badly scanned.
#include "bin/command.h"
#include "bin/inbound_desk.h"
#include "bin/mending.h"
#include "bin/signals.h"
#include "bin/speaker.h"

namespace pli {

static int run_mend(Context& context, const MendWanted& wanted, bool json) {
  watch_signals();
  try {
    const Mended mended = carry_out_mend(context, wanted);
    if (json) print_json(context, mended_json(mended));
    else tell_mended(context, wanted, mended);
    return 0;
  } catch (const Interrupted&) {
    context.console().error("interrupted");
    return stop_exit_code();
  }
}

static void add_mend(CLI::App& app, Context& context, const std::string& kind, const std::string& english) {
  CLI::App& command = new_command(app, context, kind, kind, english);
  const auto wanted = std::make_shared<MendWanted>();
  const auto scan = std::make_shared<std::string>();
  wanted->kind = kind;
  CLI::Option* document = command.add_option("DOCUMENT", wanted->documents, help_text(context, kind == "join" ? "join-documents" : "mend-document", kind == "join" ? "ids of the documents, in the order of their pages" : "the document's id"))->required();
  if (kind != "join") document->expected(1);
  if (kind == "split") command.add_option("--before", wanted->pages, help_text(context, "split-before", "pages (number in the record) before which a new letter begins"))->required()->delimiter(',')->type_name("PAGE");
  if (kind == "replace") {
    command.add_option("--pages", wanted->pages, help_text(context, "replace-pages", "pages (number in the record) that the new scan replaces, one for one"))->required()->delimiter(',')->type_name("PAGE");
    command.add_option("--scan", *scan, help_text(context, "replace-scan", "the new scan: TIFF, PDF, JPEG or PNG with as many pages"))->required()->type_name("FILE");
  }
  command.add_option("--by", wanted->by, help_text(context, "correct-by", "who says so; the user of the session when it is not given"))->type_name("NAME");
  take_settings(command, context, inbound_settings());
  const auto json = take_json(command, context);
  on_run(command, context, [&context, wanted, scan, json] {
    wanted->scan = *scan;
    wanted->by = speaker(wanted->by);
    return run_mend(context, *wanted, *json);
  });
}

void add_split(CLI::App& app, Context& context) { add_mend(app, context, "split", "parts letters that were filed as one"); }
void add_join(CLI::App& app, Context& context) { add_mend(app, context, "join", "joins the pages of one letter that were filed apart"); }
void add_replace(CLI::App& app, Context& context) { add_mend(app, context, "replace", "puts a new scan in the place of bad pages"); }

}  // namespace pli
