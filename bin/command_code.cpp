// pli code: signed codes and the reference, as a picture to paste into a letter made elsewhere.
#include "bin/clock.h"
#include "bin/command.h"
#include "pipeline/files.h"
#include "stages/code_letter.h"
#include "stages/code_svg.h"

namespace pli {
namespace {

struct CodeWanted {
  std::string dossier, out;
  int pages = 1;
};

/// FILE.svg with all pages below one another; with several also FILE-1.svg, FILE-2.svg..., one to paste on each page.
std::vector<fs::path> write_codes(const CodeLetter& letter, const CodeWanted& wanted, const CodeWords& words) {
  const fs::path file = wanted.out;
  std::vector<fs::path> written;
  const auto write = [&](const fs::path& path, const std::vector<std::string>& payloads, int first) {
    write_file(path, codes_svg(payloads, letter.dossier, words, first, wanted.pages));
    written.push_back(path);
  };
  write(file, letter.payloads, 1);
  for (int page = 1; wanted.pages > 1 && page <= wanted.pages; ++page) {
    fs::path one = file;
    one.replace_filename(file.stem().string() + '-' + std::to_string(page) + file.extension().string());
    write(one, {letter.payloads[static_cast<std::size_t>(page - 1)]}, page);
  }
  return written;
}

int code(Context& context, const CodeWanted& wanted, bool json) {
  const SiteKeys keys = load_site_keys(context.keys_path());
  if (keys.newest.empty()) throw UsageError("key-missing", {{"folder", context.keys_path().string()}});
  const fs::path folder = fs::absolute(wanted.out).parent_path();
  if (!fs::is_directory(folder)) throw UsageError("folder-missing", {{"folder", folder.string()}});
  const Messages french(context.data_file("messages"), "fr");  // a citizen reads it, whatever the operator speaks
  const CodeWords words{french.label("code", "reference"), french.label("code", "page")};
  Registry registry(context.store_path(), Context::registry_context());
  const CodeLetter letter = register_letter(registry, keys, wanted.dossier, wanted.pages, local_today(), folder.string());
  const auto files = write_codes(letter, wanted, words);
  context.log().info("codes-made", {{"letter", letter.id}, {"dossier", letter.dossier}, {"pages", wanted.pages}});
  if (json) {
    Json written = Json::array();
    for (const fs::path& file : files) written.push_back(file.string());
    print_json(context, {{"letter", letter.id}, {"dossier", letter.dossier}, {"key", keys.newest}, {"files", written}, {"codes", letter.payloads}});
  } else {
    context.console().say("codes-made", {{"file", wanted.out}, {"letter", letter.id}, {"pages", std::to_string(wanted.pages)}});
  }
  return 0;
}

}  // namespace

void add_code(CLI::App& app, Context& context) {
  CLI::App& command = new_command(app, context, "code", "code", "signed codes to paste into a letter made elsewhere");
  const auto wanted = std::make_shared<CodeWanted>();
  command.add_option("DOSSIER", wanted->dossier, help_text(context, "dossier-id", "number of the dossier, YYYY-NNNNNN-C"))->required();
  command.add_option("--pages", wanted->pages, help_text(context, "code-pages", "pages of the letter: a code each"))->check(CLI::Range(1, 99))->type_name("N");
  command.add_option("--out", wanted->out, help_text(context, "code-out", "picture to write (SVG); with several pages also FILE-1.svg, FILE-2.svg…"))->required()->type_name("FILE");
  take_settings(command, context, {"store", "keys"});
  const auto json = take_json(command, context);
  on_run(command, context, [&context, wanted, json] { return code(context, *wanted, *json); });
}

}  // namespace pli
