#include "bin/command.h"

#include <algorithm>

#include "pipeline/json.h"

namespace pli {

std::string help_text(Context& context, const std::string& key, const std::string& english) {
  try {
    const std::string text = context.words().label("help", key);
    return text == key ? english : text;
  } catch (const CodedError&) {
    return english;  // help must come even where Pli's data is missing
  }
}

static std::string type_name(const Setting& setting) {
  switch (setting.type) {
    case SettingType::path: return "PATH";
    case SettingType::count:
    case SettingType::number: return "N";
    case SettingType::date: return "YYYY-MM-DD";
    case SettingType::choice: {
      std::string choices;
      for (const std::string& one : setting.choices) choices += (choices.empty() ? "" : "|") + one;
      return choices;
    }
    default: return "TEXT";
  }
}

/// An option is written with dashes; the key's own form is taken too.
static std::string option_names(const std::string& key) {
  std::string dashed = key;
  std::replace(dashed.begin(), dashed.end(), '_', '-');
  return key.find('.') != std::string::npos || dashed == key ? "--" + key : "--" + dashed + ",--" + key;
}

void take_settings(CLI::App& command, Context& context, const std::vector<std::string>& keys) {
  for (const std::string& key : keys) {
    const Setting* setting = find_setting(key);
    if (!setting) throw std::logic_error("no such setting: " + key);
    const std::string help = help_text(context, key, setting->help);
    CLI::Option* option = nullptr;
    if (setting->type == SettingType::flag) {
      option = command.add_flag_function(
          "--" + key + ",!--no-" + key, [&context, key](std::int64_t count) { context.option(key) = count > 0 ? "true" : "false"; }, help);
    } else if (setting->type == SettingType::list) {
      option = command.add_option_function<std::vector<std::string>>(
          option_names(key), [&context, key](const std::vector<std::string>& values) {
            std::string& text = context.option(key);
            for (const std::string& value : values) text += (text.empty() ? "" : ",") + value;
          }, help);
      option->type_name("NAME")->expected(1)->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    } else {
      option = command.add_option_function<std::string>(
          option_names(key), [&context, key](const std::string& value) { context.option(key) = value; }, help);
      option->type_name(type_name(*setting))->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
    }
    if (key.starts_with("limits.")) option->group(help_text(context, "group-limits", "Limits"));
    if (key == "ui" || key == "data" || key == "log") option->group(help_text(context, "group-common", "Every command"));
  }
}

CLI::App& new_command(CLI::App& parent, Context& context, const std::string& name, const std::string& key, const std::string& english) {
  CLI::App& command = *parent.add_subcommand(name, help_text(context, key, english));
  command.group(help_text(context, "word-Subcommands", "Subcommands"));
  const std::string common = help_text(context, "group-common", "Every command");
  // run_program has read it before the options were parsed: it decides what they may override.
  command.add_option_function<std::string>("--config", [](const std::string&) {}, help_text(context, "config-file", "configuration file (TOML)"))
      ->type_name("FILE")
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeLast)
      ->group(common);
  take_settings(command, context, {"data", "ui", "log"});
  return command;
}

std::shared_ptr<bool> take_json(CLI::App& command, Context& context) {
  auto json = std::make_shared<bool>(false);
  command.add_flag_function("--json", [json](std::int64_t) { *json = true; }, help_text(context, "json", "prints JSON"));
  return json;
}

void on_run(CLI::App& command, Context& context, std::function<int()> body) {
  command.callback([&context, &command, body = std::move(body)] {
    if (command.get_subcommands().empty()) context.chosen = body;  // else the one below it was asked for
  });
}

void print_json(Context& context, const Json& json) { context.console().print(pretty(json)); }

}  // namespace pli
