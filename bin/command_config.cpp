// pli config: every setting with its value and origin; what it prints can be pasted into a configuration file.
#include <fmt/format.h>

#include "bin/command.h"

namespace pli {

static Json value_json(const Settings& settings, const Setting& setting) {
  const std::string& text = settings.text(setting.key);
  if (text.empty()) return nullptr;
  switch (setting.type) {
    case SettingType::count: return settings.count(setting.key);
    case SettingType::number: return settings.number(setting.key);
    case SettingType::flag: return settings.flag(setting.key);
    default: return text;
  }
}

static Json config_json(const Settings& settings) {
  Json all = Json::object();
  for (const Setting& setting : setting_table()) {
    all[setting.key] = {{"value", value_json(settings, setting)}, {"origin", settings.origin(setting.key)}, {"variable", setting.variable()}};
  }
  return {{"settings", all}};
}

static std::string config_toml(Context& context) {
  const Settings& settings = context.settings();
  std::string text;
  bool in_limits = false;
  for (const Setting& setting : setting_table()) {
    const bool limit = setting.key.starts_with("limits.");
    if (limit && !in_limits) text += "\n[limits]\n";
    in_limits = limit;
    const Json value = value_json(settings, setting);
    const std::string line = (value.is_null() ? "# " : "") + setting.key.substr(limit ? 7 : 0) + " =" + (value.is_null() ? "" : " " + value.dump());
    text += fmt::format("{:<42} # {} · {}\n", line, settings.origin(setting.key), help_text(context, setting.key, setting.help));
  }
  return text;
}

void add_config(CLI::App& app, Context& context) {
  CLI::App& command = new_command(app, context, "config", "config", "prints every setting with its value and origin");
  std::vector<std::string> keys;
  for (const Setting& setting : setting_table()) {
    if (setting.key != "ui" && setting.key != "data" && setting.key != "log") keys.push_back(setting.key);
  }
  take_settings(command, context, keys);
  const auto json = take_json(command, context);
  on_run(command, context, [&context, json] {
    if (*json) {
      print_json(context, config_json(context.settings()));
    } else {
      context.console().print(config_toml(context));
    }
    return 0;
  });
}

}  // namespace pli
