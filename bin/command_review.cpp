// pli review: what waits for a person, why, and where it lies.
#include <fmt/format.h>

#include <algorithm>

#include "bin/clock.h"
#include "bin/command.h"
#include "bin/dossier_hits.h"
#include "pipeline/calendar.h"
#include "pipeline/files.h"
#include "pipeline/text.h"
#include "stages/report_facts.h"
#include "templates/review.h"

namespace pli {

/// A document in the queue with its record, where the folder is still there.
struct Waiting {
  DocumentEntry entry;
  std::filesystem::path folder;
  std::optional<Record> record;
  int days = 0;
  bool withheld = false;  ///< nothing of what it says may be shown
};

static Waiting waiting_of(Context& context, const Registry& registry, const DocumentEntry& entry) {
  Waiting out{entry, registry.place_of(entry), {}, std::max(0, days_between(entry.received, local_today())), true};
  if (fs::exists(out.folder / "record.json")) out.record = record_from_json(Json::parse(read_file(out.folder / "record.json")));
  out.withheld = !out.record || confidential(*out.record, context.services());
  return out;
}

static Json waiting_json(const Waiting& waiting) {
  Json json{{"document", waiting.entry.id}, {"batch", waiting.entry.batch}, {"received", waiting.entry.received}, {"days", waiting.days}, {"service", waiting.entry.service},
            {"kind", waiting.entry.kind}, {"reasons", waiting.entry.reasons}, {"pdf", (waiting.folder / "document.pdf").string()}, {"withheld", waiting.withheld}};
  if (!waiting.withheld) json["subject"] = waiting.entry.subject, json["sender"] = waiting.entry.sender;
  if (waiting.record) {
    json["candidates"] = Json::array();
    for (const Candidate& candidate : waiting.record->service.candidates) json["candidates"].push_back({{"code", candidate.code}, {"confidence", rounded(candidate.confidence, 3)}});
  }
  return json;
}

static std::string reasons_text(const ReviewReasons& reasons, const DocumentEntry& entry) {
  std::string out;
  for (const std::string& code : reasons.by_weight(entry.reasons)) out += (out.empty() ? "" : ", ") + reasons.label(code);
  return out;
}

static std::string service_name(Context& context, const std::string& code) {
  const Service* known = context.services().find(code);
  return known ? known->label : code;
}

// Which document, how long, whose and what, and where it lies: a line each.
static std::vector<std::string> head_of(Context& context, const Waiting& waiting, std::size_t longest) {
  const DocumentEntry& entry = waiting.entry;
  std::vector<std::string> lines = {entry.id + "  " + context.console().sentence("review-waits", {{"days", std::to_string(waiting.days)}, {"service", service_name(context, entry.service)}})};
  if (!waiting.withheld && !(entry.sender + entry.subject).empty()) lines.push_back(one_line(entry.sender + (entry.sender.empty() || entry.subject.empty() ? "" : " – ") + entry.subject, longest));
  lines.push_back((waiting.folder / "document.pdf").string());
  return lines;
}

static std::string list_entry(Context& context, const ReviewReasons& reasons, const Waiting& waiting) {
  std::string text;
  for (const std::string& line : head_of(context, waiting, 100)) text += text.empty() ? line + "  " + reasons_text(reasons, waiting.entry) + '\n' : "              " + line + '\n';
  return text;
}

// Commands for what is amiss with the pages themselves.
static std::string mending_commands(const Waiting& waiting) {
  const auto& reasons = waiting.entry.reasons;
  const auto waits_for = [&](std::initializer_list<const char*> codes) {
    return std::any_of(codes.begin(), codes.end(), [&](const char* code) { return std::find(reasons.begin(), reasons.end(), code) != reasons.end(); });
  };
  std::string bad;
  if (waiting.record)
    for (const RecordPage& page : waiting.record->pages)
      if (page.facts.failed) bad += ' ' + std::to_string(page.number);
  std::string text;
  if (waits_for({"page-failed", "illegible", "legibility-low"})) text += fmt::format("pli replace {} --pages{} --scan FILE\n", waiting.entry.id, bad.empty() ? " N" : bad);
  if (waits_for({"sheet-missing", "no-separator", "pages-without-code", "two-services", "several-dossiers"})) text += fmt::format("pli split {} --before PAGE\n", waiting.entry.id);
  if (waits_for({"letter-incomplete"})) text += fmt::format("pli join {} DOCUMENT\n", waiting.entry.id);
  return text;
}

static std::string next_entry(Context& context, const ReviewReasons& reasons, const Waiting& waiting) {
  const DocumentEntry& entry = waiting.entry;
  std::string text;
  for (const std::string& line : head_of(context, waiting, 200)) text += line + '\n';
  text += '\n';
  for (const std::string& code : reasons.by_weight(entry.reasons)) {
    const ReviewReason* reason = reasons.find(code);
    text += "- " + reasons.label(code) + ". " + (reason ? reason->advice : "") + '\n';
  }
  if (waiting.record)
    for (const Candidate& candidate : waiting.record->service.candidates)
      if (candidate.confidence >= 0.05) text += fmt::format("  {:<22} {}\n", candidate.code, percent(candidate.confidence));
  return text + fmt::format("\npli correct {0} --set service={1}\npli correct {0} --confirm\n", entry.id, entry.service.empty() || entry.service == "autre" ? "CODE" : entry.service) + mending_commands(waiting);
}

static int review(Context& context, const std::string& service, bool next, bool json) {
  const Registry registry(context.store_path(), Context::registry_context());
  const ReviewReasons reasons = load_review_reasons(context.data_file("review.toml"), context.settings().text("ui"));
  Json all = Json::array();
  std::string text;
  for (const DocumentEntry& entry : registry.waiting()) {
    if (!service.empty() && entry.service != service) continue;
    const Waiting waiting = waiting_of(context, registry, entry);
    if (json) all.push_back(waiting_json(waiting));
    else text += next ? next_entry(context, reasons, waiting) : list_entry(context, reasons, waiting);
    if (next) break;
  }
  if (json) print_json(context, !next ? all : all.empty() ? Json(nullptr) : all.front());
  else if (text.empty()) context.console().say("review-empty");
  else context.console().print(text);
  return 0;
}

void add_review(CLI::App& app, Context& context) {
  CLI::App& command = new_command(app, context, "review", "review", "what waits for a person");
  command.require_subcommand(1);
  for (const bool next : {false, true}) {
    CLI::App& made = new_command(command, context, next ? "next" : "list", next ? "review-next" : "review-list", next ? "the most pressing document, with what to do" : "all that waits, the most pressing first");
    take_settings(made, context, {"store", "services"});
    const auto service = std::make_shared<std::string>();
    made.add_option("--service", *service, help_text(context, "review-service", "only what is proposed to this service"))->type_name("CODE");
    const auto json = take_json(made, context);
    on_run(made, context, [&context, next, service, json] { return review(context, *service, next, *json); });
  }
}

}  // namespace pli
