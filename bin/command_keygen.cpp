// pli keygen: a new site key. Older keys stay, so that letters they signed are still known.
#include "bin/command.h"
#include "bin/random.h"
#include "pipeline/site_keys.h"

namespace pli {

static int keygen(Context& context, bool json) {
  const std::string bytes = random_bytes(32);
  const std::filesystem::path file = write_site_key(context.keys_path(), bytes);
  const std::string id = site_key_id(bytes);
  context.log().info("key-made", {{"key", id}});
  if (json) {
    print_json(context, {{"key", id}, {"file", file.string()}});
  } else {
    context.console().say("key-made", {{"key", id}, {"file", file.string()}});
  }
  return 0;
}

void add_keygen(CLI::App& app, Context& context) {
  CLI::App& command = new_command(app, context, "keygen", "keygen", "makes a site key, which signs the codes on outgoing letters");
  take_settings(command, context, {"store", "keys"});
  const auto json = take_json(command, context);
  on_run(command, context, [&context, json] { return keygen(context, *json); });
}

}  // namespace pli
