// pli manual: manual pages and the shell's completion, for those who make packages.
#include "bin/command.h"
#include "bin/manual.h"
#include "pipeline/files.h"

namespace pli {

struct ManualWanted {
  std::string page, folder;
  bool completion = false;
};

static int manual(Context& context, const CLI::App& root, const ManualWanted& wanted) {
  if (wanted.completion) {
    context.console().print(bash_completion(root));
    return 0;
  }
  for (const ManualPage& page : manual_pages(context, root)) {
    if (!wanted.folder.empty()) {
      const std::filesystem::path folder = std::filesystem::path(wanted.folder) / ("man" + page.name.substr(page.name.size() - 1));
      make_folder(folder);
      write_file(folder / page.name, page.roff);
    } else if (page.name.starts_with(wanted.page.empty() ? "pli.1" : wanted.page + ".")) {
      context.console().print(page.roff);
      return 0;
    }
  }
  if (wanted.folder.empty()) throw UsageError("unknown-argument", {{"argument", wanted.page}});
  return 0;
}

void add_manual(CLI::App& app, Context& context) {
  CLI::App& command = new_command(app, context, "manual", "manual", "prints a manual page, or writes them all");
  const auto wanted = std::make_shared<ManualWanted>();
  command.add_option("PAGE", wanted->page, help_text(context, "manual-page", "pli, pli-in, pli.toml...; pli when it is not given"));
  command.add_option("--write", wanted->folder, help_text(context, "manual-write", "writes all pages into man1 and man5 below this folder"))->type_name("FOLDER");
  command.add_flag("--completion", wanted->completion, help_text(context, "manual-completion", "prints the completion script for bash"));
  on_run(command, context, [&context, &app, wanted] { return manual(context, app, *wanted); });
}

}  // namespace pli
