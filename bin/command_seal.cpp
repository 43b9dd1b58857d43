// pli seal: a batch's attestation for the town's archivist.
#include "bin/clock.h"
#include "bin/command.h"
#include "bin/user.h"
#include "stages/seal.h"

namespace pli {

static int seal(Context& context, SealRequest request, bool json) {
  Registry registry(context.store_path(), Context::registry_context());
  request.at = utc_now();
  if (request.by.empty()) request.by = user_of_session();
  const Seal made = seal_batch(registry, request, load_attestation_words(context.data_file("attestation.toml")));
  if (json) print_json(context, {{"batch", request.batch}, {"json", made.json.string()}, {"pdf", made.pdf.string()}, {"events", made.events}, {"head", made.head}});
  else context.console().say("seal-done", {{"batch", request.batch}, {"file", made.pdf.string()}, {"events", std::to_string(made.events)}, {"head", made.head.substr(0, 12)}});
  context.log().info("seal", {{"batch", request.batch}, {"events", made.events}, {"head", made.head}});
  return 0;
}

void add_seal(CLI::App& app, Context& context) {
  CLI::App& command = new_command(app, context, "seal", "seal", "writes a batch's attestation: what was digitised, how, and the state of the evidence");
  const auto request = std::make_shared<SealRequest>();
  command.add_option("BATCH", request->batch, help_text(context, "seal-batch", "the batch, complete"))->required();
  command.add_option("--by", request->by, help_text(context, "seal-by", "who digitised it; the user of the session when it is not given"))->type_name("NAME");
  command.add_option("--site", request->site, help_text(context, "seal-site", "where"))->type_name("TEXT");
  command.add_option("--scanner", request->scanner, help_text(context, "seal-scanner", "with which scanner; what the files say when it is not given"))->type_name("TEXT");
  take_settings(command, context, {"store"});
  const auto json = take_json(command, context);
  on_run(command, context, [&context, request, json] { return seal(context, *request, *json); });
}

}  // namespace pli
