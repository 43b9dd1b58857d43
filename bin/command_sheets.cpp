// pli sheets: a PDF of separator sheets to print and lay between letters.
#include <fmt/format.h>

#include "bin/command.h"
#include "pipeline/files.h"
#include "stages/sheets.h"
#include "templates/sheets.h"

namespace pli {

struct SheetsWanted {
  std::vector<std::string> kinds;
  std::string out;
  int count = 1;
  bool numbered = false, duplex = false;
};

static SheetCode sheet_of(const std::string& kind, const SheetWords& words, const Services& services) {
  SheetCode sheet;
  const std::string service_prefix = "service:";
  if (kind.starts_with(service_prefix)) {
    sheet.kind = "SERVICE";
    sheet.service = kind.substr(service_prefix.size());
    if (!services.find(sheet.service)) throw UsageError("unknown-service", {{"service", sheet.service}});
    return sheet;
  }
  for (const char c : kind) sheet.kind += static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
  const bool lower = sheet.kind != kind;
  if (!lower || sheet.kind == "SERVICE" || !words.contains(sheet.kind)) {
    std::string known;
    for (const auto& [name, word] : words) {
      known += known.empty() ? "" : ", ";
      for (const char c : name) known += static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
      if (name == "SERVICE") known += ":CODE";
    }
    throw UsageError("unknown-sheet", {{"kind", kind}, {"known", known}});
  }
  return sheet;
}

/// The kinds one after the other, `count` times; numbered, each kind counts its own sheets.
static std::vector<SheetCode> sheets_of(const SheetsWanted& wanted, const SheetWords& words, const Services& services) {
  std::vector<SheetCode> once;
  for (const std::string& kind : wanted.kinds) once.push_back(sheet_of(kind, words, services));
  std::vector<SheetCode> all;
  for (int i = 1; i <= wanted.count; ++i) {
    for (SheetCode sheet : once) {
      if (wanted.numbered) sheet.number = i, sheet.of = wanted.count;
      all.push_back(sheet);
    }
  }
  return all;
}

static int sheets(Context& context, const SheetsWanted& wanted, bool json) {
  const SheetWords words = load_sheet_words(context.data_file("sheets.toml"));
  const std::vector<SheetCode> all = sheets_of(wanted, words, context.services());
  SheetsOptions options;
  options.duplex = wanted.duplex;
  write_file(wanted.out, sheets_pdf(all, words, options));
  if (json) {
    Json list = Json::array();
    for (const SheetCode& sheet : all) list.push_back({{"kind", sheet.kind}, {"code", payload(sheet)}});
    print_json(context, {{"file", wanted.out}, {"pages", all.size() * (wanted.duplex ? 2 : 1)}, {"sheets", list}});
  } else {
    context.console().say("sheets-made", {{"file", wanted.out}, {"sheets", std::to_string(all.size())}});
  }
  return 0;
}

void add_sheets(CLI::App& app, Context& context) {
  CLI::App& command = new_command(app, context, "sheets", "sheets", "makes separator sheets to print");
  const auto wanted = std::make_shared<SheetsWanted>();
  command.add_option("KIND", wanted->kinds, help_text(context, "sheets-kind", "document, annex, envelope, batch, service:CODE, returned, registered, confidential, valuables, urgent, unopened"))
      ->required();
  command.add_option("--out", wanted->out, help_text(context, "sheets-out", "PDF to write"))->required()->type_name("FILE");
  command.add_option("--count", wanted->count, help_text(context, "sheets-count", "how many of each kind"))->check(CLI::Range(1, 999))->type_name("N");
  command.add_flag("--numbered", wanted->numbered, help_text(context, "sheets-numbered", "number the sheets, so that a missing one is noticed"));
  command.add_flag("--duplex", wanted->duplex, help_text(context, "sheets-duplex", "print the code on the back too"));
  take_settings(command, context, {"services"});
  const auto json = take_json(command, context);
  on_run(command, context, [&context, wanted, json] { return sheets(context, *wanted, *json); });
}

}  // namespace pli
