#include "bin/manual.h"

#include <algorithm>

#include "bin/command.h"
#include "pipeline/text.h"
#include "pipeline/version.h"

namespace pli {
namespace {

// A leading dot or quote would be a request, a backslash an escape, a dash a hyphen that can't be searched for.
std::string roff_text(const std::string& text) {
  std::string out;
  bool line_start = true;
  for (const char c : text) {
    if (line_start && (c == '.' || c == '\'')) out += "\\&";
    if (c == '\\') out += "\\e";
    else if (c == '-') out += "\\-";
    else out += c;
    line_start = c == '\n';
  }
  return out;
}

std::string option_words(const CLI::Option& option) {
  std::string words;
  for (const std::string& name : option.get_snames()) words += (words.empty() ? "" : ", ") + ("-" + name);
  for (const std::string& name : option.get_lnames()) {
    if (name.find('_') != std::string::npos && name.find('.') == std::string::npos && option.get_lnames().size() > 1) continue;  // the key's own form
    words += (words.empty() ? "" : ", ") + ("--" + name);
  }
  return words;
}

std::string value_word(const CLI::Option& option) { return option.get_items_expected_max() == 0 ? "" : option.get_type_name(); }

class Manual {
 public:
  Manual(Context& context, const CLI::App& root) : context_(context), root_(root), prose_(context.data_file("manual"), context.settings().text("ui")) {}

  std::vector<ManualPage> pages() {
    std::vector<ManualPage> all{{"pli.1", overview()}};
    for (const CLI::App* command : shown_commands(root_)) all.push_back({"pli-" + command->get_name() + ".1", page(*command)});
    all.push_back({"pli.toml.5", settings()});
    return all;
  }

 private:
  std::string word(const std::string& key) const { return prose_.label("word", key); }
  std::string heading(const std::string& key) const { return ".SH \"" + roff_text(word(key)) + "\"\n"; }

  std::string head(const std::string& name, const std::string& section, const std::string& purpose) const {
    std::string title = name;
    std::transform(title.begin(), title.end(), title.begin(), [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
    return ".TH \"" + roff_text(title) + "\" " + section + " \"\" \"pli " + version() + "\" \"" + roff_text(word("book")) + "\"\n.nh\n.ad l\n" + heading("name") + roff_text(name) + " \\- " + roff_text(purpose) + "\n";
  }

  // Paragraphs have an empty line between them; lines that begin with two spaces are shown as they are.
  std::string text_of(const std::string& key) const {
    const std::string text = prose_.label("page", key);
    if (text == key) return "";
    std::string out;
    bool shown = false;
    for (const std::string& line : split(text, '\n')) {
      const bool example = line.starts_with("  ");
      if (example != shown) out += example ? ".PP\n.nf\n" : ".fi\n";
      shown = example;
      if (trimmed(line).empty()) out += example ? "\n" : ".PP\n";
      else out += (example ? ".RS\n" + roff_text(line.substr(2)) + "\n.RE\n" : roff_text(line) + "\n");
    }
    return out + (shown ? ".fi\n" : "");
  }

  std::string overview() const {
    std::string out = head("pli", "1", root_.get_description()) + heading("synopsis") + "\\fBpli\\fR \\fI" + roff_text(word("command")) + "\\fR [\\fI" + roff_text(word("options")) + "\\fR]...\n";
    out += heading("description") + text_of("pli") + heading("commands");
    for (const CLI::App* command : shown_commands(root_)) out += ".TP\n\\fBpli\\-" + roff_text(command->get_name()) + "\\fR(1)\n" + roff_text(command->get_description()) + "\n";
    return out + tail();
  }

  std::string page(const CLI::App& command) const {
    std::string out = head("pli-" + command.get_name(), "1", command.get_description()) + heading("synopsis") + synopsis(command, "pli");
    const std::string text = text_of(command.get_name());
    if (!text.empty()) out += heading("description") + text;
    out += options(command, "pli");
    return out + tail();
  }

  static std::string synopsis(const CLI::App& command, const std::string& before) {
    const std::string name = before + ' ' + command.get_name();
    std::string out;
    const auto below = shown_commands(command);
    if (below.empty() || command.get_require_subcommand_min() == 0) {
      out += ".PP\n\\fB" + roff_text(name) + "\\fR";
      for (const CLI::Option* option : command.get_options())
        if (option->get_positional()) out += std::string(" ") + (option->get_required() ? "" : "[") + "\\fI" + roff_text(option->get_single_name()) + "\\fR" + (option->get_required() ? "" : "]") + (option->get_items_expected_max() > 1 ? "..." : "");
      out += " [\\fIOPTIONS\\fR]\n";
    }
    for (const CLI::App* one : below) out += synopsis(*one, name);
    return out;
  }

  std::string options(const CLI::App& command, const std::string& before) const {
    const std::string name = before + ' ' + command.get_name();
    std::string out = before == "pli" ? heading("options") : ".SS \"" + roff_text(name) + "\"\n" + roff_text(command.get_description()) + "\n";
    for (const CLI::Option* option : command.get_options()) {
      if (option->get_group().empty()) continue;
      out += ".TP\n";
      if (option->get_positional()) out += "\\fI" + roff_text(option->get_single_name()) + "\\fR";
      else out += "\\fB" + roff_text(option_words(*option)) + "\\fR";
      if (const std::string value = value_word(*option); !option->get_positional() && !value.empty()) out += " \\fI" + roff_text(value) + "\\fR";
      out += "\n" + roff_text(option->get_description()) + "\n";
    }
    for (const CLI::App* one : shown_commands(command)) out += options(*one, name);
    return out;
  }

  std::string settings() const {
    std::string out = head("pli.toml", "5", word("settings")) + heading("description") + text_of("pli.toml") + heading("keys");
    for (const Setting& setting : setting_table()) {
      out += ".TP\n\\fB" + roff_text(setting.key) + "\\fR (\\fB" + roff_text(setting.variable()) + "\\fR)\n" + roff_text(help_text(context_, setting.key, setting.help)) + ".";
      if (!setting.fallback.empty()) out += " " + roff_text(word("default")) + " \\fI" + roff_text(setting.fallback) + "\\fR.";
      out += "\n";
    }
    return out + tail();
  }

  std::string tail() const { return heading("exit") + text_of("exit") + heading("files") + text_of("files") + heading("also") + "\\fBpli\\fR(1), \\fBpli.toml\\fR(5)\n"; }

  Context& context_;
  const CLI::App& root_;
  Messages prose_;
};

// `in` is a word of bash and others may be: keys stand in quotes.
void complete_command(const CLI::App& command, const std::string& path, std::string& cases, std::string& values) {
  std::string words, takes;
  for (const CLI::App* one : shown_commands(command)) words += (words.empty() ? "" : " ") + one->get_name();
  for (const CLI::Option* option : command.get_options()) {
    if (option->get_positional() || option->get_group().empty()) continue;
    for (const std::string& name : option->get_lnames()) {
      if (name.find('_') != std::string::npos && name.find('.') == std::string::npos && option->get_lnames().size() > 1) continue;
      words += (words.empty() ? "" : " ") + ("--" + name);
      const std::string type = value_word(*option);
      if (type.empty()) continue;
      std::string choices = type.find('|') == std::string::npos ? " " : type;  // else a path: nothing of ours
      std::replace(choices.begin(), choices.end(), '|', ' ');
      values += "    '" + path + " --" + name + "') words='" + choices + "' ;;\n";
    }
  }
  cases += "    '" + path + "') words='" + words + "' ;;\n";
  for (const CLI::App* one : shown_commands(command)) complete_command(*one, path.empty() ? one->get_name() : path + ' ' + one->get_name(), cases, values);
}

}  // namespace

std::vector<const CLI::App*> shown_commands(const CLI::App& app) {
  return app.get_subcommands([](const CLI::App* one) { return !one->get_group().empty(); });
}

std::vector<ManualPage> manual_pages(Context& context, const CLI::App& root) { return Manual(context, root).pages(); }

std::string bash_completion(const CLI::App& root) {
  std::string cases, values, paths;
  complete_command(root, "", cases, values);
  return "# bash completion of pli " + version() + ", made by `pli manual --completion`\n"
         "_pli() {\n"
         "  local current=${COMP_WORDS[COMP_CWORD]} path='' words='' i next\n"
         "  for ((i = 1; i < COMP_CWORD; ++i)); do\n"
         "    [[ ${COMP_WORDS[i]} == -* ]] && continue\n"
         "    next=\"${path:+$path }${COMP_WORDS[i]}\"\n"
         "    words=''\n"
         "    _pli_words \"$next\"\n"
         "    [[ -n $words ]] && path=$next\n"
         "  done\n"
         "  words=''\n"
         "  ((COMP_CWORD > 0)) && _pli_values \"$path ${COMP_WORDS[COMP_CWORD - 1]}\"\n"
         "  if [[ -z $words ]]; then _pli_words \"$path\"; fi\n"
         "  mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$current\")\n"
         "}\n"
         "_pli_words() {\n"
         "  case $1 in\n" + cases +
         "  esac\n"
         "}\n"
         "_pli_values() {\n"
         "  case $1 in\n" + values +
         "    *) ;;\n"
         "  esac\n"
         "}\n"
         "complete -o default -F _pli pli\n";
}

}  // namespace pli
