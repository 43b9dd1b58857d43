// pli verify: recomputes hashes and the event chain; exit 1 names the first thing that was altered.
#include "bin/command.h"
#include "stages/verify.h"

namespace pli {

static int verify_batches(Context& context, const std::vector<std::string>& batches, bool json) {
  const Registry registry(context.store_path(), Context::registry_context());
  const VerifyResult result = verify(registry, batches);
  if (json) {
    Json first = nullptr;
    if (result.first) {
      first = {{"code", result.first->code}, {"message", context.messages().sentence(result.first->code, result.first->args)}};
      for (const auto& [name, value] : result.first->args) first[name] = value;
    }
    print_json(context, {{"intact", !result.first}, {"documents", result.documents}, {"events", result.events}, {"handed_over", result.handed_over}, {"first", first}});
  } else if (result.first) {
    context.console().error(result.first->code, result.first->args);
  } else {
    context.console().say("verify-ok", {{"documents", std::to_string(result.documents)}, {"events", std::to_string(result.events)}});
    if (!result.handed_over.empty()) context.console().say("verify-handed-over", {{"documents", std::to_string(result.handed_over.size())}});
  }
  context.log().info("verify", {{"intact", !result.first}, {"documents", result.documents}, {"events", result.events}});
  return result.first ? 1 : 0;
}

void add_verify(CLI::App& app, Context& context) {
  CLI::App& command = new_command(app, context, "verify", "verify", "recomputes hashes and the event chain");
  const auto batches = std::make_shared<std::vector<std::string>>();
  command.add_option("BATCH", *batches, help_text(context, "verify-batch", "batches and runs to verify; all when none is named"));
  take_settings(command, context, {"store"});
  const auto json = take_json(command, context);
  on_run(command, context, [&context, batches, json] { return verify_batches(context, *batches, *json); });
}

}  // namespace pli
