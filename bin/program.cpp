// The program around the commands: settings before options, options before the command, errors into messages and exit codes.
#include <sys/stat.h>

#include <new>
#include <sstream>

#include "bin/command.h"
#include "bin/signals.h"
#include "pipeline/version.h"

namespace pli {

constexpr int could_not_finish = 1, wrong_usage = 2;  // CONTRACT.md, exit codes

/// The options that decide how everything else is read: where settings stand and in which language to speak.
static void take_early_options(SettingInputs& inputs, const std::vector<std::string>& arguments) {
  if (const auto variable = inputs.environment.find("PLI_CONFIG"); variable != inputs.environment.end()) inputs.config = variable->second;
  const bool rows = !arguments.empty() && arguments.front() == "out";  // there --data names the rows (CONTRACT.md)
  for (std::size_t i = 0; i < arguments.size() && arguments[i] != "--"; ++i) {
    for (const std::string name : {"config", "ui", "data"}) {
      if (name == "data" && rows) continue;
      std::string value;
      if (arguments[i] == "--" + name && i + 1 < arguments.size()) value = arguments[i + 1];
      if (arguments[i].starts_with("--" + name + "=")) value = arguments[i].substr(name.size() + 3);
      if (value.empty()) continue;
      if (name == "config") {
        inputs.config = value;
      } else {
        inputs.options[name] = value;
      }
    }
  }
}

static int report(Console& console, Log* log, const CodedError& error) {
  console.error(error);
  if (log) log->error(error.code());
  return dynamic_cast<const UsageError*>(&error) ? wrong_usage : could_not_finish;
}

/// Without Pli's data, messages are codes and facts: whatever needs the data says that it is missing.
static void teach_language(Context& context) {
  try {
    context.console().speak(&context.messages(), &context.words());
  } catch (const CodedError&) {
  }
}

/// Settings that can't be read must still be complained of in a language.
static int report_bad_settings(const std::filesystem::path& program, const CodedError& error) {
  SettingInputs none;
  none.system_config.clear();
  Context context(program, none);
  teach_language(context);
  return report(context.console(), nullptr, error);
}

static std::shared_ptr<CLI::Formatter> formatter(Context& context) {
  auto result = std::make_shared<CLI::Formatter>();
  for (const char* word : {"Usage", "OPTIONS", "Options", "Positionals", "Subcommands", "SUBCOMMAND", "REQUIRED", "FILE", "PATH", "TEXT", "Options:"}) {
    result->label(word, help_text(context, std::string("word-") + word, word));
  }
  result->column_width(34);
  return result;
}

/// CLI11 says what is wrong in English sentences; its kinds are told in ours, the name of the option is taken from its words.
static int report_usage(Context& context, const CLI::App& app, const CLI::ParseError& error) {
  const std::string said = error.what();
  const auto after_colon = said.rfind(": ");
  const std::string subject = after_colon == said.npos ? said : said.substr(after_colon + 2);
  const std::vector<std::string> not_understood = app.remaining(true);
  if (dynamic_cast<const CLI::ExtrasError*>(&error) || !not_understood.empty()) {
    context.console().error("unknown-argument", {{"argument", not_understood.empty() ? subject : not_understood.front()}});
  } else if (app.get_subcommands().empty()) {
    context.console().error("command-missing");
  } else if (dynamic_cast<const CLI::RequiredError*>(&error)) {
    context.console().error("argument-missing", {{"argument", said.substr(0, said.find(" is required"))}});
  } else {
    context.console().error("wrong-usage", {{"detail", said}});
  }
  return wrong_usage;
}

static int run_command(Context& context, int argc, char** argv, const std::vector<AddCommand>& commands) {
  CLI::App app(help_text(context, "pli", "Pli: the mailroom on the command line"), "pli");
  app.formatter(formatter(context));
  app.set_help_flag("-h,--help", help_text(context, "help", "shows this help"));
  app.set_version_flag("--version", "pli " + version(), help_text(context, "version", "shows the version"));
  app.require_subcommand(1);
  for (const AddCommand add : commands) add(app, context);
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& wanted) {
    std::ostringstream shown;
    app.exit(wanted, shown, shown);
    context.console().print(shown.str());
    return 0;
  } catch (const CLI::ParseError& error) {
    return report_usage(context, app, error);
  }
  context.apply_options();
  return context.chosen();
}

int run_program(int argc, char** argv, const std::vector<AddCommand>& commands, const ReaderMaker& reader) {
  watch_signals();
  umask(0027);  // no output of Pli is for others than owner and group
  std::error_code failed;
  const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", failed);
  SettingInputs inputs = inputs_of_process();
  take_early_options(inputs, {argv + 1, argv + std::max(argc, 1)});

  std::unique_ptr<Context> context;
  try {
    context = std::make_unique<Context>(program, inputs);
  } catch (const CodedError& error) {
    return report_bad_settings(program, error);
  }
  context->make_reader = reader;
  teach_language(*context);
  try {
    return run_command(*context, argc, argv, commands);
  } catch (const CodedError& error) {
    return report(context->console(), &context->log(), error);
  } catch (const std::bad_alloc&) {
    return report(context->console(), &context->log(), Fatal("out-of-memory", {}));
  } catch (const std::exception& error) {
    return report(context->console(), &context->log(), Fatal("internal-error", {{"detail", error.what()}}));
  }
}

}  // namespace pli
